// The page's frame: which view stands under which address, the theme, the connection.
import { el, fill } from "./dom.js";
import { Refused } from "./api.js";
import { close, open } from "./live.js";
import { forget, learn, may } from "./rights.js";
import { repaint } from "./charts.js";
import { showSweeps } from "./sweeps.js";
import { showSweep } from "./sweep.js";
import { showTrial } from "./trial.js";
import { showWorkers } from "./workers.js";
import { showSubmit } from "./submit.js";
import { showLogin, showWho } from "./login.js";

const main = document.getElementById("main");
let leave = () => {};
let visit = 0;

const ROUTES = [
  [/^#\/sweeps$/, showSweeps, "Sweeps"],
  [/^#\/sweeps\/([^/]+)(?:\/([a-z-]+))?$/, showSweep, "Sweeps"],
  [/^#\/trials\/([0-9a-f]+)$/, showTrial, ""],
  [/^#\/workers$/, showWorkers, "Workers"],
  [/^#\/submit$/, showSubmit, "Submit"],
];

/**
 * Shows what the address names. A view fills the element it is given, and returns how to stop what
 * it has started.
 */
async function route() {
  const address = location.hash || "#/sweeps";
  if (!address.startsWith("#/")) return;
  const [pattern, show, section] = ROUTES.find(([candidate]) => candidate.test(address)) ?? [/^/, showNothing, ""];
  const mine = ++visit;
  leave();
  leave = () => {};
  await greet();
  if (mine !== visit) return;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.textContent === section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const view = el("div", { className: "view" });
  if (!may("read")) return logInFirst(view);
  try {
    const stop = await show(view, ...address.match(pattern).slice(1).map(part => part && decodeURIComponent(part)));
    if (mine !== visit) return stop?.();
    leave = stop ?? (() => {});
  } catch (problem) {
    if (mine !== visit) return;
    if (!(problem instanceof Refused)) throw problem;
    if (problem.status === 401) {
      forget();
      await greet();
      return logInFirst(view);
    }
    fill(view, el("h1", {}, problem.status === 404 ? "Not here" : "Not now"), el("p", {}, problem.message),
      el("p", {}, el("a", { href: "#/sweeps" }, "All sweeps")));
    if (problem.status !== 404) {
      const timer = setTimeout(route, 5000);
      leave = () => clearTimeout(timer);
    }
  }
  fill(main, view);
  const title = view.querySelector("h1");
  document.title = title ? `${title.textContent} · cbd` : "cbd";
  if (mine > 1) main.focus({ preventScroll: true });
}

/** Shows who is here, and listens for them while they may look. */
async function greet() {
  const who = await learn();
  showWho(document.getElementById("who"), who, change);
  if (may("read")) {
    open(connection);
  } else {
    close();
    const place = document.getElementById("connection");
    place.className = "connection";
    fill(place, "not logged in");
  }
}

function logInFirst(view) {
  showLogin(view, change);
  fill(main, view);
  document.title = "Log in · cbd";
}

/** Somebody else is here from now on, or nobody. */
function change() {
  forget();
  route();
}

function showNothing(view) {
  fill(view, el("h1", {}, "Not here"), el("p", {}, "There is no such view. ", el("a", { href: "#/sweeps" }, "All sweeps")));
}

function connection(connected, picture) {
  const place = document.getElementById("connection");
  const word = !connected ? "no connection" : !picture.leader ? "no active coordinator here" : picture.store !== "available" ? "store unavailable" : "live";
  place.className = `connection ${word === "live" ? "good" : "bad"}`;
  fill(place, el("span", { "aria-hidden": "true" }, word === "live" ? "● " : "▲ "), word);
}

function theme() {
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const label = () => {
    fill(button, dark() ? "Light" : "Dark");
    button.setAttribute("aria-label", dark() ? "Switch to the light theme" : "Switch to the dark theme");
    repaint();
  };
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("cbd-theme", root.dataset.theme);
    } catch {
      // Then the choice lasts as long as the page.
    }
    label();
  });
  system.addEventListener("change", label);
  label();
}

// The hash is the address of a view, so the link to the content is followed by hand.
document.querySelector(".skip").addEventListener("click", event => {
  event.preventDefault();
  main.focus();
});
theme();
addEventListener("hashchange", route);
route();
