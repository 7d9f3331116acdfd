import { bars, board, graph, q, row, stat, table } from './grid.mjs';

const budget = [[null, 'red'], [0, 'orange'], [0.5, 'green']];

export default board(
  {
    uid: 'cbd-slo', title: 'cbd: objectives and alerts', from: 'now-6h',
    says: 'What cbd promises, whether it keeps it, and what a person should know now. Each alert has a paragraph in dashboards/README.md.',
  },
  row(
    'Alerts',
    stat({
      title: 'Firing', says: 'Alerts that fire now.', unit: 'short', decimals: 0, steps: [[null, 'green'], [1, 'red']],
      queries: [q('firing', 'count(ALERTS{alertstate="firing",alertname=~"Cbd.+"}) or 0 * max(up)')],
    }),
    stat({
      title: 'Pending', says: 'Alerts whose condition holds, but not long enough yet.', unit: 'short', decimals: 0, steps: [[null, 'green'], [1, 'yellow']],
      queries: [q('pending', 'count(ALERTS{alertstate="pending",alertname=~"Cbd.+"}) or 0 * max(up)')],
    }),
    stat({
      title: 'Answer', says: 'Share of all coordinators and workers that answer Prometheus.', unit: 'percentunit', decimals: 0, max: 1, steps: [[null, 'red'], [1, 'green']],
      queries: [q('answer', 'avg(up{job=~"cbd-.+"})')],
    }),
    graph({
      title: 'Alerts over time', says: 'How many alerts fired, by name.', unit: 'short', decimals: 0, h: 5, stack: true,
      queries: [q('{{alertname}}', 'sum by (alertname) (ALERTS{alertstate="firing",alertname=~"Cbd.+"})', 'rare')],
    }),
    table({
      title: 'What fires', says: 'Alerts that fire or will soon. What to do: dashboards/README.md, under the name of the alert.', unit: 'short', decimals: 0, h: 7,
      labels: ['alertname', 'alertstate', 'severity', 'instance'], names: { alertname: 'alert', alertstate: 'state' },
      queries: [q('count', 'sum by (alertname, alertstate, severity, instance) (ALERTS{alertname=~"Cbd.+"})', 'rare')],
    }),
  ),
  row(
    'Objectives',
    bars({
      title: 'Error budget left', says: 'Share of the errors that an objective allows which are not used up, over the last hour. attempts: 95 % end well; scheduling: 95 % within 3 s; store: 99 % of the transactions within 0.1 s; office: exactly one coordinator in office 99 % of the time.', unit: 'percentunit', decimals: 0, min: -1, max: 1, steps: budget,
      queries: [q('{{slo}}', '1 - cbd:slo_burn:ratio1h', 'running')],
    }),
    graph({
      title: 'How fast the budgets burn', says: '1 would use up exactly what is allowed. An alert fires above 6 over five minutes and over an hour.', unit: 'short', steps: [[null, 'green'], [6, 'red']],
      queries: [q('{{slo}} five minutes', 'cbd:slo_burn:ratio5m', 'running'), q('{{slo}} an hour', 'cbd:slo_burn:ratio1h', 'running')],
    }),
    graph({
      title: 'Errors', says: 'Errors of each objective as a share of what counts, over an hour.', unit: 'percentunit',
      queries: [q('{{slo}}', 'cbd:slo_errors:ratio1h', 'running')],
    }),
    table({
      title: 'Objectives', says: 'What is promised, and how it stands over five minutes and over an hour. A row without errors has nothing that counts.', unit: 'percentunit', decimals: 2, w: 12, labels: ['slo'], names: { slo: 'objective' },
      queries: [
        q('promised', 'max by (slo) (cbd:slo:objective)'),
        q('errors in 5 min', 'max by (slo) (cbd:slo_errors:ratio5m)', 'running'),
        q('errors in 1 h', 'max by (slo) (cbd:slo_errors:ratio1h)', 'running'),
      ],
    }),
  ),
  row(
    'What lies behind',
    graph({
      title: 'In office', says: 'Coordinators that say they are in office: 1 always.', unit: 'short', decimals: 0, w: 8, colors: { coordinators: 'green' },
      queries: [q('coordinators', 'max(cbd:coordinators:active)'), q('as it should be', 'max(cbd:office:ok)')],
    }),
    graph({
      title: 'Idle slots with work', says: 'Slots that were idle on average over ten minutes while trials waited.', unit: 'short', w: 8, steps: [[null, 'green'], [0.5, 'red']],
      queries: [q('slots', 'max(cbd:slots_idle_with_work:rate10m)')],
    }),
    graph({
      title: 'Scrapes', says: 'How long Prometheus takes to ask each process.', unit: 's', w: 8,
      queries: [q('{{instance}}', 'scrape_duration_seconds{job=~"cbd-.+"}')],
    }),
  ),
);
