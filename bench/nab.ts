/**
 * Alarms on the Numenta Anomaly Benchmark's files, in its result layout: `npm run bench:nab -- --data DIR --out DIR`
 * (`--help` has the rest).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../app/progress.ts';
import { detectors } from '../lib/domain/anomaly/index.ts';
import { copyNames, copyOf } from './nab/copies.ts';
import { type Job, type Marked, markAll } from './nab/crew.ts';
import { eventWindows, inBenchmarkTime } from './nab/event-windows.ts';
import { readWindows, windowsPath } from './nab/labels.ts';
import { type LabelledFile, readFiles } from './nab/read.ts';
import { drawScores, type NabScore, scoreOf } from './nab/score.ts';
import { writeCopy, writeWindows } from './nab/write-copy.ts';

const usage = `npm run bench:nab -- --data DIR --out DIR [options]

Runs a detector over each file of DIR/CATEGORY/FILE.csv (timestamp,value), row by row, and writes
OUT/DETECTOR/CATEGORY/DETECTOR_FILE.csv (timestamp,value,anomaly_score,label): anomaly_score is 1 where an alarm begins
and else 0, label is always 0, for no label is read. One configuration and one threshold for all files, so there is
nothing for a scorer to optimise. The detector is told how many rows the benchmark lets it learn from (15 %, at most
750), as all of the benchmark's detectors are.

  --data DIR       folder of the categories (or one that has them in data/)
  --out DIR
  --detector NAME  or all @default fused
  --range          tells the detector each file's least and greatest value beforehand, as the benchmark tells its own;
                   without it, it is strictly causal. Results are in OUT/DETECTOR-range then
  --threads N      @default as many as there are processors
  --copy NAME      runs over a copy of the files that could as well have been, one of ${copyNames.join(', ')},
                   or all: what is right for the kind of data, and not only for these files, scores alike on each. Drawn
                   with a fixed seed. Results are in OUT/COPY/DETECTOR then @default as-is, with results in OUT/DETECTOR
  --event-windows  for a set that has a third column of labels (1 is an anomaly) and no windows: each event gets one, as
                   the benchmark makes them, in OUT/labels. No detector sees them
  --write-data     with --copy: writes OUT/COPY/data and OUT/COPY/labels as well, the windows moved to rows that are left
  --scorer FILE    a Python program that takes RESULTS WINDOWS.json --json and prints each profile's score: its scores
                   are drawn as a table, by copy and their mean. Implies --write-data where there are copies
  --python PATH    @default python3
`;

const flags = {
  data: { type: 'string' },
  out: { type: 'string' },
  detector: { type: 'string', default: 'fused' },
  range: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
  copy: { type: 'string' },
  'event-windows': { type: 'boolean', default: false },
  'write-data': { type: 'boolean', default: false },
  scorer: { type: 'string' },
  python: { type: 'string', default: 'python3' },
  help: { type: 'boolean', default: false },
} as const;

function chosenDetectors(name: string): readonly string[] {
  const ids = detectors.map(({ id }) => id);
  if (name === 'all') return ids;
  if (ids.includes(name)) return [name];
  throw new Error(`got --detector ${name}: give all or one of ${ids.join(', ')}`);
}

function writeResult(folder: string, name: string, file: LabelledFile, { scores }: Marked): void {
  const path = join(folder, dirname(file.name), `${name}_${basename(file.name)}`);
  const rows = file.timestamps.map((time, i) => `${time},${file.values[i]},${scores[i]},0\n`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `timestamp,value,anomaly_score,label\n${rows.join('')}`);
}

function chosenCopies(name: string | undefined): readonly string[] {
  if (name === undefined) return ['as-is'];
  if (name === 'all') return copyNames;
  if (copyNames.includes(name)) return [name];
  throw new Error(`got --copy ${name}: give all or one of ${copyNames.join(', ')}`);
}

/** Marks each file by a detector and writes the results. */
async function run(files: readonly LabelledFile[], job: Job, threads: number, folder: string): Promise<void> {
  const name = basename(folder);
  const progress = createProgress(`nab ${folder}`);
  let done = 0;
  let alarms = 0;
  await markAll(files, job, threads, (file, marked) => {
    writeResult(folder, name, file, marked);
    alarms += marked.flags.reduce((sum, flag) => sum + flag, 0);
    progress.update(++done / files.length, file.name);
  });
  progress.end();
  console.log(`${name}: ${alarms} alarms in ${files.length} files, written to ${folder}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return console.log(usage);
  const { data, out, copy, python, scorer } = values;
  if (data === undefined || out === undefined) throw new Error('give --data DIR and --out DIR');
  const hasEvents = values['event-windows'];
  const files = hasEvents ? readFiles(data).map(inBenchmarkTime) : readFiles(data);
  if (files.length === 0) throw new Error(`${data} has no CATEGORY/FILE.csv`);
  const threads = Math.max(1, Number(values.threads) || 1);
  const windows = () => (hasEvents ? eventWindows(data, files) : readWindows(data));
  if (hasEvents && copy === undefined) writeWindows(out, windows());
  const copies = chosenCopies(copy).map((kind) => {
    const folder = copy === undefined ? out : join(out, kind);
    const rows = files.map((file) => copyOf(file, kind));
    if (copy !== undefined && (values['write-data'] || scorer !== undefined))
      writeCopy(folder, rows, windows());
    return { kind, folder, rows };
  });
  for (const detector of chosenDetectors(values.detector)) {
    const name = values.range ? `${detector}-range` : detector;
    const job: Job = { layer: 'sensitive', detector, withRange: values.range, budget: 0 };
    const scores = new Map<string, NabScore>();
    for (const { kind, folder, rows } of copies) {
      await run(rows, job, threads, join(folder, name));
      if (scorer === undefined) continue;
      const windows = windowsPath(copy === undefined && !hasEvents ? data : folder);
      scores.set(kind, scoreOf(join(folder, name), windows, [python, scorer]));
    }
    if (scores.size > 0) console.log(`\n${drawScores(name, scores)}\n`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
