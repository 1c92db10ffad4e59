import { join } from 'node:path';
import type { Places } from '../runtime/places.ts';
import { runCommand } from '../runtime/run-command.ts';
import type { Ports } from '../runtime/state.ts';
import type { EngineOptions, StartedEngine } from './ministack.ts';

/** Whether a Docker engine with compose answers. */
export async function hasDocker({ rootDir }: Places): Promise<boolean> {
  const options = { cwd: rootDir, env: process.env, signal: AbortSignal.timeout(10_000) };
  try {
    await runCommand('docker', ['info', '--format', '{{.ServerVersion}}'], options);
    await runCommand('docker', ['compose', 'version', '--short'], options);
    return true;
  } catch {
    return false;
  }
}

/** Starts LocalStack by docker compose. @throws Error with the words of compose when it fails */
export async function startLocalStack({ places, ports, say, signal }: EngineOptions): Promise<StartedEngine> {
  say('starting LocalStack by docker compose');
  await compose(places, ports, ['up', '--detach'], signal);
  return {
    healthUrl: `http://127.0.0.1:${ports.engine}/_localstack/health`,
    notes: [
      'LocalStack is not proved: the integration tests run on MiniStack, and schedules are not known to fire on it',
    ],
  };
}

/** Stops it and forgets what it held. */
export async function stopLocalStack(places: Places, ports: Ports): Promise<void> {
  await compose(places, ports, ['down', '--volumes']);
}

async function compose(
  places: Places,
  { engine, gateway }: Ports,
  args: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const file = join(places.rootDir, 'emulator', 'compose.yaml');
  const env = {
    ...process.env,
    TIDEWATCH_ENGINE_PORT: String(engine),
    TIDEWATCH_GATEWAY_PORT: String(gateway),
  };
  await runCommand('docker', ['compose', '--file', file, ...args], { cwd: places.rootDir, env, signal });
}
