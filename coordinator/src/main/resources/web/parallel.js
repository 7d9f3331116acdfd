// Parallel coordinates: the settings that differ between finished trials, and what came of them.
import { get } from "./api.js";
import { chart, palette } from "./charts.js";
import { el, numbers } from "./dom.js";
import { count, flat, percent, short } from "./format.js";

/** Trials at most; more lines cannot be told apart. */
const MOST = 1000;

/** Axes at most, the scores' aside; the table has no more columns than that either. */
const MOST_AXES = 9;

export async function parallel(sweep, succeeded) {
  const { trials } = await get(`/sweeps/${encodeURIComponent(sweep)}/trials?state=succeeded&limit=${MOST}`);
  if (trials.length === 0) return { node: el("p", {}, "No trial has a result yet."), dispose() {} };
  const flats = trials.map(trial => flat(trial.spec));
  const axes = axesOf(flats);
  const drawn = axes.slice(0, MOST_AXES);
  const scores = trials.map(trial => [100 * trial.result.scores.cleanAccuracy, 100 * trial.result.scores.attackSuccessRate]);
  const picture = chart("Settings and scores of the finished trials as parallel coordinates; the numbers are in the table below", (axis, base) => option(drawn, flats, scores, axis, base), 420);
  return {
    node: el("section", { className: "card" },
      el("p", { className: "muted" }, `${count(trials.length)} of ${count(succeeded)} finished trials, one line each. Drag along an axis to pick lines; the colour follows the ASR, which is the last axis too.`, gaps(drawn), leftOut(axes.slice(MOST_AXES))),
      el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Parallel coordinates" }, picture.box),
      numbers("Settings and scores", ["Trial", ...drawn.map(({ path }) => path), "CA %", "ASR %"], trials.map((trial, index) => [
        el("a", { href: `#/trials/${trial.id}` }, short(trial.id)), ...drawn.map(({ path }) => String(flats[index][path] ?? NONE)),
        percent(trial.result.scores.cleanAccuracy), percent(trial.result.scores.attackSuccessRate)]))),
    dispose: picture.dispose,
  };
}

const NONE = "–";
const ordered = new Intl.Collator("en", { numeric: true }).compare;

/**
 * The settings that differ between trials that have them; one that only one attack or defense has
 * differs by being there, which is no axis. `values` are those of a category's axis in order, with
 * none of them last; an axis of numbers has none.
 */
export function axesOf(flats) {
  const paths = [...new Set(flats.flatMap(Object.keys))];
  const of = path => flats.map(settings => settings[path] ?? null);
  const differing = paths.filter(path => new Set(of(path).filter(value => value !== null)).size > 1);
  return differing.map(path => {
    const there = of(path).filter(value => value !== null);
    const isSparse = there.length < flats.length;
    const numeric = there.every(value => typeof value === "number");
    const values = [...new Set(there.map(String))].sort(ordered);
    return { path, name: nameOf(path, differing), isSparse, values: numeric ? null : isSparse ? [...values, NONE] : values };
  });
}

/** The end of a path, as much of it as tells it from the others. */
function nameOf(path, paths) {
  const end = (whole, parts) => whole.split(".").slice(-parts).join(".");
  let parts = 1;
  while (end(path, parts) !== path && paths.some(other => other !== path && end(other, parts) === end(path, parts))) parts++;
  return end(path, parts);
}

/** Where a trial's line meets an axis; null where it has no such number: the line passes by. */
export const placeOn = (axis, settings) => axis.values ? String(settings[axis.path] ?? NONE) : settings[axis.path] ?? null;

const gaps = axes => axes.some(axis => axis.isSparse && !axis.values) && " A line passes by an axis of numbers that its trial has no such setting for.";

const leftOut = axes => axes.length > 0 && ` Not drawn, for want of room: ${axes.map(({ name }) => name).join(", ")}.`;

function option(axes, flats, scores, axis, base) {
  const colors = palette();
  return {
    legend: { show: false },
    parallel: { left: 40, right: 60, top: 40, bottom: 20, parallelAxisDefault: { ...axis, nameLocation: "end", nameGap: 12 } },
    parallelAxis: [
      ...axes.map(({ name, values }, dim) => values ? { dim, name, type: "category", data: values } : { dim, name, scale: true }),
      { dim: axes.length, name: "CA %", scale: true }, { dim: axes.length + 1, name: "ASR %", min: 0, max: 100 }],
    visualMap: { show: false, min: 0, max: 100, dimension: axes.length + 1, inRange: { color: [colors[0], colors[1]] } },
    series: [{ type: "parallel", smooth: false, lineStyle: { width: 1.5, opacity: flats.length > 100 ? 0.25 : 0.7 }, data: flats.map((settings, index) => [...axes.map(each => placeOn(each, settings)), ...scores[index]]) }],
    tooltip: { ...base.tooltip },
  };
}
