import { bars, board, examples, graph, q, quantile, row, stat, table } from './grid.mjs';

const yes = [{ type: 'value', options: { 0: { text: 'no', color: 'red', index: 0 }, 1: { text: 'yes', color: 'green', index: 1 } } }];
const device = '{{instance}} {{device}}';
const slot = '{{instance}} {{slot}}';

export default board(
  { uid: 'cbd-workers', title: 'cbd: workers and GPUs', says: 'What each worker, slot and GPU does. Panels on GPUs stay empty where nvidia-smi does not tell.' },
  row(
    'Workers',
    stat({
      title: 'Workers', says: 'Workers that are registered and were heard of lately.', unit: 'short', decimals: 0, steps: [[null, 'red'], [1, 'green']],
      queries: [q('workers', 'sum(cbd_workers)')],
    }),
    stat({
      title: 'Connected', says: 'Whether the coordinator knows the worker and is reachable for it.', unit: 'bool_yes_no', w: 8, mappings: yes, graphMode: 'none', steps: [[null, 'red'], [1, 'green']],
      queries: [q('{{instance}}', 'cbd_worker_coordinator_connected')],
    }),
    graph({
      title: 'Slots by state', says: 'Slots of all workers as the workers see them.', unit: 'short', decimals: 0, stack: true, h: 5, colors: { busy: 'blue', idle: 'text', stopping: 'orange' },
      queries: [q('{{state}}', 'sum by (state) (cbd_worker_slots)')],
    }),
    graph({
      title: 'Images a second by slot', says: 'Training images per second in the last epoch of each slot; 0 when it does not train.', unit: 'short',
      queries: [q(slot, 'cbd_worker_images_per_second')],
    }),
    graph({
      title: 'Images a second by worker', says: 'Training images per second over the epochs that a worker has finished.', unit: 'short',
      queries: [q('{{instance}}', 'sum by (instance) (rate(cbd_worker_images_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Where a step goes', says: 'Mean time of a sampled training step: data is the making of a batch by the host; then come the forward passes with the losses, the backward pass and the optimiser. If data comes near the rest, the device waits for the host.', unit: 's',
      queries: [q('{{part}}', 'sum by (part) (rate(cbd_worker_step_seconds_sum[$__rate_interval])) / (sum by (part) (rate(cbd_worker_step_seconds_count[$__rate_interval])) > 0)', 'running')],
    }),
    graph({
      title: 'Seconds per epoch', says: 'Half of the epochs of a worker took less, by phase.', unit: 's',
      queries: [examples('{{instance}} {{phase}}', quantile(0.5, 'cbd_worker_epoch_seconds', 'instance, phase'), 'running')],
    }),
    graph({
      title: 'Runners that ended', says: 'Processes of training that ended, by failure. none: succeeded, stopped: as asked.', unit: 'short', colors: { none: 'green', stopped: 'text' },
      queries: [q('{{failure}}', 'sum by (failure) (increase(cbd_worker_runner_exits_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Reports', says: 'Reports that the coordinator has not acknowledged, and how many were sent again for want of an answer.', unit: 'short',
      queries: [
        q('{{instance}} waiting', 'cbd_worker_reports_pending'),
        q('{{instance}} sent again', 'sum by (instance) (increase(cbd_worker_reports_resent_total[$__rate_interval]))'),
      ],
    }),
  ),
  row(
    'GPUs',
    graph({
      title: 'Utilisation', says: 'Share of the time in which a GPU computed.', unit: 'percentunit', max: 1,
      queries: [q(device, 'cbd_worker_device_utilization_ratio', 'gpu')],
    }),
    graph({
      title: 'Memory', says: 'Share of the memory of a GPU that is in use, whoever uses it.', unit: 'percentunit', max: 1,
      queries: [q(device, 'cbd_worker_device_memory_used_bytes / cbd_worker_device_memory_size_bytes', 'gpu')],
    }),
    graph({
      title: 'Memory by slot', says: "GPU memory of each slot's runner process; absent where nvidia-smi does not tell, as in most containers.", unit: 'bytes', w: 8,
      queries: [q(slot, 'cbd_worker_slot_device_memory_bytes', 'gpu')],
    }),
    graph({
      title: 'Temperature', says: 'Temperature of each GPU.', unit: 'celsius', w: 8, min: null,
      queries: [q(device, 'cbd_worker_device_temperature_celsius', 'gpu')],
    }),
    graph({
      title: 'Power', says: 'Power that each GPU draws.', unit: 'watt', w: 8,
      queries: [q(device, 'cbd_worker_device_power_watts', 'gpu')],
    }),
    table({
      title: 'Slots and their devices', says: 'Which device each slot is a share of, and how fast it is there.', unit: 'short', decimals: 0, w: 12, labels: ['instance', 'slot', 'device'], names: { instance: 'worker' },
      queries: [q('images/s', 'cbd_worker_slot_device_info * on (job, instance, slot) group_left () cbd_worker_images_per_second')],
    }),
    table({
      title: 'Versions', says: 'What runs on each worker. They should all be the same.', unit: 'short', decimals: 0, w: 12, labels: ['instance', 'version', 'commit'], names: { instance: 'worker' },
      queries: [q('processes', 'cbd_worker_build_info')],
    }),
  ),
  row(
    'What is kept',
    graph({
      title: 'Checkpoints', says: 'Checkpoints that were kept, could not be kept, and attempts that went on from one.', unit: 'short', colors: { 'not kept': 'red', kept: 'green', 'went on': 'blue' },
      queries: [
        q('kept', 'sum(increase(cbd_worker_checkpoints_total[$__rate_interval]))'),
        q('not kept', 'sum(increase(cbd_worker_checkpoint_failures_total[$__rate_interval]))'),
        q('went on', 'sum(increase(cbd_worker_resumptions_total[$__rate_interval]))'),
      ],
    }),
    graph({
      title: 'Training at stake', says: 'How much training a slot would lose now: time since its last checkpoint, or since it began.', unit: 's',
      queries: [q(slot, 'cbd_worker_checkpoint_age_seconds', 'running')],
    }),
    stat({
      title: 'Checkpoint size', says: 'Size of the last checkpoint.', unit: 'bytes', w: 6, steps: [[null, 'blue']],
      queries: [q('{{instance}}', 'cbd_worker_checkpoint_bytes', 'running')],
    }),
    stat({
      title: 'Checkpoint time', says: 'How long the last checkpoint took.', unit: 's', w: 6, steps: [[null, 'blue']],
      queries: [q('{{instance}}', 'cbd_worker_checkpoint_seconds', 'running')],
    }),
    stat({
      title: 'Stage store', says: 'Size of what trials share, when a trial last used it.', unit: 'bytes', w: 6, steps: [[null, 'blue']],
      queries: [q('{{instance}}', 'cbd_stage_bytes', 'running')],
    }),
    stat({
      title: 'Stages reused', says: 'Share of the stages of trials that were read instead of built, within the range shown.', unit: 'percentunit', w: 6, decimals: 0, graphMode: 'none', steps: [[null, 'blue']],
      queries: [q('reused', 'sum(increase(cbd_stage_reuses_total[$__range])) / (sum(increase(cbd_stage_reuses_total[$__range])) + sum(increase(cbd_stage_builds_total[$__range])) > 0)', 'finished')],
    }),
    bars({
      title: 'Disk in use', says: "Share of the disk of each of a worker's folders that is in use.", unit: 'percentunit', decimals: 1, max: 1, w: 12, steps: [[null, 'green'], [0.8, 'orange'], [0.95, 'red']],
      queries: [q('{{instance}} {{folder}}', '1 - cbd_worker_disk_free_bytes / cbd_worker_disk_size_bytes')],
    }),
    graph({
      title: 'Messages lost and links severed', says: 'Messages between actors that were dropped or had no receiver, and breaks with other members for good.', unit: 'short',
      queries: [
        q('{{kind}}', 'sum by (kind) (increase(cbd_worker_lost_letters_total[$__rate_interval]))'),
        q('severed', 'sum(increase(cbd_worker_links_severed_total[$__rate_interval]))'),
      ],
    }),
  ),
  row(
    'JVM of the workers',
    graph({
      title: 'Heap', says: "Heap of the worker's own process in use; its runners are processes of their own.", unit: 'bytes', w: 8,
      queries: [q('{{instance}}', 'jvm_memory_bytes_used{area="heap",job="cbd-worker"}')],
    }),
    graph({
      title: 'Garbage collection', says: 'Share of the time spent in collections.', unit: 'percentunit', w: 8,
      queries: [q('{{instance}}', 'sum by (instance) (rate(jvm_gc_collection_seconds_sum{job="cbd-worker"}[$__rate_interval]))')],
    }),
    graph({
      title: 'Series', says: 'Series that each worker exports; the contract allows 1500.', unit: 'short', w: 8, steps: [[null, 'green'], [1500, 'red']],
      queries: [q('{{instance}}', 'cbd_worker_series')],
    }),
  ),
);
