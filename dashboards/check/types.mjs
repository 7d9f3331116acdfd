// Checks that every board has the types of @grafana/schema: node dashboards/check/types.mjs [FILE...]. Ends with 1 and says where not.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { complaints } from './literals.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const boards = dirname(here);
const files = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(boards).filter((name) => /^cbd-.*\.json$/.test(name)).map((name) => join(boards, name));

const types = ts.sys.readFile(join(here, 'board.ts'));

const sources = new Map([[join(here, 'board.ts'), types]]);
for (const file of files) {
  const name = join(here, `${basename(file, '.json')}.ts`);
  sources.set(name, `import type { Board } from './board';\nexport const board: Board = ${readFileSync(file, 'utf8')};\n`);
}

const found = complaints(sources);
console.log(ts.formatDiagnostics(found, { getCurrentDirectory: () => here, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }));
console.log(`${files.length} boards, ${found.length} complaints`);
process.exitCode = found.length === 0 ? 0 : 1;
