// What a trial's networks did, epoch by epoch.
import { chart, palette, SYMBOLS } from "./charts.js";
import { el, fill, numbers } from "./dom.js";
import { percent } from "./format.js";

const NETWORKS = { final: "final model", backdoored: "backdoored model" };
const DASHES = ["solid", "dashed", "dotted"];
const networkOf = phase => NETWORKS[phase] ?? phase;

/** Charts of all epochs of one attempt, the latest unless another is chosen. */
export function curves(epochs) {
  let all = epochs;
  let chosen = null;
  const charts = [];
  const node = el("section", { "aria-label": "Curves" });
  const attemptOf = () => chosen ?? Math.max(...all.map(epoch => epoch.attempt));
  const rows = () => all.filter(epoch => epoch.attempt === attemptOf()).map(epoch => epoch.metrics);
  const weighed = () => rows().filter(metrics => metrics.diagnostics?.poisonedWeights);
  const behind = el("div");
  const boxes = el("div", { className: "curves" });
  const picker = el("p", { className: "row" });
  const add = (title, option) => {
    const made = chart(`${title} by epoch; the numbers are in the table below`, option);
    charts.push(made);
    return el("figure", { className: "card" }, el("figcaption", {}, title), made.box);
  };
  const scores = add("Clean accuracy and attack success rate, %", (axis, base) => scoresOption(rows(), axis, base));
  const losses = add("Training loss of the networks", (axis, base) => lossOption(rows(), axis, base));
  let weights = null;
  const draw = () => {
    if (all.length === 0) return fill(node, el("p", { className: "muted" }, "No epoch was measured yet; curves appear with the first."));
    if (weighed().length > 0) weights ??= add("Weights that CBD gives to images: mean, p10 and p90", (axis, base) => weightsOption(weighed(), axis, base));
    const attempts = [...new Set(all.map(epoch => epoch.attempt))];
    fill(picker, attempts.length > 1 && el("label", {}, "Attempt ", el("select", { onchange: event => { chosen = Number(event.target.value); draw(); } },
      attempts.map(number => el("option", { value: number, selected: number === attemptOf() }, number)))));
    if (boxes.parentNode !== node) fill(node, el("h2", { className: "unseen" }, "Curves"), picker, boxes, behind);
    const wanted = [scores, losses, weights].filter(Boolean);
    if (boxes.childElementCount !== wanted.length) fill(boxes, wanted);
    for (const made of charts) made.draw();
    const open = behind.querySelector("details")?.open;
    fill(behind, tableOf(rows()));
    if (open) behind.querySelector("details").open = true;
  };
  draw();
  return {
    node,
    update(now) {
      if (now.length === all.length) return;
      all = now;
      draw();
    },
    dispose: () => charts.forEach(made => made.dispose()),
  };
}

const tableOf = rows => numbers("Epochs", ["Network", "Epoch", "Loss", "CA %", "ASR %", "RA %", "Weight poisoned", "Weight clean", "Seconds"], rows.map(metrics => [
  networkOf(metrics.phase), metrics.epoch, fixed(metrics.loss), percent(metrics.scores?.cleanAccuracy), percent(metrics.scores?.attackSuccessRate), percent(metrics.scores?.robustAccuracy),
  fixed(metrics.diagnostics?.poisonedWeights?.mean), fixed(metrics.diagnostics?.cleanWeights?.mean), fixed(metrics.seconds, 1)]));

const fixed = (number, digits = 3) => typeof number === "number" ? number.toFixed(digits) : "–";

const phasesOf = rows => [...new Set(rows.map(metrics => metrics.phase))].sort((a, b) => (b === "final") - (a === "final"));

function axes(axis, name) {
  return { xAxis: { type: "value", minInterval: 1, min: "dataMin", max: "dataMax", ...axis, splitLine: { show: false }, name: "epoch", nameGap: 24 }, yAxis: { type: "value", scale: true, ...axis, name, nameGap: 38 } };
}

const line = (name, data, color, dash, symbol) => ({ name, type: "line", data, symbol, symbolSize: 5, showSymbol: data.length < 60, connectNulls: false, itemStyle: { color }, lineStyle: { color, type: DASHES[dash], width: 2 } });

const hover = base => ({ ...base.tooltip, trigger: "axis", valueFormatter: value => typeof value === "number" ? value.toFixed(2) : "–" });

function scoresOption(rows, axis, base) {
  const colors = palette();
  const measures = [["cleanAccuracy", "CA"], ["attackSuccessRate", "ASR"]];
  return {
    ...axes(axis, ""), tooltip: hover(base),
    yAxis: { type: "value", min: 0, max: 100, ...axis },
    series: phasesOf(rows).flatMap((phase, dash) => measures.map(([key, name], index) => line(`${name}, ${networkOf(phase)}`,
      rows.filter(metrics => metrics.phase === phase).map(metrics => [metrics.epoch, metrics.scores?.[key] === null || !metrics.scores ? null : 100 * metrics.scores[key]]), colors[index], dash, SYMBOLS[index]))),
  };
}

function lossOption(rows, axis, base) {
  const colors = palette();
  return {
    ...axes(axis, ""), tooltip: hover(base),
    series: phasesOf(rows).map((phase, index) => line(networkOf(phase), rows.filter(metrics => metrics.phase === phase).map(metrics => [metrics.epoch, metrics.loss]), colors[index], index, SYMBOLS[index])),
  };
}

function weightsOption(rows, axis, base) {
  const colors = palette();
  const of = (key, quantity) => rows.map(metrics => [metrics.epoch, metrics.diagnostics[key][quantity]]);
  const series = (key, name, index) => [
    line(name, of(key, "mean"), colors[index], 0, SYMBOLS[index]),
    ...["p10", "p90"].map(quantity => ({ ...line(`${name}, ${quantity}`, of(key, quantity), colors[index], 2, "none"), lineStyle: { color: colors[index], type: "dotted", width: 1 } })),
  ];
  return { ...axes(axis, ""), tooltip: hover(base), legend: { ...base.legend, data: ["poisoned", "clean"] }, series: [...series("poisonedWeights", "poisoned", 1), ...series("cleanWeights", "clean", 0)] };
}
