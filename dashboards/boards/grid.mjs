// The words that the six boards are written in. A panel is placed left to right, top to bottom, on Grafana's grid of 24 columns.

const source = { type: 'prometheus', uid: '${datasource}' };

/** Has every read of series ask for the chosen jobs and instances: x{a="b"} becomes x{job=~"$job",instance=~"$instance",a="b"}. */
function scoped(expr) {
  const read = /"[^"]*"|\b(?:by|on|ignoring|group_left|group_right) \([^)]*\)|\b((?:cbd|jvm|process|scrape)[a-z0-9_:]+|up|ALERTS)\b(?:\{([^}]*)\})?/g;
  return expr.replace(read, (all, metric, matchers) =>
    metric ? `${metric}{job=~"$job",instance=~"$instance"${matchers ? `,${matchers}` : ''}}` : all);
}

/** A query: its legend and its expression. `due` is the scene of the live test from which on it has to have an answer. */
export const q = (legend, expr, due = 'idle') => ({ legend, expr, due });

/** A query of durations that brings examples along, each with the id of its trial. */
export const examples = (legend, expr, due) => ({ ...q(legend, expr, due), exemplar: true });

export const row = (title, ...panels) => ({ row: title, panels });

const shared = ({ title, says, unit, w, h, queries, links, instant, table }) => ({
  title,
  description: says,
  w,
  h,
  due: queries.map((query) => query.due),
  links: links ?? [],
  targets: queries.map((query, index) => ({
    refId: String.fromCharCode(65 + index),
    datasource: source,
    editorMode: 'code',
    expr: scoped(query.expr),
    legendFormat: query.legend,
    ...(instant ? { instant: true, range: false } : { instant: false, range: true }),
    ...(table ? { format: 'table' } : {}),
    ...(query.exemplar ? { exemplar: true } : {}),
  })),
});

const thresholds = (steps = [[null, 'green']]) => ({
  mode: 'absolute',
  steps: steps.map(([value, color]) => ({ value, color })),
});

const fixed = (colors = {}) =>
  Object.entries(colors).map(([name, fixedColor]) => ({
    matcher: { id: 'byName', options: name },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  }));

const last = { calcs: ['lastNotNull'], fields: '', values: false };

/** Lines over time. */
export function graph({ stack, min = 0, max, decimals, steps, colors, legend = 'list', ...panel }) {
  return {
    type: 'timeseries',
    ...shared({ w: 12, h: 8, ...panel }),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        ...(min === null ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...(decimals === undefined ? {} : { decimals }),
        color: { mode: 'palette-classic' },
        thresholds: thresholds(steps),
        custom: {
          drawStyle: 'line',
          lineInterpolation: 'linear',
          lineWidth: 1,
          fillOpacity: stack ? 40 : 8,
          showPoints: 'auto',
          spanNulls: false,
          stacking: { mode: stack ? 'normal' : 'none', group: 'A' },
          thresholdsStyle: { mode: steps ? 'line' : 'off' },
        },
      },
      overrides: fixed(colors),
    },
    options: {
      legend: { displayMode: legend, placement: 'bottom', showLegend: true, calcs: legend === 'table' ? ['lastNotNull', 'max'] : [] },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** One number, or one per series, with its past behind it. */
export function stat({ steps, decimals, max, text = 'auto', color = 'value', graphMode = 'area', mappings = [], ...panel }) {
  return {
    type: 'stat',
    ...shared({ w: 4, h: 5, ...panel }),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        ...(max === undefined ? {} : { max }),
        ...(decimals === undefined ? {} : { decimals }),
        color: { mode: 'thresholds' },
        mappings,
        thresholds: thresholds(steps),
      },
      overrides: [],
    },
    options: {
      colorMode: color,
      graphMode,
      justifyMode: 'auto',
      orientation: 'auto',
      percentChangeColorMode: 'standard',
      reduceOptions: last,
      showPercentChange: false,
      textMode: text,
      wideLayout: true,
    },
  };
}

