import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const beside = (script: URL) => fileURLToPath(script);

/** The programs that run in a process of their own. */
export const scripts = {
  measure: beside(new URL('./peers/measure.py', import.meta.url)),
  ours: beside(new URL('./peers/ours.mjs', import.meta.url)),
  npm: beside(new URL('./peers/npm-peer.mjs', import.meta.url)),
  python: beside(new URL('./peers/python-peer.py', import.meta.url)),
  r: beside(new URL('./peers/r-peer.R', import.meta.url)),
  ourReference: beside(new URL('./peers/reference.mjs', import.meta.url)),
  reference: beside(new URL('./peers/reference.py', import.meta.url)),
} as const;

export interface Measured {
  readonly text: string;
  readonly cpuMs: number;
  readonly rssMb: number;
  /** The CPU time allowed was used up. */
  readonly isTimeout: boolean;
  readonly status: number | null;
}

export interface Limits {
  /** CPU seconds, not wall clock: the machine may be shared. */
  readonly seconds: number;
  readonly input?: string;
}

const oneThread = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' };

/**
 * Runs a program to its end: what it printed (both streams), its CPU time (user and system) and the most memory it held.
 * @throws Error when it cannot be started
 */
export function measured(command: readonly string[], { seconds, input }: Limits): Promise<Measured> {
  const child = spawn('python3', [scripts.measure, String(seconds), ...command], {
    env: { ...process.env, ...oneThread },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const texts = ['', ''];
  const collect = (stream: NodeJS.ReadableStream | undefined | null, at: 0 | 1) =>
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      texts[at] += chunk;
    });
  collect(child.stdout, 0);
  collect(child.stderr, 0);
  collect(child.stdio[3] as NodeJS.ReadableStream | null, 1);
  child.stdin?.on('error', () => undefined).end(input ?? '');
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', () => {
      const [text = '', report = ''] = texts;
      if (report === '') fail(new Error(`${command[0]}: ${text.trim().slice(-300)}`));
      else done({ text, ...readReport(report) });
    });
  });
}

/** SIGXCPU and SIGKILL: the soft and the hard limit of CPU time. */
const limitSignals = [24, 9];

function readReport(report: string): Omit<Measured, 'text'> {
  const { status, signal, cpuMs, rssMb } = JSON.parse(report) as Record<string, number | null>;
  return {
    status: status ?? null,
    isTimeout: typeof signal === 'number' && limitSignals.includes(signal),
    cpuMs: cpuMs ?? Number.NaN,
    rssMb: rssMb ?? Number.NaN,
  };
}
