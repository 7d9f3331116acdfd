// Attack × defense as a table that is coloured: its numbers are its own description.
import { el } from "./dom.js";
import { rate, score } from "./format.js";

export function heatmaps(board) {
  return [
    map(board, "attackSuccessRate", "ASR %", "Attack success rate: the lower, the better the defense."),
    map(board, "cleanAccuracy", "CA %", "Clean accuracy: the higher, the less the defense costs."),
  ];
}

const same = value => value;
const THREAT = [["attack", same], ["dataset", same], ["model", same], ["poisonRate", share => `${rate(share)} %`]];
const DEFENSE = [["defense", same], ["settings", same]];

/** What is distinct in these parts, each with a heading of what differs: what is the same in all rows is left out. */
function headings(rows, parts) {
  const differing = parts.filter(([key]) => new Set(rows.map(row => row[key])).size > 1);
  const used = differing.length > 0 ? differing : parts.slice(0, 1);
  const found = new Map(rows.map(row => [keyOf(row, parts), used.map(([key, show]) => show(row[key])).filter(Boolean).join(" · ")]));
  return [...found].map(([key, name]) => ({ key, name }));
}

/** By its values as they are, however they are written: no cell takes another one's place. */
const keyOf = (row, parts) => JSON.stringify(parts.map(([key]) => row[key]));

/** A leaderboard's rows as attacks × defenses; `at` is the row of a cell, or nothing. */
export function grid(rows) {
  const cells = new Map(rows.map(row => [keyOf(row, THREAT) + keyOf(row, DEFENSE), row]));
  return { attacks: headings(rows, THREAT), defenses: headings(rows, DEFENSE), at: (attack, defense) => cells.get(attack.key + defense.key) };
}

function map(board, measure, title, hint) {
  const { attacks, defenses, at } = grid(board.rows);
  return el("section", { className: "card" }, el("h2", {}, title), el("p", { className: "muted" }, hint + " Deeper colour is a higher number; ± is the 95 % interval, n the seeds."),
    el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": `${title} by attack and defense` },
      el("table", { className: "heat" },
        el("caption", { className: "unseen" }, `${title} by attack and defense`),
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Attack"), defenses.map(defense => el("th", { scope: "col" }, defense.name)))),
        el("tbody", {}, attacks.map(attack => el("tr", {}, el("th", { scope: "row" }, attack.name),
          defenses.map(defense => cell(at(attack, defense), measure))))))));
}

function cell(row, measure) {
  if (!row) return el("td", { className: "none" }, "not in the sweep");
  const statistic = row[measure];
  if (statistic.mean === null) return el("td", { className: "none" }, row.open > 0 ? "not yet" : "no result");
  const box = el("td", { className: "heated" }, el("strong", {}, score(statistic)),
    el("span", { className: "muted" }, ` n=${statistic.n}`), row.marks.map(mark => el("span", { className: "mark" }, `⚠ ${mark}`)));
  box.style.setProperty("--value", Math.min(1, Math.max(0, statistic.mean)).toFixed(3));
  return box;
}
