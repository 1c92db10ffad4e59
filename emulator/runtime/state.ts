import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export type EngineKind = 'ministack' | 'localstack';

/** A process of ours that goes on when the command that started it has ended. */
export interface StartedProcess {
  readonly name: string;
  readonly pid: number;
  /** What tells it from a later process with the same id. */
  readonly stamp: string;
}

/** Ports on loopback. */
export interface Ports {
  /** The emulator itself: for people, the CDK and the sidecar. */
  readonly engine: number;
  /** What the functions call: it counts, and can be told to fail. */
  readonly gateway: number;
  readonly kafka: number;
  readonly sink: number;
}

/** What is known of a local environment from command to command. */
export interface LocalState {
  readonly engine: EngineKind;
  readonly ports: Ports;
  readonly processes: readonly StartedProcess[];
  /** ISO time of the last whole deploy; absent before the first. */
  readonly deployedAt?: string;
}

const fileName = 'state.json';

/** The state, or `undefined` when nothing is up. @throws SyntaxError when the file is damaged */
export async function readState(stateDir: string): Promise<LocalState | undefined> {
  try {
    return JSON.parse(await readFile(join(stateDir, fileName), 'utf8')) as LocalState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the state as a whole: a reader never sees half of it. */
export async function writeState(stateDir: string, state: LocalState): Promise<void> {
  await mkdir(stateDir, { recursive: true });
  const path = join(stateDir, fileName);
  await writeFile(`${path}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** Forgets the environment: logs and the CDK's output too. */
export async function removeState(stateDir: string): Promise<void> {
  await rm(stateDir, { recursive: true, force: true });
}

/** Addresses of a state's ports. */
export function endpointsOf({ ports }: Pick<LocalState, 'ports'>) {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return {
    engine: at(ports.engine),
    gateway: at(ports.gateway),
    kafka: at(ports.kafka),
    sink: at(ports.sink),
  } as const;
}
