import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * A folder of the cache, filled once: `whole` in it says that the filling came to its end.
 * In place, because a virtual environment of Python knows its own path.
 */
export async function cachedFolder(
  cacheDir: string,
  name: string,
  fill: (dir: string) => Promise<void>,
): Promise<string> {
  const dir = join(cacheDir, name);
  if (await exists(join(dir, 'whole'))) return dir;
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  await fill(dir);
  await writeFile(join(dir, 'whole'), '');
  return dir;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch {
    return false;
  }
}
