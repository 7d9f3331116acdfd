// States with a sign of their own, so that none is told by its colour alone.
import { el } from "./dom.js";
import { count } from "./format.js";

const SIGNS = {
  succeeded: "✓", leased: "▶", queued: "○", "cooling-down": "↻", paused: "‖", failed: "✗", cancelled: "⊘", stopped: "■",
  idle: "○", lost: "?", cordoned: "‖", quarantined: "!", unwilling: "‖", "gave-up": "✗", expired: "↻",
};
const WORDS = { leased: "running", stopped: "stopped early" };
const ORDER = ["succeeded", "leased", "cooling-down", "queued", "paused", "failed", "cancelled", "stopped"];

export const stateWord = state => WORDS[state] ?? state.replace("-", " ");

export const badge = state =>
  el("span", { className: `state state-${state}` }, el("span", { "aria-hidden": "true" }, SIGNS[state] ?? "•"), " ", stateWord(state));

export const stateOrder = trials => [...ORDER.filter(state => state in trials), ...Object.keys(trials).filter(state => !ORDER.includes(state))];

/** How a sweep's trials stand, as one bar and in words. */
export function bar(trials, size) {
  const shown = stateOrder(trials).filter(state => trials[state] > 0);
  const words = shown.map(state => `${count(trials[state])} ${stateWord(state)}`).join(", ");
  const strip = el("div", { className: "bar", role: "img", "aria-label": words || "no trials" });
  for (const state of shown) {
    const part = el("span", { className: `part part-${state}`, title: `${count(trials[state])} ${stateWord(state)}` });
    part.style.flexGrow = trials[state] / Math.max(1, size);
    strip.append(part);
  }
  return strip;
}

const OVER = ["succeeded", "failed", "cancelled", "stopped"];
const DOUBTFUL = ["collapsed", "attack failed", "reference at chance"];

/** Whether a row's marks say that its numbers mean little. */
export const doubtful = row => row.marks.some(mark => DOUBTFUL.includes(mark));

export const doneOf = trials => OVER.reduce((sum, state) => sum + (trials[state] ?? 0), 0);
export const sizeOf = trials => Object.values(trials).reduce((sum, number) => sum + number, 0);

/** A sweep's labels; nothing when it has none. */
export const labels = words => words?.length > 0
  && el("span", { className: "labels", "aria-label": "Labels" }, words.map(word => el("span", { className: "label" }, word)));
