// Submitting a sweep file: pasted, typed, dropped or chosen; all its problems at once, each at its place.
import { el, fill, say, table } from "./dom.js";
import { Refused, sendYaml } from "./api.js";
import { count, duration, resources } from "./format.js";
import { may } from "./rights.js";

const START = `name: my-sweep
trial:
  dataset: shapes
  trainImages: 1000
  testImages: 200
  model: wrn-10-1
  attack: badnets
  training: {epochs: 4, lrMilestones: [3], augmentation: none}
grid:
  defense: [none, cbd]
  repeat: [0, 1, 2]
`;

export function showSubmit(view) {
  const answer = el("div", { role: "status" });
  const area = el("textarea", { id: "yaml", rows: 20, spellcheck: false, value: START, "aria-describedby": "yaml-hint", autocapitalize: "off" });
  const take = async file => {
    if (!file) return;
    area.value = await file.text();
    fill(answer);
    say(`${file.name} was read; nothing is submitted yet.`);
  };
  area.addEventListener("dragover", event => { event.preventDefault(); area.classList.add("over"); });
  area.addEventListener("dragleave", () => area.classList.remove("over"));
  area.addEventListener("drop", event => {
    area.classList.remove("over");
    if (event.dataTransfer.files.length > 0) {
      event.preventDefault();
      take(event.dataTransfer.files[0]);
    }
  });
  const attempt = async work => {
    area.removeAttribute("aria-invalid");
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      area.setAttribute("aria-invalid", "true");
      fill(answer, problems(problem, area));
    }
  };
  const check = () => attempt(async () => fill(answer, plan(await sendYaml("/plan", area.value))));
  const submit = () => attempt(async () => {
    const done = await sendYaml("/sweeps", area.value);
    say(done.created ? `Submitted: ${count(done.trials)} trials, ${count(done.newTrials)} of them new.` : "The very same sweep is known already; nothing runs twice.");
    location.hash = `#/sweeps/${done.sweep}`;
  });
  fill(view, el("h1", {}, may("submit") ? "Submit a sweep" : "Check a sweep file"),
    !may("submit") && el("p", {}, "Your token may look at everything and plan, but not submit; that takes one with the role ", el("code", {}, "submit"), "."),
    el("label", { htmlFor: "yaml" }, "Sweep file (YAML)"),
    el("p", { id: "yaml-hint", className: "muted" }, "Paste it, drop a file on the field, or ",
      el("label", { className: "link" }, "choose a file", el("input", { type: "file", accept: ".yaml,.yml", className: "unseen", onchange: event => take(event.target.files[0]) })),
      ". Every setting is told in docs/sweep-file.md."),
    area,
    el("div", { className: "row" },
      may("submit") && el("button", { type: "button", onclick: submit }, "Submit"),
      el("button", { type: "button", className: "quiet", onclick: check }, may("submit") ? "Check and plan only" : "Check and plan")),
    answer);
}

function problems(problem, area) {
  return el("section", { className: "problems" },
    el("h2", {}, problem.message),
    problem.flaws.length > 0 && table("Problems of the sweep file", ["Where", "Setting", "Problem"], problem.flaws.map(flaw => [
      flaw.line === undefined ? "–" : el("button", { type: "button", className: "link", onclick: () => go(area, flaw) }, `line ${flaw.line}, column ${flaw.column}`),
      el("code", {}, flaw.path || "–"), flaw.message])));
}

/** Puts the cursor where a problem is. */
function go(area, flaw) {
  const before = area.value.split("\n").slice(0, flaw.line - 1).join("\n").length + (flaw.line > 1 ? 1 : 0);
  const start = before + flaw.column - 1;
  const end = area.value.slice(start).search(/[\s,}\]]|$/);
  area.focus();
  area.setSelectionRange(start, start + Math.max(1, end));
  area.scrollTop = (flaw.line - 5) * parseFloat(getComputedStyle(area).lineHeight);
}

const plan = found => el("section", { className: "card" },
  el("h2", {}, "The file is sound; nothing was submitted"),
  el("dl", { className: "facts" },
    fact("Trials", `${count(found.trials)} in ${count(found.cells)} cells`),
    fact("Left to train", count(found.left)),
    fact("Shared stages", `${count(found.shared.poisonedSets)} poisoned sets, ${count(found.shared.backdooredModels)} backdoored models for ${count(found.shared.sharers)} trials`),
    fact("Device time", `${duration(3600 * found.work.deviceHours)} (${duration(3600 * found.work.lowDeviceHours)} to ${duration(3600 * found.work.highDeviceHours)}), speed ${found.work.source}`),
    found.resources && fact("Each trial takes", resources(found.resources)),
    fact("Finishing", found.misfit ? `never, with the workers that are there: ${found.misfit}` : found.eta ? `in ${duration(found.eta.seconds)} on the ${found.slots} slots now there` : "nobody can tell: no worker is there")));

const fact = (name, value) => [el("dt", {}, name), el("dd", {}, value)];
