// Workers, their slots and what these do.
import { el, fill, table } from "./dom.js";
import { listen } from "./live.js";
import { memory, percent, short, time, what } from "./format.js";
import { badge } from "./state.js";

export function showWorkers(view) {
  const body = el("div", {}, el("p", { className: "muted" }, "Waiting for the coordinator's word…"));
  fill(view, el("h1", {}, "Workers"), body);
  return listen(picture => {
    if (!picture.leader) return fill(body, el("p", {}, "No coordinator is active in this process, so nothing is known of its workers."));
    if (picture.workers.length === 0) {
      return fill(body, el("div", { className: "empty" }, el("p", {}, "No worker has joined."),
        el("p", {}, "One per machine: ", el("code", {}, "cbd worker --join HOST:25520"))));
    }
    const running = new Map(picture.sweeps.flatMap(sweep => sweep.live?.running ?? []).map(attempt => [attempt.trial, attempt]));
    fill(body, picture.workers.map(worker => card(worker, running)));
  });
}

const card = (worker, running) => el("section", { className: "card", "aria-label": `Worker ${worker.id}` },
  el("div", { className: "head" },
    el("h2", {}, worker.id), worker.lost && badge("lost"), worker.hold && el("span", { className: "mark" }, worker.hold),
    el("span", { className: "muted" }, `${worker.host} · version ${worker.version} · last heard ${time(worker.lastHeard)}`)),
  worker.reason && el("p", {}, worker.reason),
  table(`Slots of ${worker.id}`, ["Slot", "Device", "Memory", "State", "Trial", "Progress", "Scores so far"], worker.slots.map(slot => line(slot, running.get(slot.trial)))));

function line(slot, attempt) {
  const progress = attempt?.progress;
  const scores = attempt?.lastEpoch?.scores;
  return [
    el("th", { scope: "row" }, slot.index), slot.device, slot.memory === null ? "–" : memory(slot.memory), el("td", {}, badge(slot.state), slot.beside && el("span", { className: "muted" }, " stays empty for the trial, which takes several slots"), slot.reason && el("span", { className: "muted" }, " " + slot.reason)),
    slot.trial ? el("a", { href: `#/trials/${slot.trial}`, title: attempt && what(attempt.spec) }, short(slot.trial)) : "–",
    progress && !slot.beside ? [el("progress", { value: progress.done, max: 1, "aria-label": `Progress of trial ${short(slot.trial)}` }), ` ${percent(progress.done, 0)} % · ${progress.phase}, epoch ${progress.epoch} of ${progress.epochs}`] : "–",
    scores && !slot.beside ? `CA ${percent(scores.cleanAccuracy)} %, ASR ${percent(scores.attackSuccessRate)} %` : "–",
  ];
}
