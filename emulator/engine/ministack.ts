import { join } from 'node:path';
import type { Places } from '../runtime/places.ts';
import { startProcess } from '../runtime/processes.ts';
import type { Say } from '../runtime/progress.ts';
import { runCommand } from '../runtime/run-command.ts';
import type { Ports, StartedProcess } from '../runtime/state.ts';
import { cachedFolder } from './cached.ts';
import { clockFile, prepareLambdaNode } from './lambda-node.ts';

/** The release that this has been proved with; every other one may behave otherwise. */
const release = '1.5.33';
const packages = [`ministack==${release}`, 'cbor2', 'cryptography'];

/** Account and region of everything local; the account is what MiniStack takes the key `test` for. */
export const localPlace = { account: '000000000000', region: 'us-east-1' } as const;

/** Variables by which the SDK and the CDK talk to the emulator: keys that open nothing anywhere. */
export const localCredentials = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: localPlace.region,
  AWS_DEFAULT_REGION: localPlace.region,
} as const;

export interface EngineOptions {
  readonly places: Places;
  readonly ports: Ports;
  readonly say: Say;
  readonly signal?: AbortSignal;
}

export interface StartedEngine {
  readonly process?: StartedProcess;
  /** Answers once the emulator is ready. */
  readonly healthUrl: string;
  /** What a person should know of it. */
  readonly notes: readonly string[];
}

/**
 * Starts MiniStack, in a virtual environment of its own that is made at the first time.
 * @throws Error when Python is missing or the packages cannot be had
 */
export async function startMiniStack({ places, ports, say, signal }: EngineOptions): Promise<StartedEngine> {
  const venv = await ensureVenv(places, say, signal);
  const node = await prepareLambdaNode(places, say, signal);
  const started = await startProcess('ministack', join(venv, 'bin', 'ministack'), [], {
    cwd: places.stateDir,
    env: environmentOf(places, ports, node.binDir),
    logFile: join(places.stateDir, 'logs', 'ministack.log'),
  });
  return {
    process: started,
    healthUrl: `http://127.0.0.1:${ports.engine}/_ministack/health`,
    notes: node.note === undefined ? [] : [node.note],
  };
}

function ensureVenv({ cacheDir, rootDir }: Places, say: Say, signal?: AbortSignal): Promise<string> {
  return cachedFolder(cacheDir, `ministack-${release}`, async (dir) => {
    say(`fetching MiniStack ${release} by pip into ${dir}`);
    const options = { cwd: rootDir, env: process.env, signal };
    try {
      await runCommand('python3', ['-m', 'venv', dir], options);
    } catch (error) {
      signal?.throwIfAborted();
      const cause = error instanceof Error ? error.message : String(error);
      throw new Error(`python3 with its venv module is needed (Debian: python3-venv): ${cause}`);
    }
    await runCommand(join(dir, 'bin', 'pip'), ['install', '--quiet', ...packages], options);
  });
}

/** Its whole environment: what else this shell has set for AWS must not reach it. */
function environmentOf({ rootDir, stateDir }: Places, ports: Ports, nodeDir: string): NodeJS.ProcessEnv {
  const { PATH = '', HOME = stateDir, LANG = 'C.UTF-8', TMPDIR } = process.env;
  return {
    HOME,
    LANG,
    ...(TMPDIR && { TMPDIR }),
    // Functions run on the first `node` of the path; custom resources of the CDK find the SDK by NODE_PATH.
    PATH: `${nodeDir}:${PATH}`,
    NODE_PATH: join(rootDir, 'node_modules'),
    NODE_NO_WARNINGS: '1',
    ...localCredentials,
    GATEWAY_PORT: String(ports.engine),
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    LAMBDA_EXECUTOR: 'local',
    // It would listen on all addresses.
    IOT_MTLS_ENABLED: '0',
    // Inherited by the functions: all that they ask of AWS goes through the gateway.
    AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.gateway}`,
    TIDEWATCH_ENGINE_URL: `http://127.0.0.1:${ports.engine}`,
    TIDEWATCH_CLOCK_FILE: join(stateDir, clockFile),
  };
}
