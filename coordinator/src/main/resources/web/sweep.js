// One sweep: how far it is, and its results from five sides.
import { get, text } from "./api.js";
import { actions } from "./actions.js";
import { el, fill, say } from "./dom.js";
import { listen, sometimes } from "./live.js";
import { count, eta, percent, resources, short, time } from "./format.js";
import { bar, doneOf, labels, sizeOf, stateOrder, stateWord } from "./state.js";
import { leaderboard } from "./leaderboard.js";
import { heatmaps } from "./heatmap.js";
import { scatter } from "./scatter.js";
import { parallel } from "./parallel.js";
import { trialList } from "./trials.js";

const SIDES = { leaderboard: "Leaderboard", "heat-map": "Heat map", scatter: "CA–ASR", parallel: "Parallel", trials: "Trials", file: "Sweep file" };

export async function showSweep(view, id, side = "leaderboard") {
  const path = `/sweeps/${encodeURIComponent(id)}`;
  const sweep = await get(path);
  let trials = sweep.trials;
  let stop = () => {};
  let again = () => {};
  const progress = el("section", { className: "card" });
  const body = el("div", { className: "side" }, el("p", { className: "muted" }, "Reading…"));
  const buttons = el("div");
  const choice = { group: "attack", sort: "", down: false, all: false };

  const drawProgress = live => fill(progress, ...progressOf(trials, live));
  const drawButtons = () => fill(buttons, actions(path, trials, `sweep ${sweep.name}`, async () => take(await get(path))));
  const take = told => {
    const changed = JSON.stringify(told.trials) !== JSON.stringify(trials);
    trials = told.trials;
    drawProgress(told.live);
    if (changed) {
      drawButtons();
      again();
    }
  };

  fill(view,
    el("p", { className: "crumbs" }, el("a", { href: "#/sweeps" }, "Sweeps"), " / "),
    el("div", { className: "head" }, el("h1", {}, sweep.name), el("span", { className: "id" }, id), buttons),
    el("p", { className: "muted" }, `Accepted ${time(sweep.acceptedAt)}, at most ${sweep.maxAttempts} attempts for each trial.${growth(sweep.repeats)}${sweep.priority === 0 ? "" : ` Priority ${sweep.priority}.`}${sweep.resources ? ` Each trial takes ${resources(sweep.resources)}.` : ""}`),
    labels(sweep.labels),
    sweep.notes && el("p", { className: "notes" }, sweep.notes),
    progress,
    el("nav", { className: "sides", "aria-label": "Sides of this sweep" },
      Object.entries(SIDES).map(([key, name]) => el("a", { href: `#/sweeps/${encodeURIComponent(id)}/${key}`, "aria-current": key === side ? "page" : null }, name))),
    body);
  drawProgress(sweep.live);
  drawButtons();

  const show = async () => {
    try {
      const made = await sideOf(side, id, path, trials, choice);
      stop();
      stop = made.dispose ?? (() => {});
      if (made.node) fill(body, made.node);
      return made;
    } catch (problem) {
      say(problem.message, true);
      return {};
    }
  };
  // The frame is painted first; results of many trials take longer to read.
  show().then(first => { again = sometimes(first.refresh ?? show); });
  const leave = listen(picture => {
    const told = picture.sweeps.find(candidate => candidate.id === id);
    if (told) take(told);
  });
  return () => { leave(); stop(); again = () => {}; };
}

const growth = repeats => repeats
  ? ` Cells get up to ${repeats.max} repeats, until the half-widths of their intervals are below ${Number((100 * repeats.ci95).toPrecision(6))} points.`
  : "";

async function sideOf(side, id, path, trials, choice) {
  const board = () => get(`/leaderboard?sweep=${encodeURIComponent(id)}`);
  switch (side) {
    case "heat-map": return { node: el("div", {}, heatmaps(await board())) };
    case "scatter": return scatter(await board());
    case "parallel": return parallel(id, trials.succeeded);
    case "trials": {
      const list = trialList(id, trials);
      await list.refresh();
      return list;
    }
    case "file": return { node: el("pre", { className: "file", tabIndex: 0, "aria-label": "Sweep file" }, await text(`${path}/text`)), refresh() {} };
    default: return { node: leaderboard(await board(), choice) };
  }
}

function progressOf(trials, live) {
  const size = sizeOf(trials);
  const done = doneOf(trials);
  const left = done === size ? "finished" : eta(live?.eta) ?? (live?.slots === 0 ? "no worker is there: nothing runs" : "no estimate yet");
  return [
    el("p", { className: "facts-line" }, el("strong", {}, `${count(done)} of ${count(size)} done`), ` (${percent(size === 0 ? 0 : done / size, 0)} %) · ${left}`,
      live && live.slots > 0 && ` · ${live.slots} ${live.slots === 1 ? "slot" : "slots"}`),
    live?.waiting && el("p", { className: "card bad" }, `Trials wait for which there are no slots: ${live.waiting}.`),
    bar(trials, size),
    el("p", { className: "legend" }, stateOrder(trials).filter(state => trials[state] > 0).map(state =>
      el("span", {}, el("span", { className: `dot part-${state}`, "aria-hidden": "true" }), `${count(trials[state])} ${stateWord(state)}`))),
    live && live.running.length > 0 && el("details", {}, el("summary", {}, `${live.running.length} running now`),
      el("ul", { className: "running" }, live.running.slice(0, 50).map(attempt => el("li", {},
        el("a", { href: `#/trials/${attempt.trial}` }, short(attempt.trial)), ` on ${attempt.slot}`,
        attempt.progress && ` · ${percent(attempt.progress.done, 0)} %, ${attempt.progress.phase}, epoch ${attempt.progress.epoch} of ${attempt.progress.epochs}`)))),
  ];
}
