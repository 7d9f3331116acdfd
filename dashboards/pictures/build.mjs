// Makes one page of draw.jsx and all it needs: node dashboards/pictures/build.mjs FILE.html
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const { outputFiles } = await build({
  entryPoints: [join(here, 'draw.jsx')],
  bundle: true,
  write: false,
  outdir: here,
  format: 'iife',
  jsx: 'automatic',
  minify: true,
  define: { 'process.env.NODE_ENV': '"production"' },
  loader: { '.svg': 'dataurl', '.ttf': 'dataurl', '.woff2': 'dataurl' },
  logLevel: 'error',
});
const text = (suffix) => outputFiles.filter((file) => file.path.endsWith(suffix)).map((file) => file.text).join('\n');
const script = text('.js').replaceAll('</script', '<\\/script');
writeFileSync(process.argv[2], `<!doctype html><meta charset="utf-8"><style>${text('.css')}</style><body><div id="board"></div><script>${script}</script>`);
