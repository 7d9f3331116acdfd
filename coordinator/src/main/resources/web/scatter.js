// CA against ASR, one point a cell, with the Pareto front: nothing is better in both.
import { chart, ink, SYMBOLS } from "./charts.js";
import { el, fill, numbers } from "./dom.js";
import { score } from "./format.js";
import { doubtful } from "./state.js";

export function scatter(board) {
  const rows = board.rows.filter(row => row.cleanAccuracy.mean !== null && row.attackSuccessRate.mean !== null);
  if (rows.length === 0) return { node: el("p", {}, "No trial has a result yet."), dispose() {} };
  let attack = "";
  const chosen = () => rows.filter(row => !attack || row.attack === attack);
  const picture = chart("Clean accuracy against attack success rate of every cell; the numbers are in the table below", (axis, base) => option(chosen(), axis, base), 420);
  const behind = el("div");
  const draw = () => {
    picture.draw();
    const front = new Set(pareto(chosen()));
    fill(behind, numbers("Clean accuracy and attack success rate", ["Attack", "Defense", "Settings", "CA %", "ASR %", "Pareto front", "Marks"],
      chosen().map(row => [row.attack, row.defense, row.settings || "–", score(row.cleanAccuracy), score(row.attackSuccessRate), front.has(row) ? "yes" : "no", row.marks.join(", ") || "–"])));
  };
  const choose = el("label", {}, "Attack ", el("select", { onchange: event => { attack = event.target.value; draw(); } },
    el("option", { value: "" }, "all"), [...new Set(rows.map(row => row.attack))].map(name => el("option", { value: name }, name))));
  draw();
  return {
    node: el("section", { className: "card" }, el("p", { className: "row" }, choose, el("span", { className: "muted" }, "Best is to the right and low. The dashed line is the Pareto front; cells that are collapsed, whose attack failed, or whose reference learned nothing, are not on it. Bars are 95 % intervals.")), picture.box, behind),
    dispose: picture.dispose,
  };
}

/** Cells that no other one beats in CA and ASR, those of no meaning aside; by CA. */
export function pareto(rows) {
  const sound = rows.filter(row => !doubtful(row));
  const beats = (a, b) => a.cleanAccuracy.mean >= b.cleanAccuracy.mean && a.attackSuccessRate.mean <= b.attackSuccessRate.mean
    && (a.cleanAccuracy.mean > b.cleanAccuracy.mean || a.attackSuccessRate.mean < b.attackSuccessRate.mean);
  return sound.filter(row => !sound.some(other => beats(other, row))).sort((a, b) => a.cleanAccuracy.mean - b.cleanAccuracy.mean);
}

const point = row => [100 * row.cleanAccuracy.mean, 100 * row.attackSuccessRate.mean];

function option(rows, axis, base) {
  const defenses = [...new Set(rows.map(row => row.defense))];
  const scale = { type: "value", ...axis, min: "dataMin", max: "dataMax", scale: true };
  const spare = value => ({ min: Math.max(0, Math.floor(value.min - 3)), max: Math.min(100, Math.ceil(value.max + 3)) });
  const xs = rows.map(row => point(row)[0]);
  return {
    xAxis: { ...scale, ...spare({ min: Math.min(...xs), max: Math.max(...xs) }), name: "clean accuracy %", nameGap: 26 },
    yAxis: { ...scale, min: 0, max: 100, name: "attack success rate %", nameGap: 36 },
    tooltip: { ...base.tooltip, formatter: ({ data }) => data?.row ? `${data.row.attack} · ${data.row.defense} ${data.row.settings}\nCA ${score(data.row.cleanAccuracy)}   ASR ${score(data.row.attackSuccessRate)}   n ${data.row.n}` : "" },
    series: [
      ...defenses.map((defense, index) => ({
        name: defense, type: "scatter", symbol: SYMBOLS[index % SYMBOLS.length], symbolSize: 11,
        data: rows.filter(row => row.defense === defense).map(row => ({ value: point(row), row })),
      })),
      { name: "Pareto front", type: "line", data: pareto(rows).map(point), symbol: "none", step: "start", silent: true, lineStyle: { type: "dashed", color: ink(), width: 1.5 }, itemStyle: { color: ink() } },
      { name: "95 % interval", type: "custom", silent: true, itemStyle: { color: ink() }, data: rows.filter(row => row.cleanAccuracy.ci95 !== null).map(row => [...point(row), 100 * row.cleanAccuracy.ci95, 100 * (row.attackSuccessRate.ci95 ?? 0)]), renderItem: whiskers },
    ],
  };
}

function whiskers(_, api) {
  const [x, y, dx, dy] = [0, 1, 2, 3].map(index => api.value(index));
  const bar = (from, to) => {
    const [[x1, y1], [x2, y2]] = [api.coord(from), api.coord(to)];
    return { type: "line", shape: { x1, y1, x2, y2 }, style: { stroke: ink(), lineWidth: 1, opacity: 0.6 } };
  };
  return { type: "group", children: [bar([x - dx, y], [x + dx, y]), bar([x, Math.max(0, y - dy)], [x, Math.min(100, y + dy)])] };
}

