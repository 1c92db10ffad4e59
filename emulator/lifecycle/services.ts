import { join } from 'node:path';
import { chooseEngine, localCredentials, startEngine, stopEngine } from '../engine/index.ts';
import type { Places } from '../runtime/places.ts';
import { freePort } from '../runtime/ports.ts';
import { isRunning, startProcess, stopProcess } from '../runtime/processes.ts';
import type { Say } from '../runtime/progress.ts';
import {
  type EngineKind,
  endpointsOf,
  type LocalState,
  type Ports,
  readState,
  type StartedProcess,
  writeState,
} from '../runtime/state.ts';
import { until } from '../runtime/until.ts';

export interface ServicesOptions {
  readonly places: Places;
  readonly say: Say;
  readonly signal?: AbortSignal;
  /** @default chooseEngine */
  readonly engine?: EngineKind | undefined;
}

/** The ports that are taken where they are free; others where they are not. */
const wishedPorts: Ports = { engine: 4566, gateway: 4576, kafka: 5055, sink: 9900 };

/** The services of a state all run. */
export function areRunning({ processes }: LocalState): boolean {
  const names = new Set(processes.filter(isRunning).map(({ name }) => name));
  return processes.every(({ name }) => names.has(name)) && names.has('companions');
}

/**
 * Starts the emulator and its companions and waits until they answer. What is started is in the state at
 * once, so that `stopServices` finds it whatever happens next.
 */
export async function startServices({
  places,
  say,
  signal,
  engine,
}: ServicesOptions): Promise<{ readonly state: LocalState; readonly notes: readonly string[] }> {
  const kind = engine ?? (await chooseEngine(places));
  const state: LocalState = { engine: kind, ports: await choosePorts(), processes: [] };
  await writeState(places.stateDir, state);
  const companions = await startCompanions(places, state.ports);
  const withCompanions = await addProcess(places, companions);
  say(`starting ${kind} on port ${state.ports.engine}`);
  const options = { places, ports: state.ports, say, ...(signal && { signal }) };
  const started = await startEngine(kind, options);
  const whole = started.process ? await addProcess(places, started.process) : withCompanions;
  await untilReady(whole, started.healthUrl, places, signal);
  say(`${kind} is ready`);
  return { state: whole, notes: started.notes };
}

/** Ends the processes of a state, newest first, and the engine where it is no process of ours. */
export async function stopServices(places: Places, state: LocalState): Promise<void> {
  for (const one of state.processes.toReversed()) await stopProcess(one);
  await stopEngine(places, state);
}

/** Writes the process into the state, in the place of an earlier one of its name. */
export async function addProcess(places: Places, started: StartedProcess): Promise<LocalState> {
  const state = await readState(places.stateDir);
  if (state === undefined) {
    await stopProcess(started);
    throw new Error(`the state in ${places.stateDir} is gone: was "local:down" run meanwhile?`);
  }
  const others = state.processes.filter(({ name }) => name !== started.name);
  const added = { ...state, processes: [...others, started] };
  await writeState(places.stateDir, added);
  return added;
}

/** Environment of a process of ours that runs TypeScript from the checkout. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TMPDIR } = process.env;
  return { PATH, HOME, LANG, TMPDIR, NODE_NO_WARNINGS: '1', ...localCredentials };
}

/** Starts a script of the emulator. @param script from the checkout's root */
export function startScript(
  name: string,
  script: string,
  args: readonly string[],
  { rootDir, stateDir }: Places,
): Promise<StartedProcess> {
  return startProcess(name, process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: rootDir,
    env: ownEnvironment(),
    logFile: join(stateDir, 'logs', `${name}.log`),
  });
}

async function choosePorts(): Promise<Ports> {
  const entries = await Promise.all(
    Object.entries(wishedPorts).map(async ([name, port]) => [name, await freePort(port)] as const),
  );
  return Object.fromEntries(entries) as unknown as Ports;
}

function startCompanions(places: Places, ports: Ports): Promise<StartedProcess> {
  const args = [ports.gateway, ports.kafka, ports.sink, ports.engine].map(String);
  return startScript('companions', 'emulator/companions.ts', args, places);
}

async function untilReady(
  state: LocalState,
  healthUrl: string,
  { stateDir }: Places,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { gateway, kafka, sink } = endpointsOf(state);
  const urls = [healthUrl, `${gateway}/control/calls`, `${kafka}/control/clusters`, `${sink}/control/events`];
  const ended = () => state.processes.find((one) => !isRunning(one));
  await until('the services to answer', async () => (await Promise.all(urls.map(answers))).every(Boolean), {
    signal,
    limitMs: 90_000,
    hopeless: () => {
      const one = ended();
      return one && `${one.name} has ended: see ${join(stateDir, 'logs', `${one.name}.log`)}`;
    },
  });
}

async function answers(url: string): Promise<boolean> {
  const { ok } = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return ok;
}
