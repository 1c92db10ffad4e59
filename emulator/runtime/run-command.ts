import { spawn } from 'node:child_process';

export interface RunOptions {
  readonly cwd: string;
  /** The whole environment of the command. */
  readonly env: NodeJS.ProcessEnv;
  /** Called with each line of its output. */
  readonly onLine?: (line: string) => void;
  /** Ends the command. */
  readonly signal?: AbortSignal | undefined;
}

/** Lines kept for the message of a failure. */
const lastLines = 25;

/**
 * Runs a command to its end. In a group of its own: on `signal` it and all that it has started are ended.
 * @returns its standard output
 * @throws Error with its last lines when it fails or cannot be started
 */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, env, onLine, signal }: RunOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const end = () => endGroup(child.pid);
    signal?.addEventListener('abort', end, { once: true });
    let output = '';
    const lines: string[] = [];
    const take = splitLines((line) => {
      lines.push(line);
      if (lines.length > lastLines) lines.shift();
      onLine?.(line);
    });
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      take(chunk.toString());
    });
    child.stderr.on('data', (chunk: Buffer) => take(chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', end);
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${lines.join('\n')}`));
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended already.
  }
}

function splitLines(take: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) take(line);
  };
}
