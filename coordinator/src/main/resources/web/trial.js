// One trial: its curves while it learns, what it is, where its numbers come from, what happened to it.
import { get } from "./api.js";
import { actions } from "./actions.js";
import { el, fill, table } from "./dom.js";
import { latest, listen, sometimes } from "./live.js";
import { count, duration, flat, percent, resources, time, what } from "./format.js";
import { badge } from "./state.js";
import { curves } from "./curves.js";
import { logPanel } from "./log.js";
import { pictures } from "./pictures.js";

export async function showTrial(view, id) {
  let detail = await get(`/trials/${id}`);
  const whole = detail.trial.id;
  const head = el("div", { className: "head" });
  const now = el("div");
  const outcome = el("div");
  const facts = el("div");
  const drawing = curves(detail.epochs);
  const log = logPanel(whole);
  const images = pictures(whole, detail.trial.spec);

  const draw = () => {
    const { trial } = detail;
    fill(head, el("h1", {}, `Trial ${trial.id.slice(0, 8)}`), badge(trial.state),
      actions(`/trials/${whole}`, counts(trial.state), `trial ${trial.id.slice(0, 8)}`, refresh));
    fill(outcome, waits(detail), result(trial));
    images.update(detail.picture);
    fill(facts, attempts(whole, detail.attempts), configuration(trial.spec), models(whole, trial.result), provenance(trial.result), history(detail.history));
  };
  const take = told => {
    detail = told;
    draw();
    drawing.update(detail.epochs);
    log.wake();
  };
  const ask = () => get(`/trials/${whole}`).catch(() => detail);
  const refresh = async () => take(await ask());
  fill(view, el("p", { className: "crumbs" }, el("a", { href: "#/sweeps" }, "Sweeps"), " / "), head,
    el("p", {}, what(detail.trial.spec), " ", el("span", { className: "id" }, whole)), now, outcome, drawing.node, log.node, images.node, facts);
  draw();

  let gone = false;
  // What is open on the page stays open unless there is news.
  const look = sometimes(async () => {
    const told = gone ? detail : await ask();
    if (!gone && JSON.stringify(told) !== JSON.stringify(detail)) take(told);
  });
  let seen = "";
  let moved = "";
  const leave = listen(picture => {
    const attempt = picture.sweeps.flatMap(sweep => sweep.live?.running ?? []).find(candidate => candidate.trial === whole);
    fill(now, attempt && running(attempt));
    const sign = JSON.stringify([attempt?.lease, attempt?.lastEpoch]);
    if (sign !== seen) {
      seen = sign;
      refresh();
    }
    // Of a trial that does not run, events tell no more than that trials of some sweep changed state.
    const states = JSON.stringify(picture.sweeps.map(sweep => [sweep.id, sweep.trials]));
    if (states !== moved && !attempt && detail.trial.state !== "succeeded") look();
    moved = states;
  });
  return () => { gone = true; leave(); log.dispose(); drawing.dispose(); };
}

/** A trial as a sweep of one, which is what the buttons know; the states are those that the coordinator tells of. */
const counts = state => {
  const told = latest()?.sweeps[0]?.trials ?? {};
  return { ...Object.fromEntries(Object.keys(told).map(name => [name, 0])), [state]: 1 };
};

const running = attempt => el("section", { className: "card", "aria-label": "Running now" },
  el("p", { className: "facts-line" }, `Attempt ${attempt.attempt} of ${attempt.maxAttempts} on ${attempt.slot}`,
    attempt.progress && ` · ${attempt.progress.phase}, epoch ${attempt.progress.epoch} of ${attempt.progress.epochs}, ${percent(attempt.progress.done, 0)} %`),
  el("progress", { value: attempt.progress?.done ?? 0, max: 1, "aria-label": "Progress of this attempt" }));

