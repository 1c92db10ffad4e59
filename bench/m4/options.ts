import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { forecasters } from '../../lib/domain/forecast/index.ts';

export interface M4Options {
  readonly train: string;
  /** Steps ahead. */
  readonly horizon: number;
  /** Seasons to try, in steps. */
  readonly seasons: readonly number[];
  readonly out: string;
  /** Only so many of the last values are seen; undefined for all. */
  readonly last: number | undefined;
  readonly forecaster: string;
  readonly threads: number;
}

export const usage = `npm run bench:m4 -- --train FILE --horizon N --period M --out FILE.jsonl [options]

Forecasts each series of a table and writes a JSON line a series: {"id","mean":[…],"lo":[…],"hi":[…],"model","cpu": seconds}.

  --train FILE     the M4 competition's table form: a row a series, id first (Dataset/Train/Hourly-train.csv and
                   Weekly-train.csv of github.com/Mcompetitions/M4-methods); a header row and quotes are tolerated
  --horizon N      steps ahead: 48 for hourly, 13 for weekly
  --period M       season in steps: 24 for hourly, 1 for weekly
  --seasons A,B    seasons to try @default the period and what belongs to it: a week for a day of 24 hours; a year for a
                   period of 1 and a horizon of 13 weeks, a week for one of 14 days; else the period
  --out FILE       JSON lines
  --last N         only the last N values of a series are seen @default all
  --forecaster ID  ${forecasters.map(({ id }) => id).join(', ')} @default pool
  --threads N      @default one a core
`;

const flags = {
  train: { type: 'string' },
  horizon: { type: 'string' },
  period: { type: 'string' },
  seasons: { type: 'string' },
  out: { type: 'string' },
  last: { type: 'string' },
  forecaster: { type: 'string', default: 'pool' },
  threads: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
} as const;

/** What was asked for, or undefined for help. @throws Error that says what was given and what is allowed */
export function readOptions(args: string[]): M4Options | undefined {
  const { values } = parseArgs({ args, options: flags });
  if (values.help) return undefined;
  const { train, horizon, period, out, seasons, last, forecaster, threads } = values;
  if (train === undefined || horizon === undefined || period === undefined || out === undefined)
    throw new Error('give --train FILE, --horizon N, --period M and --out FILE (--help says more)');
  const known = forecasters.map(({ id }) => id);
  if (!known.includes(forecaster))
    throw new Error(`got --forecaster ${forecaster}: choose among ${known.join(', ')}`);
  const steps = wholeNumber(horizon, '--horizon');
  return {
    train: resolve(train),
    horizon: steps,
    seasons:
      seasons === undefined
        ? seasonsOf(wholeNumber(period, '--period'), steps)
        : seasons.split(',').map((text) => wholeNumber(text, '--seasons')),
    out: resolve(out),
    last: last === undefined ? undefined : wholeNumber(last, '--last'),
    forecaster,
    threads: wholeNumber(threads, '--threads'),
  };
}

/** M4 scores weeks and days with a period of 1, though a year and a week belong to them: the horizon tells which it is. */
function seasonsOf(period: number, horizon: number): readonly number[] {
  if (period === 24) return [24, 168];
  if (period > 1) return [period];
  if (horizon === 13) return [52];
  return horizon === 14 ? [7] : [];
}

function wholeNumber(text: string, flag: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new Error(`got ${flag} ${text}: give a whole number from 1 on`);
  return value;
}