/** A bar per series, for now. */
export function bars({ steps, min = 0, max, decimals, ...panel }) {
  return {
    type: 'bargauge',
    ...shared({ w: 12, h: 8, instant: true, ...panel }),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        ...(min === null ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...(decimals === undefined ? {} : { decimals }),
        color: { mode: 'thresholds' },
        thresholds: thresholds(steps),
      },
      overrides: [],
    },
    options: {
      displayMode: 'basic',
      legend: { calcs: [], displayMode: 'list', placement: 'bottom', showLegend: false },
      maxVizHeight: 48,
      minVizHeight: 16,
      minVizWidth: 8,
      namePlacement: 'top',
      orientation: 'horizontal',
      reduceOptions: last,
      showUnfilled: true,
      sizing: 'auto',
      valueMode: 'color',
    },
  };
}

const override = (name, properties) => ({
  matcher: { id: 'byName', options: name },
  properties: Object.entries(properties).map(([id, value]) => ({ id, value })),
});

const tableOptions = { showHeader: true, cellHeight: 'sm', sortBy: [] };

/** Rows of labels and values; `columns` gives each query's value its name, and the labels' order. */
export function table({ labels, names = {}, units = {}, steps, decimals, colored = [], ...panel }) {
  const values = panel.queries.map((query) => query.legend);
  const one = panel.queries.length === 1;
  const column = (index) => (one ? 'Value' : `Value #${String.fromCharCode(65 + index)}`);
  return {
    type: 'table',
    ...shared({ w: 24, h: 8, instant: true, table: true, ...panel }),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        ...(decimals === undefined ? {} : { decimals }),
        color: { mode: 'thresholds' },
        custom: { align: 'auto', cellOptions: { type: 'auto' }, inspect: false },
        thresholds: thresholds(steps),
      },
      overrides: [
        ...Object.entries(units).map(([name, unit]) => override(name, unit === 'short' ? { unit, decimals: 0 } : { unit })),
        ...colored.map((name) => override(name, { 'custom.cellOptions': { type: 'color-background', mode: 'basic' } })),
      ],
    },
    options: tableOptions,
    transformations: [
      ...(one ? [] : [{ id: 'merge', options: {} }]),
      {
        id: 'organize',
        options: {
          excludeByName: { Time: true },
          includeByName: Object.fromEntries([...labels, ...values.map((_, index) => column(index))].map((name) => [name, true])),
          indexByName: Object.fromEntries([...labels, ...values.map((_, index) => column(index))].map((name, index) => [name, index])),
          renameByName: { ...names, ...Object.fromEntries(values.map((name, index) => [column(index), name])) },
        },
      },
    ],
  };
}

/** A heat map of a value over two labels, as a table whose cells are coloured. */
export function matrix({ rows, columns, steps, min = 0, max = 1, ...panel }) {
  return {
    type: 'table',
    ...shared({ w: 12, h: 9, instant: true, table: true, ...panel }),
    fieldConfig: {
      defaults: {
        unit: panel.unit,
        min,
        max,
        decimals: 1,
        color: { mode: steps ? 'thresholds' : 'continuous-RdYlGr' },
        custom: { align: 'center', cellOptions: { type: 'color-background', mode: 'basic' }, inspect: false },
        thresholds: thresholds(steps),
      },
      overrides: [override(`${rows}\\${columns}`, { 'custom.cellOptions': { type: 'auto' }, 'custom.width': 190, 'custom.align': 'left', unit: 'string' })],
    },
    options: tableOptions,
    transformations: [{ id: 'groupingToMatrix', options: { rowField: rows, columnField: columns, valueField: 'Value' } }],
  };
}

const variable = (name, label, query) => ({
  name,
  label,
  type: 'query',
  datasource: source,
  query: { query, refId: `${name}-values` },
  current: { selected: true, text: ['All'], value: ['$__all'] },
  hide: 0,
  includeAll: true,
  allValue: '.+',
  multi: true,
  options: [],
  refresh: 2,
  regex: '',
  skipUrlSync: false,
  sort: 1,
});

