// Turns what Prometheus answers into what Grafana draws, as its data source for Prometheus does.
import { FieldType, toDataFrame } from '@grafana/data';

const value = (text) => (text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : Number(text));

function legend(format, labels) {
  const { __name__: name = '', ...others } = labels;
  if (format) {
    return format.replace(/\{\{\s*(\w+)\s*}}/g, (_, label) => labels[label] ?? label);
  }
  return `${name}{${Object.entries(others).map(([key, word]) => `${key}="${word}"`).join(', ')}}`;
}

/** A frame per series. */
function lines(target, result) {
  return result.map(({ metric, values, value: only }) => {
    const points = values ?? [only];
    return toDataFrame({
      refId: target.refId,
      name: legend(target.legendFormat, metric),
      fields: [
        { name: 'Time', type: FieldType.time, config: {}, values: points.map(([seconds]) => seconds * 1000) },
        {
          name: 'Value',
          type: FieldType.number,
          labels: metric,
          config: { displayNameFromDS: legend(target.legendFormat, metric) },
          values: points.map(([, text]) => value(text)),
        },
      ],
    });
  });
}

/** One frame whose columns are the labels and the value. */
function rows(target, result, isOnly) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: 'Time', type: FieldType.time, config: {}, values: result.map(({ value: [seconds] }) => seconds * 1000) },
      ...labels.map((label) => ({ name: label, type: FieldType.string, config: { filterable: true }, values: result.map(({ metric }) => metric[label] ?? '') })),
      { name: isOnly ? 'Value' : `Value #${target.refId}`, type: FieldType.number, config: {}, values: result.map(({ value: [, text] }) => value(text)) },
    ],
  });
}

/** The frames of a panel; `answers` are results of Prometheus by the letter of the query. */
export function frames(panel, answers) {
  return panel.targets.flatMap((target) => {
    const result = answers[target.refId] ?? [];
    if (target.format !== 'table') {
      return lines(target, result);
    }
    return result.length === 0 ? [] : [rows(target, result, panel.targets.length === 1)];
  });
}
