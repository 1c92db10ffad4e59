// Builds dist: the library and the command by tsc (with declarations), the page by esbuild.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync } from 'node:fs';

const run = (args) => {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

run(['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json']);
if (existsSync('scripts/build-web.mjs')) run(['scripts/build-web.mjs']);
if (existsSync('dist/bin/cli.js')) chmodSync('dist/bin/cli.js', 0o755);
