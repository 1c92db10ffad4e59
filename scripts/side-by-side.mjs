// Runs npm scripts side by side, as many at once as there are cores: node scripts/side-by-side.mjs lint types …
// Prints a line for each, and after that of one that fails what it had to say.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

const waiting = process.argv.slice(2);
const npm = process.env.npm_execpath;
if (waiting.length === 0 || npm === undefined) {
  console.error(
    'side-by-side: got no scripts, or no npm: run it as a script of package.json, with names of others',
  );
  process.exit(2);
}

function run(name) {
  return new Promise((resolve) => {
    const startMs = Date.now();
    const child = spawn(process.execPath, [npm, 'run', '--silent', name], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = [];
    child.stdout.on('data', (text) => said.push(text));
    child.stderr.on('data', (text) => said.push(text));
    child.on('close', (code) => {
      const took = `(${((Date.now() - startMs) / 1000).toFixed(1)} s)`;
      process.stdout.write(
        code === 0 ? `ok    ${name}  ${took}\n` : `FAIL  ${name}  ${took}\n${Buffer.concat(said)}\n`,
      );
      resolve(code === 0);
    });
  });
}

async function worker() {
  let isFine = true;
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
    isFine = (await run(name)) && isFine;
  return isFine;
}

const fine = await Promise.all(Array.from({ length: availableParallelism() }, worker));
process.exit(fine.every(Boolean) ? 0 : 1);
