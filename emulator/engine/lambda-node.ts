import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Places } from '../runtime/places.ts';
import type { Say } from '../runtime/progress.ts';
import { runCommand } from '../runtime/run-command.ts';
import { cachedFolder } from './cached.ts';

/** The major version of Node.js that the functions are deployed on. */
const wanted = 22;

export interface LambdaNode {
  /** A folder with a `node`. */
  readonly binDir: string;
  /** What a person should know of it; absent when it is as deployed. */
  readonly note?: string;
}

/** The file in the state's folder that moves the clock of the functions, by as many ms as it says. */
export const clockFile = 'clock-offset';

/**
 * The `node` that runs the functions: a script in the state's folder that loads `functions-preload.cjs` into a
 * Node.js of the deployed version. That is this one when it is new enough, else one from npm in the cache, else
 * this one after all.
 */
export async function prepareLambdaNode(places: Places, say: Say, signal?: AbortSignal): Promise<LambdaNode> {
  const { path, note } = await findNode(places, say, signal);
  const binDir = join(places.stateDir, 'bin');
  const preload = join(places.rootDir, 'emulator', 'functions-preload.cjs');
  const script = join(binDir, 'node');
  await mkdir(binDir, { recursive: true });
  await writeFile(script, `#!/bin/sh\nexec "${path}" --require "${preload}" "$@"\n`);
  await chmod(script, 0o755);
  return { binDir, ...(note !== undefined && { note }) };
}

async function findNode(
  { cacheDir, rootDir }: Places,
  say: Say,
  signal?: AbortSignal,
): Promise<{ readonly path: string; readonly note?: string }> {
  const own = process.versions.node;
  if (Number.parseInt(own, 10) >= wanted) return { path: process.execPath };
  const name = packageName(process.platform, process.arch);
  try {
    const dir = await cachedFolder(cacheDir, `node-${wanted}`, async (folder) => {
      say(`fetching Node.js ${wanted} for the functions: ${name} from npm`);
      const args = ['install', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${wanted}`];
      await runCommand('npm', args, { cwd: rootDir, env: process.env, signal });
    });
    return { path: join(dir, 'node_modules', name, 'bin', 'node') };
  } catch {
    signal?.throwIfAborted();
    const note = `functions run on Node.js ${own}, deployed they run on ${wanted}: npm has no ${name}@${wanted} here`;
    return { path: process.execPath, note };
  }
}

function packageName(platform: string, arch: string): string {
  const systems: Readonly<Record<string, string>> = { win32: 'win' };
  return `node-${systems[platform] ?? platform}-${arch}`;
}
