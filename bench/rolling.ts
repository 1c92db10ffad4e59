/**
 * Rolling forecasts of a day of public monitoring series, the pool beside seasonal naive:
 * `npm run bench:rolling -- --data DIR --out FILE` (`--help` has the rest).
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createProgress } from '../app/progress.ts';
import { rollAll } from './rolling/crew.ts';
import { readFolder } from './rolling/read.ts';
import { groupTable, liveWords, lossTable, maseRatio } from './rolling/table.ts';

const usage = `npm run bench:rolling -- --data DIR [options]

Each CSV file below DIR (timestamp,value, as of the Numenta Anomaly Benchmark, github.com/numenta/NAB, or of a cloud
service's monitoring) is read by the hour: a day ahead is what the stage project forecasts, and by the hour, too. From
each day on, 24 hours are forecast by models that are fitted anew to the past alone. MASE is in units of the series'
mean difference from a day to the next; "to naive" is the mean over a folder's series, over that of seasonal naive
(the one of ours), "to yesterday" over that of the same hour of the day before.

  --data DIR     folder of CSV files, searched through
  --out FILE     writes a line of JSON a series
  --models A,B   forecasters besides seasonal-naive @default pool
  --history N    days that a model sees @default 14, as in the stage train
  --origins N    days of a series that are forecast, the newest @default 30
  --gaps SHARE   takes away so much of the past, in stretches of up to 12 hours @default 0
  --live         runs the last of the models as the stages do, too: trained each day, forecast and scored each hour
  --threads N    @default as many as there are processors
  --tolerance X  fails where a folder's ratio to naive is above 1 + X @default 0.02
`;

const flags = {
  data: { type: 'string' },
  out: { type: 'string' },
  models: { type: 'string', default: 'pool' },
  history: { type: 'string', default: '14' },
  origins: { type: 'string', default: '30' },
  gaps: { type: 'string', default: '0' },
  live: { type: 'boolean', default: false },
  threads: { type: 'string', default: String(availableParallelism()) },
  tolerance: { type: 'string', default: '0.02' },
  help: { type: 'boolean', default: false },
} as const;

function numberOf(text: string, flag: string, least: number): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least) return value;
  throw new Error(`got ${flag} ${text}: give a number from ${least} on`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: flags });
  if (values.help) return console.log(usage);
  if (values.data === undefined) throw new Error('got no --data: give the folder of the CSV files');
  const { series, left } = readFolder(values.data);
  for (const line of left) console.error(`left out: ${line}`);
  if (series.length === 0) throw new Error(`${values.data} has no CSV file of a series`);
  const models = ['seasonal-naive', ...values.models.split(',').filter((id) => id !== 'seasonal-naive')];
  const options = {
    models,
    history: 24 * numberOf(values.history, '--history', 3),
    horizon: 24,
    origins: numberOf(values.origins, '--origins', 1),
    gaps: numberOf(values.gaps, '--gaps', 0),
    isLive: values.live,
  };
  const progress = createProgress('rolling');
  let done = 0;
  const scores = await rollAll(series, options, numberOf(values.threads, '--threads', 1), (one, score) => {
    done++;
    progress.update(done / series.length, `${one.group}/${one.name}`);
    if (score === undefined)
      console.error(
        `left out: ${one.group}/${one.name}: too short, or it never differs from a day to the next`,
      );
  });
  progress.end();
  if (values.out !== undefined)
    writeFileSync(values.out, scores.map((score) => `${JSON.stringify(score)}\n`).join(''));
  console.log(groupTable(scores, ['yesterday', ...models]));
  if (values.live) console.log(liveWords(scores));
  const tolerance = numberOf(values.tolerance, '--tolerance', 0);
  for (const model of models.slice(1)) {
    console.log(lossTable(scores, model, tolerance));
    for (const group of new Set(scores.map((one) => one.group))) {
      const ratio = maseRatio(
        scores.filter((one) => one.group === group),
        model,
      );
      if (!(ratio > 1 + tolerance)) continue;
      console.error(`goal missed: ${model} on ${group}: ${ratio.toFixed(3)} of seasonal naive`);
      process.exitCode = 1;
    }
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