const variables = (cells) => [
  {
    name: 'datasource',
    label: 'Data source',
    type: 'datasource',
    query: 'prometheus',
    current: { selected: true, text: 'default', value: 'default' },
    hide: 0,
    includeAll: false,
    multi: false,
    options: [],
    refresh: 1,
    regex: '',
    skipUrlSync: false,
  },
  variable('job', 'Job', 'label_values(up{job=~"cbd-.+"}, job)'),
  variable('instance', 'Instance', 'label_values(up{job=~"$job"}, instance)'),
  ...(cells
    ? ['dataset', 'attack', 'defense'].map((name) =>
        variable(name, { dataset: 'Data set', attack: 'Attack', defense: 'Defense' }[name], `label_values(cbd_clean_accuracy{job=~"$job",instance=~"$instance"}, ${name})`))
    : []),
  {
    name: 'web',
    label: 'Web page',
    type: 'textbox',
    query: 'http://127.0.0.1:8470',
    current: { selected: true, text: 'http://127.0.0.1:8470', value: 'http://127.0.0.1:8470' },
    hide: 0,
    options: [{ selected: true, text: 'http://127.0.0.1:8470', value: 'http://127.0.0.1:8470' }],
    skipUrlSync: false,
  },
];

const link = (title, more) => ({
  title,
  type: 'link',
  tags: [],
  icon: 'external link',
  tooltip: '',
  url: '',
  asDropdown: false,
  targetBlank: false,
  includeVars: false,
  keepTime: false,
  ...more,
});

/** Gives each panel its number and its place. */
function laid(rows) {
  const panels = [];
  let y = 0;
  for (const { row: title, panels: members } of rows) {
    panels.push({ id: panels.length + 1, type: 'row', title, collapsed: false, gridPos: { x: 0, y, w: 24, h: 1 }, panels: [] });
    y += 1;
    let x = 0;
    let height = 0;
    for (const { w, h, due, ...panel } of members) {
      if (x + w > 24) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push({ id: panels.length + 1, ...panel, datasource: source, gridPos: { x, y, w, h }, due });
      x += w;
      height = Math.max(height, h);
    }
    y += height;
  }
  return panels;
}

/** A board as Grafana reads it, and when each of its queries has to have an answer. */
export function board({ uid, title, says, cells = false, from = 'now-1h' }, ...rows) {
  const panels = laid(rows);
  return {
    uid,
    due: panels.filter((panel) => panel.due).flatMap((panel) => panel.due.map((scene, index) => `${scene} ${uid} ${panel.id} ${panel.targets[index].refId}`)),
    json: {
      uid,
      title,
      description: says,
      tags: ['cbd'],
      schemaVersion: 41,
      version: 1,
      editable: false,
      fiscalYearStartMonth: 0,
      graphTooltip: 1,
      refresh: '10s',
      time: { from, to: 'now' },
      timezone: 'browser',
      timepicker: {},
      annotations: { list: [] },
      links: [
        link('Boards of cbd', { type: 'dashboards', tags: ['cbd'], asDropdown: true, keepTime: true, includeVars: true }),
        link('Web page of cbd', { url: '${web}/', targetBlank: true, tooltip: 'Where sweeps are submitted and steered' }),
      ],
      templating: { list: variables(cells) },
      panels: panels.map(({ due, ...panel }) => panel),
    },
  };
}

/** Seconds within which this share of what a histogram counted in the last moments stayed, by these labels; nothing while nothing was counted. */
export const quantile = (share, histogram, by = '', matchers = '') =>
  `histogram_quantile(${share}, sum by (${by ? `${by}, ` : ''}le) (rate(${histogram}_bucket${matchers ? `{${matchers}}` : ''}[$__rate_interval]))) >= 0`;
