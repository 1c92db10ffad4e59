// Bundles the laptop's page from app/web into dist/app/web (or the folder given): no file of it asks another host.
import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const outdir = process.argv[2] ?? 'dist/app/web';
rmSync(outdir, { recursive: true, force: true });
mkdirSync(outdir, { recursive: true });
const { metafile } = await build({
  entryPoints: ['app/web/main.tsx', 'app/web/main.css'],
  outdir,
  bundle: true,
  minify: true,
  format: 'esm',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  target: ['chrome123', 'firefox121', 'safari17.5'],
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
for (const name of ['index.html', 'favicon.svg']) copyFileSync(`app/web/${name}`, `${outdir}/${name}`);
const bytes = Object.values(metafile.outputs).reduce((sum, output) => sum + output.bytes, 0);
const limit = 150_000;
if (bytes > limit) throw new Error(`the page is ${bytes} bytes: at most ${limit}, so that it opens at once`);
