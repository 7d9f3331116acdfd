// Logging in and out: a token is exchanged once for a session that no script can read, and is kept nowhere.
import { el, fill, say } from "./dom.js";
import { Refused, endSession, logIn } from "./api.js";

/** The form, in place of a view that needs a token; calls back when somebody is logged in. */
export function showLogin(view, done) {
  const field = el("input", { id: "token", type: "password", autocomplete: "off", spellcheck: false, required: true });
  const answer = el("p", { role: "alert" });
  const enter = async () => {
    try {
      const who = await logIn(field.value.trim());
      field.value = "";
      say(`Logged in as ${who.name}, who may ${ROLES[who.role]}.`);
      done();
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      fill(answer, problem.message);
    }
  };
  field.addEventListener("keydown", event => { if (event.key === "Enter") enter(); });
  fill(view, el("h1", {}, "Log in"),
    el("p", {}, "This coordinator asks for an API token. An administrator makes one with ", el("code", {}, "cbd token create"), "."),
    el("label", { htmlFor: "token" }, "Token"), field,
    el("div", { className: "row" }, el("button", { type: "button", onclick: enter }, "Log in")),
    answer);
}

const ROLES = { read: "look at everything", submit: "submit and steer sweeps", admin: "do everything" };

/** Shows who is logged in, with the way out; nothing while no token is needed. */
export function showWho(place, who, left) {
  if (!who?.needed || !who.name) return fill(place);
  fill(place, el("button", { type: "button", className: "quiet", title: `${who.name}: ${ROLES[who.role]}`, onclick: async () => { await endSession(); left(); } }, `Log out ${who.name}`));
}
