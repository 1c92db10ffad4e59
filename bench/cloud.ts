/**
 * Alarms on labelled files of a cloud service's monitoring: `npm run bench:cloud -- --data DIR --out DIR` (`--help` has
 * the rest).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../app/progress.ts';
import { detectorById, detectors } from '../lib/domain/anomaly/index.ts';
import { type Job, type Marked, markAll } from './nab/crew.ts';
import { type LabelledFile, readFiles } from './nab/read.ts';

const usage = `npm run bench:cloud -- --data DIR --out DIR [options]

Judges each file of DIR/GROUP/FILE.csv (TimeStamp,Value,Label; microsoft/cloud-monitoring-dataset), row by row, as the
service does (forecast, panel of detectors, decisions), or by a single detector, and writes OUT/GROUP/FILE.csv
(timestamp,score,flag), a row a data row. The score is -log10 of the p-value; the flag is 1 where it is below what the
budget allows: the one knob, set beforehand. Labels are never read.

  --data DIR
  --out DIR
  --detector NAME  service, or a detector @default service
  --budget N       false alarms a week and series asked for @default 1
  --threads N      @default as many as there are processors
`;

/** Not a detector: what the service makes of them. */
const service = 'service';

const flags = {
  data: { type: 'string' },
  out: { type: 'string' },
  detector: { type: 'string', default: service },
  budget: { type: 'string', default: '1' },
  threads: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
} as const;

function writeResult(folder: string, file: LabelledFile, marked: Marked): void {
  const path = join(folder, file.name);
  const rows = file.timestamps.map(
    (time, i) => `${time},${marked.scores[i]?.toFixed(4)},${marked.flags[i]}\n`,
  );
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `timestamp,score,flag\n${rows.join('')}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return console.log(usage);
  const { data, out, detector } = values;
  if (data === undefined || out === undefined) throw new Error('give --data DIR and --out DIR');
  if (detector !== service && detectorById(detector) === undefined)
    throw new Error(
      `got --detector ${detector}: give one of ${[service, ...detectors.map(({ id }) => id)].join(', ')}`,
    );
  const budget = Number(values.budget);
  if (!(budget > 0)) throw new Error(`got --budget ${values.budget}: give false alarms a week, more than 0`);
  const files = readFiles(data);
  if (files.length === 0) throw new Error(`${data} has no GROUP/FILE.csv`);
  const job: Job = { layer: detector === service ? 'service' : 'quiet', detector, withRange: false, budget };
  const progress = createProgress(`cloud ${detector}`);
  let done = 0;
  let flagged = 0;
  await markAll(files, job, Math.max(1, Number(values.threads) || 1), (file, marked) => {
    writeResult(out, file, marked);
    flagged += marked.flags.reduce((sum, flag) => sum + flag, 0);
    progress.update(++done / files.length, file.name);
  });
  progress.end();
  console.log(`${detector}: ${flagged} rows flagged in ${files.length} files, written to ${out}`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
