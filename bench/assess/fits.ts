import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fitIsolationForest, fitOneClassSvm } from '../../lib/domain/anomaly/index.ts';
import { createRows } from './traffic.ts';

/** CPU of one fit of the same rows, by us and by scikit-learn. */
export interface FitTimes {
  readonly algorithm: string;
  readonly rows: number;
  readonly oursMs: number;
  /** Without it, scikit-learn is not there. */
  readonly theirsMs?: number;
}

export interface Fits {
  readonly times: readonly FitTimes[];
  /** Version of scikit-learn, or why there is none. */
  readonly peer: string;
}

const columns = 8;
const howToGetIt = 'none: give --python a Python 3 in which "pip install scikit-learn==1.9.1" was run';

const ours: Readonly<Record<string, (rows: Float64Array) => unknown>> = {
  'isolation-forest': (rows) => fitIsolationForest(rows, { columns, trees: 100, sampleSize: 256, seed: 1 }),
  'one-class-svm': (rows) => fitOneClassSvm(rows, { columns, nu: 0.05, gamma: 'scale' }),
};

/** Times each batch fit on so many rows of eight numbers, and scikit-learn's of the same where Python has it. */
export function timeFits(count: number, rounds: number, python: string): Fits {
  const rows = createRows(count, 1);
  const theirs = timePeers(rows, rounds, python);
  const times = Object.entries(ours).map(([algorithm, fitRows]) => {
    const theirsMs = theirs.cpuMs?.[algorithm];
    const oursMs = medianMs(rounds, () => fitRows(rows));
    return { algorithm, rows: count, oursMs, ...(theirsMs !== undefined && { theirsMs }) };
  });
  return { times, peer: theirs.version ?? howToGetIt };
}

interface Peers {
  readonly version?: string;
  readonly cpuMs?: Readonly<Record<string, number>>;
}

function timePeers(rows: Float64Array, rounds: number, python: string): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'assess-'));
  try {
    const path = join(folder, 'rows.csv');
    writeFileSync(path, csvOf(rows));
    const script = fileURLToPath(new URL('./peers/scikit_learn.py', import.meta.url));
    const { status, stdout } = spawnSync(python, [script, path, String(rounds)], { encoding: 'utf8' });
    return status === 0 ? (JSON.parse(stdout) as Peers) : {};
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function csvOf(rows: Float64Array): string {
  const lines = Array.from({ length: rows.length / columns }, (_, i) =>
    rows.subarray(columns * i, columns * (i + 1)).join(','),
  );
  return `${lines.join('\n')}\n`;
}

/** Median CPU time, in ms, of so many runs after one that is not counted. */
function medianMs(rounds: number, run: () => unknown): number {
  const times = Array.from({ length: rounds + 1 }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }).slice(1);
  return times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
}
