import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where the local environment reads and writes. */
export interface Places {
  /** The checkout. */
  readonly rootDir: string;
  /** Process ids, ports, logs and the CDK's output of one local environment: git-ignored, gone after `local:down`. */
  readonly stateDir: string;
  /** What is fetched once, outside the checkout: `$TIDEWATCH_CACHE`, or a folder of the home directory. */
  readonly cacheDir: string;
}

/** The places of a command that runs in the checkout. @param stateDir @default .local in the checkout */
export function placesOf(env: NodeJS.ProcessEnv, rootDir: string, stateDir = '.local'): Places {
  return {
    rootDir,
    stateDir: resolve(rootDir, stateDir),
    cacheDir: env.TIDEWATCH_CACHE ?? join(homedir(), '.cache', 'tidewatch-local'),
  };
}
