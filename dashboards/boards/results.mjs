import { bars, board, graph, matrix, q, row, stat, table } from './grid.mjs';

const cell = 'dataset=~"$dataset",attack=~"$attack",defense=~"$defense"';
const mean = (metric) => `label_join(max by (dataset, attack, defense) (${metric}{${cell}}), "row", " / ", "dataset", "defense")`;
const grid = (metric) => `max by (row, attack) (${mean(metric)})`;
// What a defense changes against no defense at all on the same data set under the same attack.
const twin = (metric) =>
  `max by (dataset, attack, defense) (${metric}{dataset=~"$dataset",attack=~"$attack",defense=~"$defense",defense!="none"}) - on (dataset, attack) group_left () max by (dataset, attack) (${metric}{defense="none"})`;
// A high ASR is bad, a high CA is good.
const asr = [[null, 'green'], [0.1, 'yellow'], [0.3, 'orange'], [0.7, 'red']];
const ca = [[null, 'red'], [0.5, 'orange'], [0.8, 'yellow'], [0.9, 'green']];
const spread = [[null, 'green'], [0.02, 'yellow'], [0.05, 'orange'], [0.1, 'red']];

export default board(
  {
    uid: 'cbd-results', title: 'cbd: results', cells: true, from: 'now-24h',
    says: 'What the finished trials say: attack success rate (ASR) and clean accuracy (CA) by data set, attack and defense, over seeds and settings. For papers use `cbd export`, which has confidence intervals.',
  },
  row(
    'Attack × data set',
    matrix({
      title: 'Attack success rate', says: 'Mean ASR of the finished trials of a cell. Rows of `none` belong near 100 %, else the attack has failed and no defense can be judged by it.', unit: 'percentunit', rows: 'row', columns: 'attack', steps: asr,
      queries: [q('', grid('cbd_attack_success_rate_mean'), 'finished')],
    }),
    matrix({
      title: 'Clean accuracy', says: 'Mean CA of the finished trials of a cell.', unit: 'percentunit', rows: 'row', columns: 'attack', steps: ca,
      queries: [q('', grid('cbd_clean_accuracy_mean'), 'finished')],
    }),
  ),
  row(
    'Distance to the undefended twin',
    bars({
      title: 'ASR against no defense', says: 'Mean ASR minus that of `none` on the same data set under the same attack: the lower, the more the defense does.', unit: 'percentunit', min: -1, max: 1, steps: [[null, 'green'], [-0.5, 'yellow'], [-0.1, 'red']],
      queries: [q('{{dataset}} {{attack}} {{defense}}', twin('cbd_attack_success_rate_mean'), 'finished')],
    }),
    bars({
      title: 'CA against no defense', says: 'Mean CA minus that of `none` on the same data set under the same attack: what the defense costs.', unit: 'percentunit', min: -1, max: 1, steps: [[null, 'red'], [-0.1, 'yellow'], [-0.02, 'green']],
      queries: [q('{{dataset}} {{attack}} {{defense}}', twin('cbd_clean_accuracy_mean'), 'finished')],
    }),
  ),
  row(
    'Spread',
    matrix({
      title: 'Spread of ASR', says: 'Sample standard deviation of ASR over the finished trials of a cell, its seeds and settings; none below two trials.', unit: 'percentunit', rows: 'row', columns: 'attack', steps: spread,
      queries: [q('', grid('cbd_attack_success_rate_deviation'), 'finished')],
    }),
    matrix({
      title: 'Spread of CA', says: 'Sample standard deviation of CA over the finished trials of a cell, its seeds and settings; none below two trials.', unit: 'percentunit', rows: 'row', columns: 'attack', steps: spread,
      queries: [q('', grid('cbd_clean_accuracy_deviation'), 'finished')],
    }),
  ),
  row(
    'Every cell',
    table({
      title: 'Cells', says: 'Mean, best and last of the finished trials of each cell, and how many there are. Best ASR is the lowest.', unit: 'percentunit', decimals: 1,
      labels: ['dataset', 'attack', 'defense'], names: { dataset: 'data set' }, units: { trials: 'short' }, colored: ['ASR mean'], steps: asr,
      queries: [
        q('trials', `max by (dataset, attack, defense) (cbd_finished_trials{${cell}})`, 'finished'),
        q('ASR mean', `max by (dataset, attack, defense) (cbd_attack_success_rate_mean{${cell}})`, 'finished'),
        q('ASR best', `max by (dataset, attack, defense) (cbd_attack_success_rate_best{${cell}})`, 'finished'),
        q('ASR last', `max by (dataset, attack, defense) (cbd_attack_success_rate_last{${cell}})`, 'finished'),
        q('CA mean', `max by (dataset, attack, defense) (cbd_clean_accuracy_mean{${cell}})`, 'finished'),
        q('CA best', `max by (dataset, attack, defense) (cbd_clean_accuracy_best{${cell}})`, 'finished'),
        q('CA last', `max by (dataset, attack, defense) (cbd_clean_accuracy_last{${cell}})`, 'finished'),
      ],
    }),
    stat({
      title: 'Trials with a result', says: 'Finished trials in the chosen cells.', unit: 'short', decimals: 0, w: 6, h: 7, steps: [[null, 'blue']],
      queries: [q('trials', `sum(cbd_finished_trials{${cell}})`, 'finished')],
    }),
    graph({
      title: 'Mean ASR over time', says: 'How the means settle while trials finish.', unit: 'percentunit', w: 18, h: 7, max: 1,
      queries: [q('{{dataset}} {{attack}} {{defense}}', `max by (dataset, attack, defense) (cbd_attack_success_rate_mean{${cell}})`, 'finished')],
    }),
  ),
);
