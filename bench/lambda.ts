/**
 * Bundles, cold starts and unit costs of the functions, and what training a fleet takes: `npm run bench:lambda`
 * (`--help` has the rest). Fails when a goal is missed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BundleMeasure, measureBundles } from './lambda/bundles.ts';
import { trainingsOf } from './lambda/paper.ts';
import { drawBundles, drawTrainings, drawUnits, missedGoals } from './lambda/tables.ts';
import { measureUnits } from './lambda/units.ts';

const stores = ['dynamodb', 'timestream-influxdb'];

const usage = `npm run bench:lambda -- [options]

Bundles of the functions (goal: 1 MB minified), the time to load each in a new process (goal: 150 ms), and what the
stages take for the series of one part of a cluster: with the functions' own stores, SDK and all, against DynamoDB and
S3 on a loopback port; CloudWatch answers from memory. TLS and the waits for the network are not in it. Memory is that
of the whole process (goal: what its function has).

  --runs N      loads of each bundle @default 7
  --series N    series of the cluster @default 1000
  --arima N     series that are trained with SARIMAX besides, 0 for none @default 20
  --json        what was measured, as JSON
`;

const flags = {
  runs: { type: 'string', default: '7' },
  series: { type: 'string', default: '1000' },
  arima: { type: 'string', default: '20' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const progress = (line: string) => process.stderr.write(`${line}\n`);

function wholeNumber(text: string, flag: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`got ${flag} ${text}: give a whole number from ${least} on`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) {
    console.log(usage);
    return;
  }
  const runs = wholeNumber(values.runs, '--runs', 1);
  const series = wholeNumber(values.series, '--series', 50);
  const arima = wholeNumber(values.arima, '--arima', 0);
  const folder = mkdtempSync(join(tmpdir(), 'tidewatch-bench-lambda-'));
  try {
    const byStore = new Map<string, readonly BundleMeasure[]>();
    for (const store of stores) byStore.set(store, await measureBundles(folder, store, runs));
    const units = await measureUnits(folder, series, arima, progress);
    const trainings = trainingsOf(units);
    const missed = missedGoals(byStore, units);
    if (values.json)
      console.log(
        JSON.stringify({ bundles: Object.fromEntries(byStore), units, trainings, missed }, undefined, 2),
      );
    else {
      console.log(`${cpus().length} x ${cpus()[0]?.model}, Node.js ${process.version}, runs ${runs}`);
      for (const [store, bundles] of byStore) console.log(`\n${drawBundles(store, bundles)}`);
      console.log(`\n${drawUnits(units)}`);
      console.log(`\n${drawTrainings(trainings)}`);
    }
    for (const line of missed) progress(`goal missed: ${line}`);
    if (missed.length > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

try {
  await main();
} catch (error) {
  progress(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
