import type { Dashboard, FieldConfig, Panel, RowPanel } from '@grafana/schema';
import type { Options as BargaugeOptions } from '@grafana/schema/dist/esm/raw/composable/bargauge/panelcfg/x/BarGaugePanelCfg_types.gen';
import type { Options as StatOptions } from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type { FieldConfig as TableFields, Options as TableOptions } from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type { FieldConfig as TimeseriesFields, Options as TimeseriesOptions } from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';

/** As JSON writes it: the name of an enum's constant is its text. */
type Plain<T> = unknown extends T
  ? T
  : T extends string
    ? `${T}`
    : T extends number | boolean | null | undefined
      ? T
      : T extends Array<infer E>
        ? Array<Plain<E>>
        : { [K in keyof T]: Plain<T[K]> };

/** A query for Prometheus, which the schema leaves open. */
interface Target {
  refId: string;
  datasource: { type: 'prometheus'; uid: string };
  editorMode: 'code';
  expr: string;
  legendFormat: string;
  instant: boolean;
  range: boolean;
  format?: 'table';
  exemplar?: boolean;
}

type Of<Type extends string, Options, Fields> = Plain<Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'>> & {
  type: Type;
  options: Plain<Options>;
  targets: Target[];
  fieldConfig: {
    defaults: Plain<Omit<FieldConfig, 'custom'>> & { custom?: Plain<Fields> };
    overrides: Array<{ matcher: { id: 'byName'; options: string }; properties: Array<{ id: string; value: unknown }> }>;
  };
};

/** A board with the four types of panels that cbd uses. */
export type Board = Plain<Omit<Dashboard, 'panels'>> & {
  panels: Array<
    | Plain<RowPanel>
    | Of<'timeseries', Omit<TimeseriesOptions, 'timezone'>, Partial<TimeseriesFields>>
    | Of<'stat', StatOptions, never>
    | Of<'bargauge', BargaugeOptions, never>
    | Of<'table', Partial<TableOptions>, Partial<TableFields>>
  >;
};
