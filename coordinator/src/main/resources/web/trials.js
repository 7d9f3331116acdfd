// A sweep's trials, a page at a time, in grid order.
import { get } from "./api.js";
import { el, fill, table } from "./dom.js";
import { count, percent, short, time, word } from "./format.js";
import { badge, stateOrder, stateWord } from "./state.js";

const PAGE = 100;

/** The list with its filter; `refresh` reads the page again that is shown. */
export function trialList(sweep, trials) {
  let state = "";
  const starts = [-1];
  const body = el("div", { "aria-live": "off" });
  const refresh = async () => {
    const filter = state ? `&state=${state}` : "";
    const page = await get(`/sweeps/${encodeURIComponent(sweep)}/trials?limit=${PAGE}&after=${starts[starts.length - 1]}${filter}`);
    fill(body,
      table("Trials", ["Trial", "State", "Data set", "Attack", "Defense", "Repeat", "Attempt", "CA %", "ASR %", "Updated", "Reason"], page.trials.map(line)),
      page.trials.length === 0 && el("p", {}, "No trial here."),
      el("div", { className: "row" },
        el("button", { type: "button", className: "quiet", disabled: starts.length === 1, onclick: () => { starts.pop(); refresh(); } }, "Back"),
        el("span", { className: "muted" }, `page ${starts.length}`),
        el("button", { type: "button", className: "quiet", disabled: page.next === null || page.trials.length < PAGE, onclick: () => { starts.push(page.next); refresh(); } }, "Next")));
  };
  const filter = el("label", {}, "Show ", el("select", {
    onchange: event => { state = event.target.value; starts.length = 1; refresh(); },
  }, el("option", { value: "" }, "all states"), stateOrder(trials).map(name => el("option", { value: name }, `${stateWord(name)} (${count(trials[name])})`))));
  return { node: el("section", {}, el("p", { className: "row" }, filter), body), refresh };
}

function line(trial) {
  const scores = (trial.result ?? trial.lastEpoch)?.scores;
  return [
    el("th", { scope: "row" }, el("a", { href: `#/trials/${trial.id}` }, short(trial.id))),
    badge(trial.state), word(trial.spec.dataset), word(trial.spec.attack), word(trial.spec.defense), trial.spec.repeat,
    `${trial.attempt}/${trial.maxAttempts}`,
    el("td", { className: "number" }, percent(scores?.cleanAccuracy)), el("td", { className: "number" }, percent(scores?.attackSuccessRate)),
    el("td", { className: "tight" }, time(trial.updatedAt)), el("td", { className: "reason" }, trial.reason ?? ""),
  ];
}
