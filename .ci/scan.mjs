#!/usr/bin/env node
// Which known vulnerabilities the parts of a distribution have, by the OSV database (osv.dev), which is asked for the
// packages of its bill of materials.
//
//   node .ci/scan.mjs [SBOM [DATABASE [ACCEPTED]]]
//
// SBOM: otherwise all of each distribution in deploy/target, cbd-* and cbd-cuda-*. DATABASE: its address, https://api.osv.dev otherwise. ACCEPTED: a file of what
// is known and lived with, .ci/accepted-vulnerabilities otherwise.
//
// Ends with 0: none but accepted ones; 1: there are some; 2: nobody could tell, for the database does not answer.
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , SBOM, OSV = "https://api.osv.dev", ACCEPTED = join(ROOT, ".ci/accepted-vulnerabilities")] = process.argv;
/** Of the 1000 that it takes. */
const AT_ONCE = 500;

function built() {
  const target = join(ROOT, "deploy/target");
  const homes = readdirSync(target).filter(name => /^cbd-(cuda-)?\d/.test(name) && !name.endsWith(".tar.gz"));
  if (homes.length === 0) throw new Error(`there is no distribution in ${target}; ./mvnw package makes one`);
  return homes.flatMap(home =>
    readdirSync(join(target, home)).filter(name => /^sbom.*\.json$/.test(name)).map(name => join(target, home, name)));
}

/** Lines of ID, until when, and why; a # begins a comment. What is accepted too long ago counts again. */
function accepted(today) {
  const found = new Map();
  for (const line of readFileSync(ACCEPTED, "utf8").split("\n")) {
    const [, id, until, why] = line.match(/^([A-Z]+-\S+)\s+(\d{4}-\d{2}-\d{2})\s+(\S.*)$/) ?? [];
    if (id) found.set(id, { until, why });
    else if (line.trim() && !line.startsWith("#")) throw new Error(`${ACCEPTED} must say ID YYYY-MM-DD REASON, but says: ${line}`);
  }
  return { of: ids => ids.map(id => found.get(id)).find(entry => entry && entry.until >= today) };
}

async function ask(path, body) {
  const answer = await fetch(OSV + path, body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${OSV}${path} answers ${answer.status}`);
  return answer.json();
}

/** Pairs of a package and the id of what is wrong with it. */
async function known(purls) {
  const pairs = [];
  let queries = purls.map(purl => ({ package: { purl } }));
  while (queries.length > 0) {
    const now = queries.slice(0, AT_ONCE);
    queries = queries.slice(AT_ONCE);
    const { results } = await ask("/v1/querybatch", { queries: now });
    if (results?.length !== now.length) throw new Error(`${OSV} answers for ${results?.length} packages of ${now.length}`);
    results.forEach((result, i) => {
      for (const { id } of result.vulns ?? []) pairs.push([now[i].package.purl, id]);
      if (result.next_page_token) queries.push({ ...now[i], page_token: result.next_page_token });
    });
  }
  return pairs;
}

async function scan(sboms) {
  const parts = sboms.flatMap(sbom => JSON.parse(readFileSync(sbom, "utf8")).components);
  const purls = [...new Set(parts.map(part => part.purl.replace(/\?.*/, "")).filter(purl => !purl.startsWith("pkg:maven/cbd/")))];
  const pardon = accepted(new Date().toISOString().slice(0, 10));
  const pairs = await known(purls);
  const details = new Map();
  for (const [, id] of pairs) if (!details.has(id)) details.set(id, await ask(`/v1/vulns/${encodeURIComponent(id)}`));
  let bad = 0;
  for (const [purl, id] of pairs) {
    const { aliases = [], summary = "" } = details.get(id);
    const pardoned = pardon.of([id, ...aliases]);
    if (!pardoned) bad++;
    console.log(`${pardoned ? "accepted" : "VULNERABLE"} ${purl.replace("pkg:maven/", "")}: ${[id, ...aliases].join(", ")} ${summary}${pardoned ? ` (until ${pardoned.until}: ${pardoned.why})` : ""}`);
  }
  console.log(`${purls.length} packages, ${pairs.length} known vulnerabilities, ${bad} of them not accepted.`);
  return bad === 0 ? 0 : 1;
}

try {
  process.exitCode = await scan(SBOM ? [SBOM] : built());
} catch (problem) {
  console.error(`Not scanned, so that nobody knows: ${problem.cause?.message ?? problem.message}`);
  process.exitCode = 2;
}
