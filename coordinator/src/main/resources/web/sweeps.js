// All sweeps, the latest first, with how far they are.
import { el, fill, table } from "./dom.js";
import { get } from "./api.js";
import { listen } from "./live.js";
import { count, eta, time } from "./format.js";
import { may } from "./rights.js";
import { bar, doneOf, labels, sizeOf } from "./state.js";

/** Sweeps shown at first. */
const SOME = 100;

export async function showSweeps(view) {
  let { sweeps } = await get("/sweeps");
  let all = false;
  const body = el("div");
  const draw = picture => {
    const told = new Map((picture?.sweeps ?? []).map(sweep => [sweep.id, sweep]));
    fill(body, sweeps.length === 0 ? nothing() : list(told));
  };
  const list = told => [
    table("Sweeps", ["Sweep", "Accepted", "Progress", "Done", "Failed", "Left"],
      (all ? sweeps : sweeps.slice(0, SOME)).map(sweep => line(sweep, told.get(sweep.id))), { className: "sweeps" }),
    !all && sweeps.length > SOME && el("button", { type: "button", className: "quiet", onclick: () => { all = true; draw(); } }, `Show all ${count(sweeps.length)}`),
  ];
  fill(view, el("div", { className: "head" }, el("h1", {}, "Sweeps"), may("submit") && el("a", { className: "button", href: "#/submit" }, "Submit a sweep")), body);
  draw();
  return listen(async picture => {
    draw(picture);
    if (picture.sweeps.some(told => !sweeps.some(sweep => sweep.id === told.id))) {
      ({ sweeps } = await get("/sweeps").catch(() => ({ sweeps })));
      draw(picture);
    }
  });
}

function line(sweep, told) {
  const trials = told?.trials ?? sweep.trials;
  const size = sizeOf(trials);
  const done = doneOf(trials);
  return [
    el("th", { scope: "row" }, el("a", { href: `#/sweeps/${sweep.id}` }, sweep.name), el("span", { className: "id" }, sweep.id.slice(sweep.name.length + 1)), labels(sweep.labels),
      sweep.notes && el("span", { className: "id", title: sweep.notes }, sweep.notes.length > 60 ? `${sweep.notes.slice(0, 60)}…` : sweep.notes)),
    el("td", { className: "tight" }, time(sweep.acceptedAt)),
    el("td", { className: "wide" }, bar(trials, size)),
    el("td", { className: "number" }, `${count(done)} / ${count(size)}`),
    el("td", { className: "number" }, trials.failed > 0 ? el("span", { className: "state state-failed" }, `✗ ${count(trials.failed)}`) : "0"),
    el("td", {}, done === size ? "finished" : eta(told?.live?.eta) ?? (told?.live?.slots === 0 ? "no worker is there" : "no estimate yet")),
  ];
}

const nothing = () => el("div", { className: "empty" },
  el("p", {}, "No sweep was submitted yet."),
  may("submit") && el("p", {}, el("a", { href: "#/submit" }, "Submit one here"), ", or with ", el("code", {}, "cbd submit examples/demo.yaml"), "."));
