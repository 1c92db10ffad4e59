import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface StartOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A process that was started and goes on running. */
export interface Running {
  readonly name: string;
  readonly pid: number;
  /** What it has written so far, standard output and error together. */
  output(): string;
  isRunning(): boolean;
  /** Asks it to end, and ends it by force when it does not within the time. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

export interface Processes {
  /** Starts a process; it is stopped when the suite ends. */
  start(name: string, command: string, args: readonly string[], options?: StartOptions): Running;
  /** Runs a command to its end. @returns its output @throws with the last lines of it when it fails */
  run(command: string, args: readonly string[], options?: StartOptions): Promise<string>;
}

interface OwnedProcesses extends Processes {
  stopAll(): Promise<void>;
  killAll(): void;
}

/** Output kept of each process, in characters: enough for its last words. */
const keptCharacters = 200_000;

export function createProcesses(): OwnedProcesses {
  const all: Running[] = [];
  const children = new Set<ChildProcess>();
  let isOver = false;

  function spawned(command: string, args: readonly string[], options: StartOptions): ChildProcess {
    // A test that ran out of time may still be at work: what it starts now, nobody would stop.
    if (isOver) throw new Error(`${command}: not started, the suite is over`);
    const env = { ...process.env, ...options.env };
    const child = spawn(command, args, {
      ...(options.cwd && { cwd: options.cwd }),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    children.add(child);
    child.once('exit', () => children.delete(child));
    return child;
  }

  function start(
    name: string,
    command: string,
    args: readonly string[],
    options: StartOptions = {},
  ): Running {
    const child = spawned(command, args, options);
    const running = follow(name, child);
    all.push(running);
    return running;
  }

  async function run(command: string, args: readonly string[], options: StartOptions = {}): Promise<string> {
    const child = spawned(command, args, options);
    const output = collect(child);
    const [code] = await Promise.race([
      once(child, 'close'),
      once(child, 'error').then(([error]) => Promise.reject(error)),
    ]);
    if (code === 0) return output();
    throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${lastLines(output(), 15)}`);
  }

  return {
    start,
    run,
    async stopAll() {
      isOver = true;
      for (const child of children) if (!all.some(({ pid }) => pid === child.pid)) child.kill('SIGKILL');
      await Promise.all(all.map((running) => running.stop()));
    },
    killAll() {
      isOver = true;
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

function follow(name: string, child: ChildProcess): Running {
  const output = collect(child);
  let spawnError = '';
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      spawnError = `${name}: ${error.message}\n`;
      resolve();
    });
  }).then(() => {
    hasEnded = true;
  });
  return {
    name,
    pid: child.pid ?? -1,
    output: () => spawnError + output(),
    isRunning: () => !hasEnded,
    async stop(signal = 'SIGTERM', graceMs = 15_000) {
      if (hasEnded) return;
      child.kill(signal);
      const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(force);
    },
  };
}

function collect(child: ChildProcess): () => string {
  let text = '';
  const add = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-keptCharacters);
  };
  child.stdout?.on('data', add);
  child.stderr?.on('data', add);
  return () => text;
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Ports on loopback that are free now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = await Promise.all(
    servers.map(async (server) => {
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
