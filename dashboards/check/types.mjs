// Checks that every board has the types of @grafana/schema: node dashboards/check/types.mjs [FILE...]. Ends with 1 and says where not.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const here = dirname(fileURLToPath(import.meta.url));
const boards = dirname(here);
const files = process.argv.length > 2
  ? process.argv.slice(2)
  : readdirSync(boards).filter((name) => /^cbd-.*\.json$/.test(name)).map((name) => join(boards, name));

const types = ts.sys.readFile(join(here, 'board.ts'));

// JSON that is imported has lost its literals ("line" is any string), so each board becomes a source of its own.
const sources = new Map([[join(here, 'board.ts'), types]]);
for (const file of files) {
  const name = join(here, `${basename(file, '.json')}.ts`);
  sources.set(name, `import type { Board } from './board';\nexport const board: Board = ${readFileSync(file, 'utf8')};\n`);
}

const options = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  types: [],
};
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => sources.has(name) || fileExists(name);
host.readFile = (name) => sources.get(name) ?? readFile(name);
host.getSourceFile = (name, ...rest) =>
  sources.has(name) ? ts.createSourceFile(name, sources.get(name), ...rest) : getSourceFile(name, ...rest);

const program = ts.createProgram([...sources.keys()], options, host);
const complaints = ts.getPreEmitDiagnostics(program);
console.log(ts.formatDiagnostics(complaints, { getCurrentDirectory: () => here, getCanonicalFileName: (name) => name, getNewLine: () => '\n' }));
console.log(`${files.length} boards, ${complaints.length} complaints`);
process.exitCode = complaints.length === 0 ? 0 : 1;
