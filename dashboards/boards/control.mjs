import { bars, board, examples, graph, q, quantile, row, stat, table } from './grid.mjs';

const yes = [{ type: 'value', options: { 0: { text: 'no', color: 'text', index: 0 }, 1: { text: 'yes', color: 'green', index: 1 } } }];

export default board(
  { uid: 'cbd-control', title: 'cbd: control plane', says: 'Whether the coordinators decide, store and talk as they should: scheduler, store, cluster, JVM.' },
  row(
    'Office',
    stat({
      title: 'In office', says: 'Which coordinator is the active one. Exactly one belongs here.', unit: 'bool_yes_no', w: 8, mappings: yes, graphMode: 'none', text: 'value_and_name', steps: [[null, 'text'], [1, 'green']],
      queries: [q('{{instance}}', 'cbd_coordinator_active')],
    }),
    stat({
      title: 'Term', says: 'Term of office; rises whenever a coordinator takes over.', unit: 'short', decimals: 0, steps: [[null, 'blue']],
      queries: [q('term', 'max(cbd_coordinator_term)')],
    }),
    stat({
      title: 'Store available', says: 'Whether the store takes what is written.', unit: 'bool_yes_no', mappings: yes, graphMode: 'none', steps: [[null, 'red'], [1, 'green']],
      queries: [q('store', 'max(cbd_store_available)')],
    }),
    graph({
      title: 'Members', says: 'Members of the cluster as the coordinators see them, by role and status.', unit: 'short', decimals: 0, w: 8, h: 5,
      queries: [q('{{role}} {{status}}', 'max by (role, status) (cbd_cluster_members) > 0')],
    }),
  ),
  row(
    'Scheduler',
    graph({
      title: 'Scheduling', says: 'From when a trial waited and its slot was free to when the order to start was sent: half and 99 % took less.', unit: 's',
      queries: [q('half', quantile(0.5, 'cbd_scheduling_seconds'), 'running'), examples('99 %', quantile(0.99, 'cbd_scheduling_seconds'), 'running')],
    }),
    graph({
      title: 'Queue', says: 'Trials that could start if a slot were free.', unit: 'short', decimals: 0, w: 6,
      queries: [q('waiting', 'sum(cbd_queue_length)')],
    }),
    graph({
      title: 'Oldest in the queue', says: 'How long the trial that has waited longest has waited, in this term of office.', unit: 's', w: 6,
      queries: [q('oldest', 'max(cbd_queue_oldest_seconds)')],
    }),
    graph({
      title: 'Leases', says: 'Leases granted, and those that ended without a report.', unit: 'short', colors: { granted: 'blue', expired: 'red' },
      queries: [q('granted', 'sum(increase(cbd_leases_granted_total[$__rate_interval]))'), q('expired', 'sum(increase(cbd_leases_expired_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Stale and duplicate messages', says: 'Messages under a lease that was no longer current, and reports that came again and were counted once. They may move after a crash or a hiccup of the network and should then stand still.', unit: 'short',
      queries: [
        q('stale {{message}}', 'sum by (message) (increase(cbd_stale_messages_total[$__rate_interval]))'),
        q('duplicate {{message}}', 'sum by (message) (increase(cbd_duplicate_messages_total[$__rate_interval]))'),
      ],
    }),
    graph({
      title: 'Refused', says: 'Reports refused as impossible, and workers turned away.', unit: 'short',
      queries: [
        q('{{reason}}', 'sum by (reason) (increase(cbd_reports_rejected_total[$__rate_interval]))'),
        q('registrations', 'sum(increase(cbd_registrations_refused_total[$__rate_interval]))'),
      ],
    }),
    graph({
      title: 'Mailbox', says: "Messages that wait for the coordinator's actor.", unit: 'short', decimals: 0, w: 6,
      queries: [q('{{instance}}', 'cbd_mailbox_length')],
    }),
    graph({
      title: 'Clock skew', says: "Largest difference between a worker's clock and the coordinator's, a message's way included.", unit: 's', w: 6, steps: [[null, 'green'], [5, 'red']],
      queries: [q('{{instance}}', 'cbd_clock_skew_seconds')],
    }),
    bars({
      title: 'Certificates', says: 'How long the certificate of each coordinator and worker is still believed; empty without --tls.', unit: 'dtdurations', decimals: 0, w: 24, steps: [[null, 'red'], [7 * 86400, 'orange'], [21 * 86400, 'green']],
      queries: [
        q('{{instance}}', 'cbd_certificate_expiry_timestamp_seconds - time()'),
        q('{{instance}} (worker)', 'cbd_worker_certificate_expiry_timestamp_seconds - time()'),
      ],
    }),
  ),
  row(
    'Store',
    graph({
      title: 'Transactions', says: 'Half and 99 % of the transactions took less.', unit: 's',
      queries: [q('half', quantile(0.5, 'cbd_store_write_seconds'), 'running'), q('99 %', quantile(0.99, 'cbd_store_write_seconds'), 'running'), q('99 % of five minutes', 'max(cbd:store_write_seconds:p99_5m)', 'running')],
    }),
    graph({
      title: 'Transactions a second', says: 'Transactions, and those that failed and were or are tried again.', unit: 'ops', w: 6, colors: { failed: 'red' },
      queries: [q('written', 'sum(rate(cbd_store_write_seconds_count[$__rate_interval]))'), q('failed', 'sum(rate(cbd_store_failures_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Events not stored yet', says: 'Events that were decided and are not in the store; nothing of them is confirmed.', unit: 'short', decimals: 0, w: 6,
      queries: [q('{{instance}}', 'cbd_store_waiting_events')],
    }),
    bars({
      title: 'Disk in use', says: "Share of the disk of each of a coordinator's folders that is in use.", unit: 'percentunit', decimals: 1, max: 1, steps: [[null, 'green'], [0.8, 'orange'], [0.95, 'red']],
      queries: [q('{{instance}} {{folder}}', '1 - cbd_disk_free_bytes / cbd_disk_size_bytes')],
    }),
    graph({
      title: 'Room on the disks', says: 'Free room, and what will be left in four hours if it goes on as in the last hour.', unit: 'bytes', min: null,
      queries: [q('{{instance}} {{folder}}', 'cbd_disk_free_bytes'), q('{{instance}} {{folder}} in 4 h', 'predict_linear(cbd_disk_free_bytes[1h], 14400)')],
    }),
  ),
  row(
    'Network and process',
    graph({
      title: 'Messages lost and links severed', says: 'Messages between actors, remote ones included, that were dropped for want of room, had no receiver or meant nothing to it, and breaks with other members for good.', unit: 'short',
      queries: [
        q('{{kind}}', 'sum by (kind) (increase(cbd_lost_letters_total[$__rate_interval]))'),
        q('severed', 'sum(increase(cbd_links_severed_total[$__rate_interval]))'),
      ],
    }),
    graph({
      title: 'Series', says: 'Series that each coordinator exports; the contract allows 3000.', unit: 'short', w: 6, steps: [[null, 'green'], [3000, 'red']],
      queries: [q('{{instance}}', 'cbd_series')],
    }),
    graph({
      title: 'Counted as other', says: 'Times that something was counted as other because its label found no room.', unit: 'short', w: 6,
      queries: [q('{{instance}}', 'sum by (instance) (increase(cbd_capped_labels_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Processor', says: 'Cores that each process keeps busy.', unit: 'short', w: 6,
      queries: [q('{{instance}}', 'rate(process_cpu_seconds_total[$__rate_interval])')],
    }),
    graph({
      title: 'Heap', says: 'Heap of each coordinator in use.', unit: 'bytes', w: 6,
      queries: [q('{{instance}}', 'jvm_memory_bytes_used{area="heap",job="cbd-coordinator"}')],
    }),
    graph({
      title: 'Garbage collection', says: 'Share of the time spent in collections, by collector.', unit: 'percentunit', w: 6,
      queries: [q('{{instance}} {{gc}}', 'rate(jvm_gc_collection_seconds_sum{job="cbd-coordinator"}[$__rate_interval])')],
    }),
    graph({
      title: 'Threads', says: 'Threads of each process.', unit: 'short', decimals: 0, w: 6,
      queries: [q('{{instance}}', 'jvm_threads_current')],
    }),
    table({
      title: 'Versions', says: 'What runs on each coordinator. They should all be the same.', unit: 'short', decimals: 0, h: 5, labels: ['instance', 'version', 'commit'], names: { instance: 'coordinator' },
      queries: [q('processes', 'cbd_build_info')],
    }),
  ),
);
