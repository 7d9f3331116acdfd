// What a person may do to a sweep, a trial or a worker.
import { post } from "./api.js";
import { agree, el, say } from "./dom.js";
import { count } from "./format.js";
import { may } from "./rights.js";

async function act(path, verb, then) {
  try {
    const { trials, shared } = await post(path);
    const rest = shared > 0 ? ` ${count(shared)} ${shared === 1 ? "stays" : "stay"}: other sweeps hold ${shared === 1 ? "it" : "them"} too (cbd ${verb} --shared takes all).` : "";
    say(trials === 0 && shared > 0 ? rest.trim() : trials === 0 ? `Nothing to ${verb}: no trial was in a state for it.` : `${verb[0].toUpperCase() + verb.slice(1)}: ${count(trials)} ${trials === 1 ? "trial" : "trials"} changed.${rest}`);
    then();
  } catch (problem) {
    say(problem.message, true);
  }
}

/** Buttons for what can be done now, for whoever may; `trials` counts by state, `path` is the subject's. */
export function actions(path, trials, name, then) {
  if (!may("submit")) return null;
  const sum = (...states) => states.reduce((total, state) => total + (trials[state] ?? 0), 0);
  const open = sum("queued", "leased", "cooling-down", "paused");
  const button = (verb, states, ask) => el("button", {
    type: "button", disabled: states === 0, className: verb === "cancel" ? "danger" : "quiet",
    onclick: async () => {
      if (!ask || await agree(ask, "Yes, " + verb)) await act(`${path}/${verb}`, verb, then);
    },
  }, verb[0].toUpperCase() + verb.slice(1));
  return el("div", { className: "row actions" },
    // A coordinator that knows the state paused knows how to get there.
    "paused" in trials && button("pause", open - sum("paused")),
    "paused" in trials && button("resume", sum("paused")),
    // Of a sweep, what was stopped early stays so: a person says of which trial not.
    button("retry", path.startsWith("/trials/") ? sum("failed", "cancelled", "stopped") : sum("failed", "cancelled")),
    button("cancel", open, `Cancel ${name}? ${count(open)} ${open === 1 ? "trial is" : "trials are"} not finished; what runs is stopped. Retry queues cancelled trials again.`));
}
