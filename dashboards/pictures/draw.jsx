// A board as Grafana's own components draw it. Started with window.draw({board, answers, from, to, mode}); `answers` has, by panel and query,
// results of Prometheus. It leaves out what a Grafana server adds: loading of the file, variables, links, annotations.
import {
  FieldConfigOptionsRegistry, ThemeContext, applyFieldOverrides, cacheFieldDisplayNames, createTheme, dateTime, getDisplayValueAlignmentFactors,
  getFieldDisplayValues, standardTransformers, standardTransformersRegistry, transformDataFrame,
} from '@grafana/data';
import { BarGauge, BigValue, GlobalStyles, PanelChrome, TimeSeries, VizRepeater } from '@grafana/ui';
import { TableNG } from '@grafana/ui/unstable';
import { createRoot } from 'react-dom/client';
import { frames } from './answers.js';

const COLUMN = 66;
const ROW = 38;

// Some of them stand there under two names.
standardTransformersRegistry.setInit(() =>
  [...new Map(Object.values(standardTransformers).map((each) => [each.id, each])).values()].map((each) => ({ id: each.id, name: each.name, transformation: async () => each })));

// Which settings of a field there are: Grafana's panels register them with the editors that people change them in.
const setting = (path, isCustom) => ({ id: isCustom ? `custom.${path}` : path, path, name: path, isCustom, process: (value) => value, shouldApply: () => true, editor: () => null, override: () => null, settings: {} });
const settings = new FieldConfigOptionsRegistry(() => [
  ...['unit', 'min', 'max', 'decimals', 'displayName', 'noValue', 'color', 'mappings', 'thresholds'].map((path) => setting(path, false)),
  ...['drawStyle', 'lineInterpolation', 'lineWidth', 'fillOpacity', 'showPoints', 'spanNulls', 'stacking', 'thresholdsStyle', 'align', 'cellOptions', 'inspect', 'width'].map((path) => setting(path, true)),
]);

const asLoaded = (fieldConfig) => ({
  ...fieldConfig,
  defaults: {
    ...fieldConfig.defaults,
    thresholds: { ...fieldConfig.defaults.thresholds, steps: fieldConfig.defaults.thresholds.steps.map((step) => ({ ...step, value: step.value ?? -Infinity })) },
  },
});

const transformed = (panel, data) =>
  new Promise((resolve, reject) => {
    transformDataFrame(panel.transformations ?? [], data, { interpolate: (text) => text }).subscribe({ next: resolve, error: reject });
  });

function Lines({ panel, data, width, height, timeRange }) {
  return <TimeSeries frames={data} width={width} height={height} timeRange={timeRange} timeZone="utc" legend={panel.options.legend} options={panel.options} />;
}

function Values({ panel, data, width, height, theme, render, ...more }) {
  const values = () =>
    getFieldDisplayValues({ data, theme, fieldConfig: asLoaded(panel.fieldConfig), reduceOptions: panel.options.reduceOptions, replaceVariables: (text) => text, sparkline: panel.options.graphMode === 'area', timeZone: 'utc' });
  return (
    <VizRepeater source={data} getValues={values} getAlignmentFactors={getDisplayValueAlignmentFactors} renderCounter={0} width={width} height={height} {...more}
      renderValue={({ value, ...size }) => render(value, size)} />
  );
}

function Stats(props) {
  const { panel, theme } = props;
  const { colorMode, graphMode, justifyMode, textMode, wideLayout } = panel.options;
  return (
    <Values {...props} orientation={panel.options.orientation} autoGrid
      render={(value, { count, alignmentFactors, width, height }) => (
        <BigValue value={value.display} count={count} sparkline={value.sparkline} alignmentFactors={alignmentFactors} width={width} height={height} theme={theme}
          colorMode={colorMode} graphMode={graphMode} justifyMode={justifyMode} textMode={textMode} wideLayout={wideLayout} />
      )} />
  );
}

function Bars(props) {
  const { panel, theme } = props;
  const { displayMode, maxVizHeight, minVizHeight, minVizWidth, namePlacement, orientation, showUnfilled, valueMode } = panel.options;
  return (
    <Values {...props} orientation={orientation} minVizWidth={minVizWidth} minVizHeight={minVizHeight} maxVizHeight={maxVizHeight}
      render={(value, { alignmentFactors, width, height }) => (
        <BarGauge value={value.display} field={value.field} display={value.view?.getFieldDisplayProcessor(value.colIndex)} alignmentFactors={alignmentFactors} width={width} height={height} orientation={orientation}
          theme={theme} displayMode={displayMode} namePlacement={namePlacement} showUnfilled={showUnfilled} valueDisplayMode={valueMode} itemSpacing={8} />
      )} />
  );
}

function Rows({ panel, data, width, height }) {
  return <TableNG data={data[0]} width={width} height={height} cellHeight={panel.options.cellHeight} fieldConfig={asLoaded(panel.fieldConfig)} enableVirtualization={false} noHeader={!panel.options.showHeader} />;
}

const kinds = { timeseries: Lines, stat: Stats, bargauge: Bars, table: Rows };

const place = ({ x, y, w, h }) => ({ position: 'absolute', left: x * COLUMN + 4, top: y * ROW + 4, width: w * COLUMN - 8, height: h * ROW - 8 });

function Panel({ panel, data, ...rest }) {
  const { width, height } = place(panel.gridPos);
  const Kind = kinds[panel.type];
  const isEmpty = data.length === 0 || data.every((frame) => frame.length === 0);
  return (
    <div className="panel" data-id={panel.id} data-empty={isEmpty} style={place(panel.gridPos)}>
      <PanelChrome title={panel.title} width={width} height={height}>
        {(innerWidth, innerHeight) =>
          isEmpty ? <div style={{ textAlign: 'center', opacity: 0.6, paddingTop: innerHeight / 2 - 12 }}>No data</div> : <Kind panel={panel} data={data} width={innerWidth} height={innerHeight} {...rest} />}
      </PanelChrome>
    </div>
  );
}

function Board({ panels, ...rest }) {
  const bottom = Math.max(...panels.map(({ panel: { gridPos } }) => gridPos.y + gridPos.h));
  return (
    <div style={{ position: 'relative', width: 24 * COLUMN, height: bottom * ROW }}>
      {panels.map(({ panel, data }) =>
        panel.type === 'row'
          ? <div key={panel.id} style={{ ...place(panel.gridPos), fontSize: 16, fontWeight: 500 }}>{panel.title}</div>
          : <Panel key={panel.id} panel={panel} data={data} {...rest} />)}
    </div>
  );
}

window.draw = async ({ board, answers, from, to, mode }) => {
  const theme = createTheme({ colors: { mode } });
  const timeRange = { from: dateTime(from), to: dateTime(to), raw: { from: dateTime(from), to: dateTime(to) } };
  const panels = [];
  for (const panel of board.panels) {
    if (panel.type === 'row') {
      panels.push({ panel });
      continue;
    }
    const read = await transformed(panel, frames(panel, answers[panel.id] ?? {}));
    const data = applyFieldOverrides({ data: read, fieldConfig: asLoaded(panel.fieldConfig), fieldConfigRegistry: settings, replaceVariables: (text) => text, theme, timeZone: 'utc' });
    cacheFieldDisplayNames(data);
    panels.push({ panel, data });
  }
  document.body.style.background = theme.colors.background.canvas;
  createRoot(document.getElementById('board')).render(
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Board panels={panels} theme={theme} timeRange={timeRange} />
    </ThemeContext.Provider>);
};
