// The coordinator's HTTP API, as docs/http-api.md tells it.

/** A problem document (RFC 9457), or a coordinator that cannot be reached. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.status = problem.status;
    this.flaws = problem.errors ?? [];
  }
}

async function ask(path, options) {
  let response;
  try {
    // What a form on another site cannot send along: without it, a session changes nothing.
    response = await fetch("/api/v1" + path, { ...options, headers: { ...options?.headers, "Cbd-Page": "1" } });
  } catch {
    throw new Refused({ status: 0, detail: "The coordinator does not answer. It may be restarting; this page goes on by itself when it is back." });
  }
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ status: response.status, detail: `The coordinator answered ${response.status}.` }));
    throw new Refused(problem);
  }
  return response;
}

/** Who is logged in, and whether anybody need be. */
export const session = async () => (await ask("/session")).json();
export const logIn = async token =>
  (await ask("/session", { method: "POST", headers: { Authorization: `Bearer ${token}` } })).json();
export const endSession = () => ask("/session", { method: "DELETE" });
export const get = async path => (await ask(path)).json();
export const text = async path => (await ask(path)).text();
export const post = async path => (await ask(path, { method: "POST" })).json();
export const sendYaml = async (path, yaml) =>
  (await ask(path, { method: "POST", headers: { "Content-Type": "application/yaml" }, body: yaml })).json();