/** What it takes of a worker, and why it waits where no slot has that. */
const waits = ({ trial, waiting }) => (trial.resources || waiting) && el("section", { className: waiting ? "card bad" : "card" },
  trial.resources && el("p", {}, `Takes ${resources(trial.resources)}.`), waiting && el("p", {}, `It waits: ${waiting}.`));

function result(trial) {
  const scores = (trial.result ?? trial.lastEpoch)?.scores;
  if (trial.reason) return el("section", { className: trial.state === "stopped" ? "card" : "card bad" },
    el("h2", {}, trial.state === "stopped" ? "Why it was stopped early" : "Why its last attempt failed"), el("p", {}, trial.reason));
  if (!scores) return null;
  const score = (name, key) => el("div", {}, el("dt", {}, name), el("dd", {}, `${percent(scores[key])} %`));
  return el("section", { className: "card" }, el("h2", {}, trial.result ? "Result" : "So far"),
    el("dl", { className: "figures" }, score("Clean accuracy", "cleanAccuracy"), score("Attack success rate", "attackSuccessRate"), score("Robust accuracy", "robustAccuracy"),
      trial.result && el("div", {}, el("dt", {}, "Took"), el("dd", {}, duration(trial.result.seconds)))));
}

const attempts = (trial, list) => el("section", { className: "card" }, el("h2", {}, "Attempts"),
  list.length === 0 ? el("p", {}, "None yet.") : table("Attempts", ["Attempt", "State", "Slot", "From", "To", "Failure", "Log", "Message"], list.map(attempt => [
    attempt.attempt, badge(attempt.state), attempt.slot, time(attempt.grantedAt), time(attempt.endedAt), attempt.failure ?? "–", el("a", { href: `/api/v1/trials/${trial}/log?attempt=${attempt.attempt}`, "aria-label": `Log of attempt ${attempt.attempt}` }, "text"),
    el("td", { className: "reason" }, attempt.message ?? "–", attempt.detail && el("details", {}, el("summary", {}, "Detail"), el("pre", {}, attempt.detail)))])));

const settings = (title, values) => el("section", { className: "card" }, el("h2", {}, title),
  table(title, ["Setting", "Value"], Object.entries(values).map(([path, value]) => [el("th", { scope: "row" }, el("code", {}, path)), el("td", { className: "value" }, value === null ? "–" : String(value))]), { className: "plain" }));

const configuration = spec => settings("Configuration", flat(spec));

/** Links to the networks that were kept; a worker that is gone says so in the answer. */
function models(trial, outcome) {
  const kept = outcome?.provenance.models ?? [];
  if (kept.length === 0) return null;
  return el("section", { className: "card" }, el("h2", {}, "Models"), el("ul", {}, kept.map(model => el("li", {},
    el("a", { href: `/api/v1/trials/${trial}/model?network=${model.network}`, download: `${trial.slice(0, 8)}-${model.network}.safetensors` }, `Download the ${model.network} network`), " (safetensors)"))));
}

function provenance(outcome) {
  if (!outcome) return null;
  const { models, ...rest } = outcome.provenance;
  const values = flat(rest);
  for (const model of models ?? []) {
    values[`model ${model.network}`] = model.file;
    values[`sha256 of ${model.network}`] = model.sha256;
  }
  return settings("Provenance", values);
}

const EVENTS = { "epoch-recorded": entry => `${entry.metrics.phase}, epoch ${entry.metrics.epoch}`, "lease-granted": entry => `attempt ${entry.lease.attempt} to ${entry.lease.slot.worker}/${entry.lease.slot.index}${entry.beside?.length ? `, with ${entry.beside.length} more beside it that stay empty` : ""}` };

const history = entries => el("section", { className: "card" }, el("details", {}, el("summary", {}, `History (${count(entries.length)} events)`),
  table("History", ["No.", "When", "Event", "What"], entries.map(({ number, event }) => [number, time(event.at ?? null), event.type.replaceAll("-", " "), EVENTS[event.type]?.(event) ?? event.reason ?? event.message ?? ""]))));
