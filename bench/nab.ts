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
import { type Job, type Marked, markAll } from './nab/crew.ts';
import { type LabelledFile, readFiles } from './nab/read.ts';

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
`;

const flags = {
  data: { type: 'string' },
  out: { type: 'string' },
  detector: { type: 'string', default: 'fused' },
  range: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
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

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return console.log(usage);
  const { data, out } = values;
  if (data === undefined || out === undefined) throw new Error('give --data DIR and --out DIR');
  const files = readFiles(data);
  if (files.length === 0) throw new Error(`${data} has no CATEGORY/FILE.csv`);
  for (const detector of chosenDetectors(values.detector)) {
    const name = values.range ? `${detector}-range` : detector;
    const job: Job = { layer: 'sensitive', detector, withRange: values.range, budget: 0 };
    const progress = createProgress(`nab ${name}`);
    let done = 0;
    let alarms = 0;
    await markAll(files, job, Math.max(1, Number(values.threads) || 1), (file, marked) => {
      writeResult(join(out, name), name, file, marked);
      alarms += marked.flags.reduce((sum, flag) => sum + flag, 0);
      progress.update(++done / files.length, file.name);
    });
    progress.end();
    console.log(`${name}: ${alarms} alarms in ${files.length} files, written to ${join(out, name)}`);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
