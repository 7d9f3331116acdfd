import { bars, board, examples, graph, q, quantile, row, stat } from './grid.mjs';

const green = [[null, 'green']];
const bad = [[null, 'green'], [1, 'red']];
const states = { queued: 'text', leased: 'blue', 'cooling-down': 'yellow', paused: 'purple', succeeded: 'green', failed: 'red', cancelled: 'orange', stopped: 'light-blue' };

export default board(
  { uid: 'cbd-overview', title: 'cbd: sweeps', says: 'How far the sweeps are, how fast, and what goes wrong.' },
  row(
    'How far',
    stat({
      title: 'Finished', says: 'Share of all trials of all sweeps of which nothing more will come by itself. It counts trials, not time.',
      unit: 'percentunit', decimals: 1, max: 1, steps: green,
      queries: [q('finished', 'sum(cbd_trials{state!~"queued|leased|cooling-down|paused"}) / (sum(cbd_trials) > 0)', 'running')],
    }),
    stat({
      title: 'Left', says: 'Expected time until all work that was submitted is done.', unit: 'dtdurations', steps: [[null, 'blue']], graphMode: 'none',
      queries: [q('left', 'max(cbd_eta_seconds{bound="expected"})', 'running')],
    }),
    stat({
      title: 'Images a second', says: 'Training images per second, summed over the last epoch of each running attempt.', unit: 'short', decimals: 0, steps: [[null, 'blue']],
      queries: [q('images/s', 'sum(cbd_images_per_second)')],
    }),
    stat({
      title: 'Of the best possible', says: 'Throughput as a share of what all slots of the workers that answer would do if each were as fast as at its best within six hours. Slots that are idle lower it, and slots that have become slower; so does a sweep whose model takes more than the one before.', unit: 'percentunit', decimals: 0, max: 1,
      steps: [[null, 'orange'], [0.5, 'yellow'], [0.8, 'green']],
      queries: [q('share', 'sum(cbd_images_per_second) / (sum(cbd:images:possible_per_second) > 0)', 'running')],
    }),
    stat({
      title: 'Failed trials', says: 'Trials out of attempts, or failed in a way that would repeat. `cbd trials --state failed` names them.', unit: 'short', decimals: 0, steps: bad,
      queries: [q('failed', 'sum(cbd_trials{state="failed"})')],
    }),
    stat({
      title: 'Device hours', says: 'Time that slots spent on attempts that ended within the range shown.', unit: 'h', steps: [[null, 'blue']], graphMode: 'none',
      queries: [q('hours', 'sum(increase(cbd_device_seconds_total[$__range])) / 3600')],
    }),
    graph({
      title: 'Trials by state', says: 'How many trials of all sweeps stand in each state.', unit: 'short', decimals: 0, stack: true, colors: states,
      queries: [q('{{state}}', 'sum by (state) (cbd_trials)')],
    }),
    graph({
      title: 'Time left', says: 'Expected time until all work is done, between a low and a high bound. It should fall by a second per second.', unit: 's', colors: { expected: 'blue', low: 'green', high: 'orange' },
      queries: [q('{{bound}}', 'max by (bound) (cbd_eta_seconds)', 'running')],
    }),
  ),
  row(
    'How fast',
    graph({
      title: 'Throughput against the best possible', says: 'Images per second that are trained on, and what all slots of the workers that answer would do if each were as fast as at its best within six hours.', unit: 'short',
      queries: [q('now', 'sum(cbd_images_per_second)'), q('possible', 'sum(cbd:images:possible_per_second)', 'running')],
    }),
    graph({
      title: 'Images recorded', says: 'Training images per second by the epochs that came in, which also counts what is trained twice.', unit: 'short',
      queries: [q('images/s', 'sum(rate(cbd_images_total[$__rate_interval]))')],
    }),
    graph({
      title: 'Slots by state', says: 'All slots of all workers.', unit: 'short', decimals: 0, stack: true, colors: { leased: 'blue', idle: 'text', quarantined: 'red', lost: 'orange' },
      queries: [q('{{state}}', 'sum by (state) (cbd_slots)')],
    }),
    graph({
      title: 'Idle while work is queued', says: 'Slots that are idle on average while trials wait, and the trials that wait. The first line belongs at 0.', unit: 'short',
      queries: [q('idle slots with work', 'sum(rate(cbd_idle_slot_seconds_total[$__rate_interval]))'), q('waiting trials', 'sum(cbd_queue_length)')],
    }),
    graph({
      title: 'Seconds per epoch', says: 'Half of the epochs of a phase took less than the first line, 95 % less than the second.', unit: 's',
      queries: [
        q('{{phase}} half', quantile(0.5, 'cbd_epoch_seconds', 'phase'), 'running'),
        examples('{{phase}} 95 %', quantile(0.95, 'cbd_epoch_seconds', 'phase'), 'running'),
      ],
    }),
    graph({
      title: 'Seconds per attempt', says: 'From the grant of a lease to its end, by outcome: 95 % took less.', unit: 's',
      queries: [examples('{{outcome}}', quantile(0.95, 'cbd_attempt_seconds', 'outcome'), 'finished')],
    }),
  ),
  row(
    'What went wrong',
    graph({
      title: 'Attempts that ended', says: 'Attempts per second by outcome. Returned: a worker gave it back, which costs no attempt.', unit: 'ops', colors: { succeeded: 'green', failed: 'red', expired: 'orange' },
      queries: [q('{{outcome}}', 'sum by (outcome) (rate(cbd_attempts_total[$__rate_interval]))')],
    }),
    bars({
      title: 'Failures by class', says: 'Attempts that failed, expired or came back within the range shown. docs/failures.md tells what each class means and what is retried.', unit: 'short', decimals: 0, steps: [[null, 'orange']],
      queries: [q('{{failure}}', 'sum by (failure) (increase(cbd_attempts_total{outcome=~"failed|expired|returned"}[$__range])) > 0', 'failing')],
    }),
    bars({
      title: 'Device hours by outcome', says: 'Where the time of the slots went within the range shown. What did not succeed is lost but for what a checkpoint kept.', unit: 'h', decimals: 3, steps: [[null, 'blue']],
      queries: [q('{{device}} {{outcome}}', 'sum by (device, outcome) (increase(cbd_device_seconds_total[$__range])) / 3600 > 0', 'finished')],
    }),
    graph({
      title: 'Quarantines, lost workers and expired leases', says: 'How often a slot was put aside since it failed trial after trial, a worker was silent for too long, a lease ended without a report.', unit: 'short',
      queries: [
        q('quarantines', 'sum(increase(cbd_quarantines_total[$__rate_interval]))'),
        q('lost workers', 'sum(increase(cbd_workers_lost_total[$__rate_interval]))'),
        q('expired leases', 'sum(increase(cbd_leases_expired_total[$__rate_interval]))'),
      ],
    }),
  ),
);
