/**
 * Speed and size of the anomaly detectors: `npm run bench:assess` (`--help` has the rest).
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { detectors, groupDetectors } from '../lib/domain/anomaly/index.ts';
import { type Fits, timeFits } from './assess/fits.ts';
import type { Memory } from './assess/memory.ts';
import { measureGroupSpeed, measureSpeed, type Speed } from './assess/speed.ts';
import { outputOf } from './lambda/process.ts';

const usage = `npm run bench:assess -- [options]

Points that each detector scores and takes in by a second of CPU on one core, with its memory full (eight weeks of 5
minutes); bytes of its state as JSON; what a process holds that keeps the fused detectors of many series; and fits of
isolation forest and one-class SVM beside scikit-learn's on the same rows. Series and rows are drawn with seed 1.

  --detector NAME  or all @default all
  --series N       kept in one process @default 10000
  --seconds N      of CPU for each detector @default 2
  --rows N         of eight numbers for the fits @default 2000
  --rounds N       fits, of which the median counts @default 9
  --python PATH    with scikit-learn @default python3
  --json FILE      writes the figures there as well
`;

const flags = {
  detector: { type: 'string', default: 'all' },
  series: { type: 'string', default: '10000' },
  seconds: { type: 'string', default: '2' },
  rows: { type: 'string', default: '2000' },
  rounds: { type: 'string', default: '9' },
  python: { type: 'string', default: 'python3' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

const eightWeeks = 8 * 7 * 288;

/** In a process of its own, so that nothing else is counted. */
async function measureMemory(series: number): Promise<Memory> {
  const script = fileURLToPath(new URL('./assess/memory.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), script, String(series)];
  return JSON.parse(await outputOf(args, process.env)) as Memory;
}

function count(text: string, name: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`got --${name} ${text}: give a count`);
  return value;
}

function drawSpeeds(speeds: readonly Speed[]): string {
  const rows = speeds.map(
    ({ detector, pointsASecond, stateBytes }) =>
      `| ${detector} | ${Math.round(pointsASecond)} | ${stateBytes} |`,
  );
  return ['| detector | points a second | bytes of state |', '|---|---|---|', ...rows].join('\n');
}

function drawFits({ times, peer }: Fits): string {
  const rows = times.map(
    ({ algorithm, rows: n, oursMs, theirsMs }) =>
      `| ${algorithm} | ${n} | ${oursMs.toFixed(1)} | ${theirsMs?.toFixed(1) ?? '-'} |`,
  );
  return [
    `scikit-learn: ${peer}`,
    '',
    '| fit | rows | CPU ms, ours | scikit-learn |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n');
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return console.log(usage);
  const isChosen = ({ id }: { readonly id: string }) => values.detector === 'all' || values.detector === id;
  const [chosen, groups] = [detectors.filter(isChosen), groupDetectors.filter(isChosen)];
  if (chosen.length + groups.length === 0)
    throw new Error(`got --detector ${values.detector}: there is none of that name`);
  console.log(`Node.js ${process.version}, one core of ${cpus()[0]?.model ?? 'a processor'}\n`);
  const options = { before: eightWeeks, budgetMs: 1000 * count(values.seconds, 'seconds') };
  const speeds = [
    ...chosen.map((detector) => measureSpeed(detector, options)),
    ...groups.map((detector) => measureGroupSpeed(detector, 6, options)),
  ];
  console.log(`${drawSpeeds(speeds)}\n`);
  const memory = await measureMemory(count(values.series, 'series'));
  const eachKb = (1024 * (memory.fullMb - memory.emptyMb)) / memory.series;
  console.log(
    `${memory.series} series in one process: ${memory.fullMb.toFixed(0)} MB resident, ${eachKb.toFixed(1)} kB each\n`,
  );
  const fits = timeFits(count(values.rows, 'rows'), count(values.rounds, 'rounds'), values.python);
  console.log(drawFits(fits));
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify({ speeds, memory, fits }));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
