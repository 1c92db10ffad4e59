import { finishDeploy, readAfterDeploy } from '../deploy/after-deploy.ts';
import { bootstrap, deploy } from '../deploy/cdk.ts';
import { createClients } from '../deploy/clients.ts';
import { ensureSecret } from '../deploy/secret.ts';
import { stopProcess } from '../runtime/processes.ts';
import { endpointsOf, type LocalState, readState, removeState, writeState } from '../runtime/state.ts';
import {
  addProcess,
  areRunning,
  type ServicesOptions,
  startScript,
  startServices,
  stopServices,
} from './services.ts';

export interface UpOptions extends ServicesOptions {
  /** The value of a tag of all resources: something to deploy again for. */
  readonly change?: string | undefined;
}

export interface UpResult {
  readonly state: LocalState;
  /** What a person should know. */
  readonly notes: readonly string[];
  /** How many resources of a type are not deployed as they are. */
  readonly changed: Readonly<Record<string, number>>;
}

/**
 * Starts what does not run yet, deploys the stacks, and starts the sidecar anew. When it fails or is broken
 * off, what this call started is stopped again; what ran before goes on.
 */
export async function bringUp(options: UpOptions): Promise<UpResult> {
  const { places, say } = options;
  const before = await readState(places.stateDir);
  const isUp = before !== undefined && areRunning(before);
  try {
    const { state, notes } = isUp ? { state: before, notes: [] } : await startFresh(options, before);
    if (isUp) say('everything runs already: deploying again');
    return { ...(await deployAll(options, state)), notes };
  } catch (error) {
    if (!isUp) await giveUp(options);
    throw error;
  }
}

/** Remains of an environment that has ended by itself, by a restart of the machine say, are cleared away first. */
async function startFresh(options: UpOptions, remains: LocalState | undefined) {
  const { places, say } = options;
  if (remains !== undefined) {
    say('what ran here before has ended: starting anew');
    await stopServices(places, remains);
    await removeState(places.stateDir);
  }
  return startServices(options);
}

async function giveUp({ places, say }: UpOptions): Promise<void> {
  const state = await readState(places.stateDir).catch(() => undefined);
  if (state === undefined) return;
  await stopServices(places, state);
  say(`stopped what was started; the logs are in ${places.stateDir}`);
}

async function deployAll(
  options: UpOptions,
  state: LocalState,
): Promise<Pick<UpResult, 'state' | 'changed'>> {
  const { places, say, signal, change } = options;
  const endpoints = endpointsOf(state);
  const clients = createClients(endpoints);
  const lines: string[] = [];
  const cdk = {
    places,
    engineUrl: endpoints.engine,
    change,
    onLine: (line: string) => {
      lines.push(line);
      const ended = /^\s*(✅|❌)\s+(\S.*)$/u.exec(line);
      if (ended) say(`${ended[1] === '✅' ? 'deployed' : 'failed'}  ${ended[2]}`);
    },
    ...(signal && { signal }),
  };
  await ensureSecret(clients);
  if (state.deployedAt === undefined) {
    say('preparing the account: cdk bootstrap');
    await bootstrap(cdk);
  }
  say('deploying the stacks: cdk deploy');
  await deploy(cdk);
  const todo = await readAfterDeploy(places.stateDir);
  await finishDeploy(clients, todo);
  say('steps after the deploy are done: times to live, tags of buckets, composite alarms');
  const deployed = { ...state, deployedAt: new Date().toISOString() };
  await writeState(places.stateDir, deployed);
  return { state: await restartSidecar(options, deployed), changed: todo.changed };
}

/** It reads the alarms once: after a deploy there may be others. */
async function restartSidecar({ places, say }: UpOptions, state: LocalState): Promise<LocalState> {
  const old = state.processes.find(({ name }) => name === 'sidecar');
  if (old) await stopProcess(old);
  const started = await startScript('sidecar', 'emulator/sidecar.ts', [places.stateDir], places);
  say('the alarm sidecar runs');
  return addProcess(places, started);
}
