import { board, graph, q, row, stat } from './grid.mjs';

const cell = 'dataset=~"$dataset",attack=~"$attack",defense=~"$defense"';
const epochs = 'dataset=~"$dataset",defense=~"$defense"';
const name = '{{dataset}} {{attack}} {{defense}}';

export default board(
  {
    uid: 'cbd-trials', title: 'cbd: training curves', cells: true,
    says: 'How the networks of the chosen cells learn. Labels never name a trial: its own curve is on its page on the web, where `cbd trials` and the exemplars of durations lead.',
  },
  row(
    'Curves',
    graph({
      title: 'Clean accuracy', says: 'CA that was measured last on a final network of the cell, after whichever epoch.', unit: 'percentunit', max: 1, h: 10,
      queries: [q(name, `max by (dataset, attack, defense) (cbd_clean_accuracy{${cell}})`, 'running')],
    }),
    graph({
      title: 'Attack success rate', says: 'ASR that was measured last on a final network of the cell, after whichever epoch. Lines of `none` belong near 100 %, lines of a defense that works near the bottom.', unit: 'percentunit', max: 1, h: 10,
      queries: [q(name, `max by (dataset, attack, defense) (cbd_attack_success_rate{${cell}})`, 'running')],
    }),
    graph({
      title: 'Gap between CA and ASR', says: 'CA minus ASR: 1 is a perfect network that cannot be attacked, 0 and below one that obeys its attacker.', unit: 'percentunit', min: -1, max: 1,
      queries: [q(name, `max by (dataset, attack, defense) (cbd_clean_accuracy{${cell}}) - max by (dataset, attack, defense) (cbd_attack_success_rate{${cell}})`, 'running')],
    }),
    graph({
      title: 'Against the best of the cell', says: 'CA that was measured last minus the best CA that a trial of the cell ended with: whether it still gets better.', unit: 'percentunit', min: null,
      queries: [q(name, `max by (dataset, attack, defense) (cbd_clean_accuracy{${cell}}) - max by (dataset, attack, defense) (cbd_clean_accuracy_best{${cell}})`, 'finished')],
    }),
  ),
  row(
    'Epochs',
    graph({
      title: 'Epochs a minute', says: 'Epochs that were recorded per minute, by data set, defense and phase.', unit: 'cpm',
      queries: [q('{{dataset}} {{defense}} {{phase}}', `sum by (dataset, defense, phase) (rate(cbd_epoch_seconds_count{${epochs}}[$__rate_interval])) * 60`, 'running')],
    }),
    graph({
      title: 'Mean seconds per epoch', says: 'Wall time of training alone, by data set, defense and phase.', unit: 's',
      queries: [
        q('{{dataset}} {{defense}} {{phase}}', `sum by (dataset, defense, phase) (rate(cbd_epoch_seconds_sum{${epochs}}[$__rate_interval])) / (sum by (dataset, defense, phase) (rate(cbd_epoch_seconds_count{${epochs}}[$__rate_interval])) > 0)`, 'running'),
      ],
    }),
    stat({
      title: 'Longest silence', says: 'Longest time that any running attempt has not told of progress.', unit: 's', decimals: 0, w: 6, h: 6, steps: [[null, 'green'], [300, 'yellow'], [900, 'red']],
      queries: [q('silence', 'max(cbd_attempt_silence_seconds)')],
    }),
    graph({
      title: 'Guard violations', says: "Times that CBD's training had to be kept from dividing by nothing. Each epoch tells how often; it belongs at 0.", unit: 'short', w: 18, h: 6,
      queries: [q('{{guard}}', 'sum by (guard) (increase(cbd_guard_violations_total[$__rate_interval]))')],
    }),
  ),
);
