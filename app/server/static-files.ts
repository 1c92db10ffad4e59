import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ConfigError } from '../../lib/ports/errors.ts';

export interface StaticFile {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * The page's files by their path (`/` is the page itself), read once: what is not in this map is not served.
 * @throws ConfigError when the folder holds no built page
 */
export function readStaticFiles(webDir: string): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  for (const name of namesIn(webDir)) {
    const type = types[extname(name)];
    if (type !== undefined) {
      files.set(name === 'index.html' ? '/' : `/${name}`, { type, bytes: bytesOf(join(webDir, name)) });
    }
  }
  if (!files.has('/')) {
    throw new ConfigError([
      `no page in ${webDir}: got no index.html there; build it with \`npm run prepare\``,
    ]);
  }
  return files;
}

const bytesOf = (path: string) => new Uint8Array(readFileSync(path));

function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch {
    return [];
  }
}
