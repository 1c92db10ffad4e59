import type { Places } from '../runtime/places.ts';
import type { EngineKind, LocalState } from '../runtime/state.ts';
import { hasDocker, startLocalStack, stopLocalStack } from './localstack.ts';
import { type EngineOptions, type StartedEngine, startMiniStack } from './ministack.ts';

export { clockFile } from './lambda-node.ts';
export type { EngineOptions, StartedEngine } from './ministack.ts';
export { localCredentials, localPlace } from './ministack.ts';

/** LocalStack where a Docker engine answers, else MiniStack. */
export async function chooseEngine(places: Places): Promise<EngineKind> {
  return (await hasDocker(places)) ? 'localstack' : 'ministack';
}

/** Starts it; it may not answer yet. */
export function startEngine(kind: EngineKind, options: EngineOptions): Promise<StartedEngine> {
  return kind === 'localstack' ? startLocalStack(options) : startMiniStack(options);
}

/** Ends what is no process of ours. */
export async function stopEngine(places: Places, { engine, ports }: LocalState): Promise<void> {
  if (engine === 'localstack') await stopLocalStack(places, ports);
}
