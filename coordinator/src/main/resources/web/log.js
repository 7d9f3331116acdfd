// The end of a trial's log, followed while the trial goes on.
import { get } from "./api.js";
import { el, fill } from "./dom.js";
import { stateWord } from "./state.js";

const PERIOD = 1500;
const CALM = 5000;

/** Characters that the panel keeps; the rest is in the text behind its link. */
const MOST = 150_000;
const ENDED = ["succeeded", "failed", "cancelled", "stopped"];

/** Follows a trial's log in a panel of its own: `wake` when the trial may have gone on, `dispose` at last. */
export function logPanel(trial) {
  const lines = el("pre", { className: "log", tabIndex: 0, role: "log", "aria-live": "off", "aria-label": "Log" });
  const word = el("p", { className: "muted", role: "status" }, "Reading …");
  const button = el("button", { type: "button", className: "quiet", "aria-label": "Pause the log", onclick: toggle }, "Pause");
  const whole = el("a", { href: `/api/v1/trials/${trial}/log` }, "As text");
  const node = el("section", { className: "card", "aria-label": "Log" },
    el("div", { className: "head" }, el("h2", {}, "Log"), el("div", { className: "actions row" }, button, whole)), lines, word);
  let place = null;
  let paused = false;
  let through = false;
  let asking = false;
  let timer = 0;

  function add(text) {
    if (!text) return;
    // Who has scrolled up reads there, and is left there.
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 8;
    const selected = !getSelection().isCollapsed && lines.contains(getSelection().anchorNode);
    lines.append(text);
    while (lines.textContent.length > MOST && lines.childNodes.length > 1 && atEnd) lines.firstChild.remove();
    if (atEnd && !selected) lines.scrollTop = lines.scrollHeight;
  }

  function toggle() {
    paused = !paused;
    fill(button, paused ? "Go on" : "Pause");
    button.setAttribute("aria-label", paused ? "Go on with the log" : "Pause the log");
    if (paused) fill(word, "Paused; the trial is not.");
    else later(0);
  }

  function later(pause) {
    clearTimeout(timer);
    timer = setTimeout(step, pause);
  }

  async function step() {
    if (paused || asking) return;
    if (document.hidden) return later(CALM);
    asking = true;
    try {
      const view = await get(place ? `/trials/${trial}/log/lines?attempt=${place.attempt}&from=${place.from}` : `/trials/${trial}/log/lines?tail=500`);
      asking = false;
      if (!paused) show(view);
    } catch (problem) {
      asking = false;
      fill(word, problem.message);
      later(CALM);
    }
  }

  function show(view) {
    if (view.attempt === null) {
      through = ENDED.includes(view.trialState);
      fill(word, through ? "No attempt began, so there is no log." : "No attempt has begun yet.");
      button.hidden = through;
      return through || later(CALM);
    }
    if (place?.begins) add(`--- attempt ${view.attempt} on ${view.slot} ---\n`);
    if (view.skipped > 0) add(`--- ${view.skipped} bytes are not kept ---\n`);
    add(view.text);
    place = { attempt: view.attempt, from: view.next };
    lines.setAttribute("aria-label", `Log of attempt ${view.attempt}`);
    lines.hidden = lines.childNodes.length === 0;
    fill(word, `Attempt ${view.attempt} on ${view.slot}: ${stateWord(view.attemptState)}`, view.trouble ? `. ${view.trouble}` : view.over ? ". That is its end." : ", live.");
    if (view.over && view.nextAttempt !== null) {
      place = { attempt: view.nextAttempt, from: 0, begins: true };
      return later(0);
    }
    through = view.over && ENDED.includes(view.trialState);
    button.hidden = through;
    if (!through) later(view.text && !view.over ? PERIOD / 3 : view.trouble || view.over ? CALM : PERIOD);
  }

  later(0);
  return {
    node,
    /** The trial is another than it was: what was the end may not be it any more. */
    wake() {
      if (!through && timer && !asking) later(200);
      if (through) {
        through = false;
        later(200);
      }
    },
    dispose() {
      paused = true;
      clearTimeout(timer);
    },
  };
}
