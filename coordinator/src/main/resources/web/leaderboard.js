// A sweep's leaderboard: sorted by any column, grouped by what one likes.
import { el, fill } from "./dom.js";
import { count, rate, score } from "./format.js";
import { doubtful } from "./state.js";

/** Rows drawn at first; a table of thousands is slow to lay out and nobody reads it. */
const SOME = 200;

const COLUMNS = [
  { key: "rank", name: "Rank", of: row => row.rank, show: row => row.rank ?? "ref.", number: true },
  { key: "dataset", name: "Data set", of: row => row.dataset, hide: true },
  { key: "model", name: "Model", of: row => row.model, hide: true },
  { key: "attack", name: "Attack", of: row => row.attack },
  { key: "poisonRate", name: "Rate %", of: row => row.poisonRate, show: row => rate(row.poisonRate), number: true, hide: true },
  { key: "defense", name: "Defense", of: row => row.defense },
  { key: "settings", name: "Settings", of: row => row.settings, hide: true },
  { key: "n", name: "n", of: row => row.n, show: seeds, number: true },
  measure("cleanAccuracy", "CA %"), measure("attackSuccessRate", "ASR %"),
  measure("robustAccuracy", "RA %"), measure("defenseEffectiveness", "DER %"),
  { key: "marks", name: "Marks", of: row => row.marks.join(), show: marks },
];

function measure(key, name) {
  return { key, name, of: row => row[key].mean, show: row => score(row[key]), number: true };
}

function seeds(row) {
  const notes = [row.failed && `${row.failed} failed`, row.cancelled && `${row.cancelled} cancelled`, row.stopped > 0 && `${row.stopped} stopped early`, row.open && `${row.open} open`].filter(Boolean);
  return [`${row.n}/${row.total}`, notes.length > 0 && el("span", { className: "muted" }, ` (${notes.join(", ")})`)];
}

function marks(row) {
  return row.marks.map(mark => el("span", { className: "mark" }, el("span", { "aria-hidden": "true" }, "⚠ "), mark, " "));
}

/** The table with its controls; `board` is what the API answers. */
export function leaderboard(board, choice) {
  const body = el("div");
  const draw = () => fill(body, controls(choice, draw), drawTable(board, choice, draw),
    el("details", { className: "rules", open: true }, el("summary", {}, "How to read it"), el("ul", {}, board.rules.map(rule => el("li", {}, rule)))));
  draw();
  return body;
}

function controls(choice, draw) {
  const options = [["attack", "attack"], ["defense", "defense"], ["dataset", "data set"], ["model", "model"], ["", "nothing"]];
  return el("p", { className: "row" }, el("label", {}, "Group by ",
    el("select", { value: choice.group, onchange: event => { choice.group = event.target.value; draw(); } },
      options.map(([value, name]) => el("option", { value, selected: value === choice.group }, name)))));
}

function drawTable(board, choice, draw) {
  const constant = column => column.hide && new Set(board.rows.map(column.of)).size <= 1;
  const columns = COLUMNS.filter(column => !constant(column) && column.key !== choice.group);
  const said = COLUMNS.filter(column => constant(column) && column.of(board.rows[0] ?? {}) !== "" && board.rows.length > 0)
    .map(column => `${column.name} ${column.show ? column.show(board.rows[0]) : column.of(board.rows[0])}`);
  const rows = sorted(board.rows, choice);
  const shown = choice.all ? rows : rows.slice(0, SOME);
  const groups = new Map();
  for (const row of shown) {
    const name = choice.group ? row[choice.group] : "";
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  const total = columns.length;
  return [
    said.length > 0 && el("p", { className: "muted" }, "In every row: " + said.join(", ") + "."),
    el("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": "Leaderboard" },
      el("table", { className: "leaderboard" },
        el("caption", { className: "unseen" }, "Leaderboard: mean and 95 % confidence interval over the seeds, in percent"),
        el("thead", {}, el("tr", {}, columns.map(column => head(column, choice, draw)))),
        [...groups].map(([name, members]) => el("tbody", {},
          choice.group && el("tr", { className: "group" }, el("th", { colSpan: total, scope: "rowgroup" }, name)),
          members.map(row => line(row, columns)))))),
    shown.length < rows.length && el("button", { type: "button", className: "quiet", onclick: () => { choice.all = true; draw(); } }, `Show all ${count(rows.length)} rows`),
    rows.length === 0 && el("p", {}, "No trial yet."),
  ];
}

function head(column, choice, draw) {
  const mine = choice.sort === column.key;
  return el("th", { scope: "col", className: column.number ? "number" : "", "aria-sort": mine ? (choice.down ? "descending" : "ascending") : "none" },
    el("button", {
      type: "button", className: "sort", "data-column": column.key, onclick: () => {
        choice.down = mine ? !choice.down : false;
        choice.sort = column.key;
        draw();
        document.querySelector(`.leaderboard [data-column="${column.key}"]`)?.focus();
      },
    }, column.name, el("span", { "aria-hidden": "true" }, mine ? (choice.down ? " ▼" : " ▲") : "")));
}

const line = (row, columns) => el("tr", { className: doubtful(row) ? "doubtful" : "" },
  columns.map(column => el(column.key === "defense" ? "th" : "td", { className: column.number ? "number" : "", scope: column.key === "defense" ? "row" : null },
    column.show ? column.show(row) : column.of(row))));

/** By the chosen column; what has no value stands last whichever way. */
function sorted(rows, { sort, down }) {
  const column = COLUMNS.find(candidate => candidate.key === sort);
  if (!column) return rows;
  const order = (a, b) => typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
  return [...rows].sort((left, right) => {
    const [a, b] = [column.of(left), column.of(right)];
    if (a === null || b === null) return (a === null) - (b === null);
    return down ? order(b, a) : order(a, b);
  });
}
