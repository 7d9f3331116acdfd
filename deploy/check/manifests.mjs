// Checks every Kubernetes manifest against the published schemas: node deploy/check/manifests.mjs [FILE...].
// Their types find keys that do not exist, their validators wrong forms and what is missing. Ends with 1 and says where.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadAll } from 'js-yaml';
import { complaints, words } from '../../dashboards/check/literals.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const manifests = join(dirname(here), 'kubernetes');
const files = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(manifests, { recursive: true }).filter((name) => name.endsWith('.yaml')).sort().map((name) => join(manifests, name));

// Kustomize's own files have no published schema; kubectl reads them.
const KUSTOMIZE = /^kustomize\.config\.k8s\.io\//;
const OPERATOR = 'monitoring.coreos.com';

const objects = files.flatMap((file) => loadAll(readFileSync(file, 'utf8'))
  .filter((object) => object && !KUSTOMIZE.test(object.apiVersion))
  .map((object) => ({ object, name: `${relative('', file)}: ${object.kind ?? 'no kind'} ${object.metadata?.name ?? 'without a name'}` })));

/** The package that has the schema of an object. */
function schema({ apiVersion = 'no apiVersion' }) {
  const packages = apiVersion.startsWith(OPERATOR) ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models';
  return `${packages}/${apiVersion}`;
}

async function malformed({ object, name }) {
  try {
    const { [object.kind]: Model } = await import(schema(object));
    if (!Model) {
      return [`${name}: ${object.apiVersion} has no kind ${object.kind}`];
    }
    new Model(object).validate();
    return [];
  } catch (problem) {
    return [`${name}: ${problem.message}`];
  }
}

/** An object as a source of its own. */
function source({ object }) {
  return `import type { I${object.kind} as Kind } from '${schema(object)}';\nexport const object: Kind = ${JSON.stringify(object, null, 2)};\n`;
}

function mistyped() {
  const sources = new Map(objects.map((each, i) => [join(here, `object-${i}.ts`), source(each)]));
  const names = new Map([...sources.keys()].map((file, i) => [file, objects[i].name]));
  return complaints(sources).map((found) => `${names.get(found.file?.fileName)}: ${words(found)}`);
}

const all = [...(await Promise.all(objects.map(malformed))).flat(), ...mistyped()];
all.forEach((complaint) => console.log(complaint));
console.log(`${objects.length} objects, ${all.length} complaints`);
process.exitCode = all.length === 0 ? 0 : 1;
