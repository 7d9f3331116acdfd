// Who looks at the page, and what they may do: what would be refused is not offered.
import { Refused, session } from "./api.js";

const ROLES = ["read", "submit", "admin"];
let who = null;

/** Asks who is logged in, once, until that is forgotten; a coordinator that does not answer is asked again. */
export async function learn() {
  try {
    who ??= await session();
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
  }
  return who;
}

/** Somebody logged in or out, or their time is over. */
export const forget = () => { who = null; };

/** Whether whoever looks may do what this role may; as long as nobody can tell, the coordinator will say no. */
export const may = role => !who?.needed || ROLES.indexOf(who.role) >= ROLES.indexOf(role);
