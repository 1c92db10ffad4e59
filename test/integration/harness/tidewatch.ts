import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleOverrides } from '../../../lib/domain/catalogue/rule-override.ts';
import { isBuilt } from './built.ts';
import { lastLines, type Running } from './processes.ts';
import type { Tools } from './tools.ts';
import { until } from './wait.ts';

/** What the real command was started with and where its page is. */
export interface Tidewatch {
  readonly process: Running;
  /** Ends with a slash. */
  readonly pageUrl: string;
  /** The JSON at a path of the page's API: `api/series?signal=lag_sum`. */
  get<T>(path: string): Promise<T>;
  /** The last words of the process. */
  words(): string;
}

/** Builds `dist` when it is missing or older than the sources. */
export async function ensureBuilt(tools: Tools): Promise<void> {
  if (await isBuilt(tools.rootDir)) return;
  const startMs = Date.now();
  await tools.run(process.execPath, ['scripts/build.mjs'], { cwd: tools.rootDir });
  tools.log(`build    dist: ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
}

/** Starts `tidewatch` from `dist` and waits for its page. */
export async function startTidewatch(
  tools: Tools,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Tidewatch> {
  const cli = join(tools.rootDir, 'dist', 'bin', 'cli.js');
  const running = tools.start(`tidewatch ${args[0]}`, process.execPath, [cli, ...args], {
    cwd: tools.workDir,
    env,
  });
  const words = () => `tidewatch said:\n${lastLines(running.output(), 30)}`;
  const pageOf = () => /^page: (\S+)$/m.exec(running.output())?.[1];
  await until('the page of tidewatch', () => pageOf() !== undefined || !running.isRunning(), {
    limitMs: 60_000,
    seen: words,
  });
  const pageUrl = pageOf();
  if (pageUrl === undefined) throw new Error(`it ended without a page; ${words()}`);
  return {
    process: running,
    pageUrl,
    words,
    async get<T>(path: string) {
      const response = await fetch(new URL(path, pageUrl), { signal: AbortSignal.timeout(10_000) });
      if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}

/** Writes changes to rules into a file of the suite. @returns its path, for `--rules` */
export async function rulesFile(tools: Tools, name: string, changes: RuleOverrides): Promise<string> {
  const path = join(tools.workDir, `${name}.json`);
  await writeFile(path, JSON.stringify(changes));
  return path;
}
