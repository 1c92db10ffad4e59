import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInstaller, type Installer } from './install.ts';
import { createProcesses, type Processes } from './processes.ts';

/** What a suite works with. All that it opens is closed when the suite ends, in reverse order. */
export interface Tools extends Processes {
  /** Kept from run to run, outside the checkout: `$TIDEWATCH_CACHE`, or a folder of the home directory. */
  readonly cacheDir: string;
  /** Empty at the start, removed at the end. */
  readonly workDir: string;
  /** The checkout. */
  readonly rootDir: string;
  readonly install: Installer;
  /** Prints one line under the suite. */
  log(line: string): void;
  /** Called when the suite ends, also after a failure or Ctrl-C. */
  onEnd(close: () => unknown): void;
}

export interface OpenTools extends Tools {
  close(): Promise<void>;
  /** Kills what was started, at once: for a second Ctrl-C. */
  killAll(): void;
}

export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return env.TIDEWATCH_CACHE ?? join(homedir(), '.cache', 'tidewatch-integration');
}

export async function openTools(rootDir: string, log: (line: string) => void): Promise<OpenTools> {
  const cache = cacheDir();
  await mkdir(cache, { recursive: true });
  const workDir = await mkdtemp(join(tmpdir(), 'tidewatch-integration-'));
  const processes = createProcesses();
  const endings: (() => unknown)[] = [];
  return {
    ...processes,
    cacheDir: cache,
    workDir,
    rootDir,
    install: createInstaller({ cacheDir: cache, log, run: processes.run }),
    log,
    onEnd: (close) => endings.unshift(close),
    async close() {
      for (const end of endings.splice(0)) {
        try {
          await end();
        } catch (error) {
          log(`while ending: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      await processes.stopAll();
      await rm(workDir, { recursive: true, force: true });
    },
    killAll: processes.killAll,
  };
}
