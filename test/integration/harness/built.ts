import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const sourceDirs = ['bin', 'lib', 'app'];

/** Whether `dist` holds the command, built from the sources as they are. */
export async function isBuilt(rootDir: string): Promise<boolean> {
  const isThere = await modifiedMs(join(rootDir, 'dist', 'bin', 'cli.js'));
  // The compiler leaves files alone that come out the same, but not its own notes.
  const builtMs = isThere && (await modifiedMs(join(rootDir, 'dist', '.tsbuildinfo')));
  if (builtMs === undefined) return false;
  for (const dir of sourceDirs) {
    for (const name of await readdir(join(rootDir, dir), { recursive: true })) {
      if (!/\.tsx?$/.test(name)) continue;
      if (((await modifiedMs(join(rootDir, dir, name))) ?? 0) > builtMs) return false;
    }
  }
  return true;
}

async function modifiedMs(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return undefined;
  }
}
