import { readFileSync } from 'node:fs';
import type {
  ArimaOptions,
  ArimaSpec,
  Regressor,
  Trend,
} from '../../../../lib/domain/forecast/arima/spec.ts';
import { wpi1 } from './stata-fixtures.ts';

export interface CoverageRow {
  readonly row: number;
  readonly command: string;
  readonly y: Float64Array;
  readonly spec: ArimaSpec;
  readonly options: ArimaOptions;
  /** In our order; the last is the variance. */
  readonly parameters: readonly number[];
  readonly logLikelihood: number;
  /** How far the log-likelihood may be off: what statsmodels allows itself for the row. */
  readonly tolerance: number;
}

/** Rows whose parameters have too few digits for four decimals of the log-likelihood. */
const decimals: Readonly<Record<number, number>> = { 35: 3, 37: 3, 45: 3, 49: 3, 52: 2, 53: 1 };

const trends: Readonly<Record<string, Trend>> = {
  '': 'n',
  c: 'c',
  'c t': 'ct',
  'c t3': [1, 0, 0, 1],
  t32: [0, 0, 0, 1],
};

const fraction = (value: number) => (value - Math.floor(value)) ** 2;

/** The first differences of wpi with its 10th to 19th values missing, as row 53 has them. */
function gappyDifferences(): Float64Array {
  const y = wpi1.map((value, t) => (t >= 9 && t < 19 ? Number.NaN : value));
  return y.subarray(1).map((value, t) => value - y[t]!);
}

function numbersOf(command: string, option: string): number[] {
  const found = new RegExp(` ${option}\\(([^)]*)\\)`).exec(command);
  return found === null ? [0, 0, 0, 1] : (found[1] ?? '').split(',').map(Number);
}

function specOf(command: string, trend: Trend): ArimaSpec {
  const [p = 0, d = 0, q = 0] = numbersOf(command, 'arima');
  const [P = 0, D = 0, Q = 0, period = 1] = numbersOf(command, 'sarima');
  const order = [p, d, q] as const;
  return command.includes('sarima(') ? { order, seasonal: [P, D, Q, period], trend } : { order, trend };
}

function parse(line: string, index: number): CoverageRow {
  const [, command = '', logLikelihood, list = ''] = /^"(.*)",([^,]*),"(.*)"$/.exec(line) ?? [];
  const words = (/^arima ([^,]*),/.exec(command)?.[1] ?? '').split(' ');
  const isGappy = words[0] === 'D.wpi2';
  const y = isGappy ? gappyDifferences() : wpi1;
  const trend = trends[words.filter((word) => /^(c|t\d*)$/.test(word)).join(' ')] ?? 'n';
  // The regressor is of the values as they were before some went missing.
  const x: Regressor = { name: 'x', values: (isGappy ? wpi1.subarray(1) : wpi1).map(fraction) };
  const stata = list.split(',').map(Number);
  return {
    row: index + 1,
    command,
    y,
    spec: specOf(command, trend),
    options: {
      ...(words.includes('x') && { regressors: [x] }),
      ...(command.endsWith(' diffuse') && { start: { diffuse: 1e9 } }),
    },
    parameters: [...stata.slice(0, -1), (stata.at(-1) ?? Number.NaN) ** 2],
    logLikelihood: Number(logLikelihood),
    tolerance: 0.7 * 10 ** -(decimals[index + 1] ?? 4),
  };
}

export const coverageRows: readonly CoverageRow[] = readFileSync(
  'test/fixtures/sarimax/stata-coverage.csv',
  'utf8',
)
  .trim()
  .split('\n')
  .slice(1)
  .map(parse);
