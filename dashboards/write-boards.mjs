#!/usr/bin/env node
// Writes the six boards, and the list of when each query has to have an answer, from boards/: node dashboards/write-boards.mjs [FOLDER]
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import control from './boards/control.mjs';
import overview from './boards/overview.mjs';
import results from './boards/results.mjs';
import slo from './boards/slo.mjs';
import trials from './boards/trials.mjs';
import workers from './boards/workers.mjs';

const folder = process.argv[2] ?? dirname(fileURLToPath(import.meta.url));
const boards = [overview, results, trials, workers, control, slo];
for (const board of boards) {
  writeFileSync(join(folder, `${board.uid}.json`), `${JSON.stringify(board.json, null, 1)}\n`);
}
const head = '# From which scene of the live test on a query has to have an answer: idle, running, failing, finished; gpu: where there is one; rare: only when something is wrong.\n# SCENE BOARD PANEL QUERY\n';
writeFileSync(join(folder, 'due.txt'), head + boards.flatMap((board) => board.due).map((line) => `${line}\n`).join(''));
