import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StartedProcess } from './state.ts';

export interface StartOptions {
  readonly cwd: string;
  /** The whole environment of the process. */
  readonly env: NodeJS.ProcessEnv;
  /** Its output goes here. */
  readonly logFile: string;
}

/** Starts a process that outlives this one, in a group of its own, so that Ctrl-C here does not reach it.
 *  @throws Error when the command cannot be started */
export async function startProcess(
  name: string,
  command: string,
  args: readonly string[],
  { cwd, env, logFile }: StartOptions,
): Promise<StartedProcess> {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  try {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', log, log] });
    await Promise.race([
      once(child, 'spawn'),
      once(child, 'error').then(([error]) => Promise.reject(error as Error)),
    ]);
    child.unref();
    const pid = child.pid ?? -1;
    return { name, pid, stamp: stampOf(pid) ?? '' };
  } finally {
    closeSync(log);
  }
}

/** Whether it still runs: the same process, not a later one with its id. */
export function isRunning({ pid, stamp }: StartedProcess): boolean {
  return stamp !== '' && stampOf(pid) === stamp;
}

/** Asks it to end, and ends it and its children by force when it has not within the time. */
export async function stopProcess(started: StartedProcess, graceMs = 10_000): Promise<void> {
  if (!isRunning(started)) return;
  process.kill(started.pid, 'SIGTERM');
  const endMs = Date.now() + graceMs;
  while (isRunning(started) && Date.now() < endMs) await sleep(50);
  // The group is the process and those that it started.
  if (isRunning(started)) killGroup(started.pid);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** When the process with this id began, as the system tells it; `undefined` when there is none, or only its remains. */
function stampOf(pid: number): string | undefined {
  if (process.platform === 'linux') return linuxStampOf(pid);
  try {
    const stamp = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return stamp === '' ? undefined : stamp;
  } catch {
    return undefined;
  }
}

/** Fields 3 and 22 of /proc/PID/stat, counted after the name, which may hold blanks. Source: proc(5). */
function linuxStampOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
