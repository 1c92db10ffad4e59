import { ArimaError } from './error.ts';
import type { Shape } from './objective.ts';
import type { ArimaSpec, Lags, Trend } from './spec.ts';

/** A checked specification, in the form the engine works with. */
export interface Terms {
  readonly shape: Shape;
  readonly d: number;
  readonly seasonalD: number;
  readonly period: number;
  /** Powers of time in the mean. */
  readonly powers: readonly number[];
  /** Names of the ARMA parameters in the order a model lists them: ar, ma, seasonal ar, seasonal ma. */
  readonly names: readonly string[];
  /** Where the engine (AR factors, then MA factors) keeps the parameter that a model lists at an index. */
  readonly engineIndex: readonly number[];
}

const mostLag = 50;
const mostDifferences = 3;
const mostPeriod = 100_000;
/** A state beyond it would not fit a fit's time and memory. */
const longestState = 2500;

/** @throws ArimaError bad_order when an order, lag, period or trend is not one */
export function termsOf(spec: ArimaSpec): Terms {
  const [p, d, q] = spec.order;
  const [P, D, Q, period] = spec.seasonal ?? [0, 0, 0, 1];
  const isSeasonal = [P, D, Q].some((part) => (typeof part === 'number' ? part !== 0 : part.length > 0));
  checkCount('d', d, mostDifferences);
  checkCount('D', D, mostDifferences);
  checkCount('the period', period, mostPeriod);
  if (isSeasonal && period < 2)
    throw new ArimaError('bad_order', `got a period of ${period} steps: a season has 2 or more`);
  const ar = lagsOf('p', p);
  const ma = lagsOf('q', q);
  const seasonalAr = lagsOf('P', P).map((lag) => lag * period);
  const seasonalMa = lagsOf('Q', Q).map((lag) => lag * period);
  const longest = Math.max(
    (ar.at(-1) ?? 0) + (seasonalAr.at(-1) ?? 0),
    (ma.at(-1) ?? 0) + (seasonalMa.at(-1) ?? 0),
  );
  if (longest > longestState)
    throw new ArimaError(
      'bad_order',
      `got lags up to ${longest}: ${longestState} is the most; describe longer seasons by Fourier terms as regressors`,
    );
  const factors = (...lists: number[][]) =>
    lists.filter((list) => list.length > 0).map((list) => Int32Array.from(list));
  return {
    shape: { ar: factors(ar, seasonalAr), ma: factors(ma, seasonalMa) },
    d,
    seasonalD: D,
    period,
    powers: powersOf(spec.trend ?? 'n'),
    names: [
      ...ar.map((lag) => `ar.L${lag}`),
      ...ma.map((lag) => `ma.L${lag}`),
      ...seasonalAr.map((lag) => `ar.S.L${lag}`),
      ...seasonalMa.map((lag) => `ma.S.L${lag}`),
    ],
    engineIndex: [
      ...ar.map((_, i) => i),
      ...ma.map((_, i) => ar.length + seasonalAr.length + i),
      ...seasonalAr.map((_, i) => ar.length + i),
      ...seasonalMa.map((_, i) => ar.length + seasonalAr.length + ma.length + i),
    ],
  };
}

function checkCount(name: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= most) return;
  throw new ArimaError('bad_order', `got ${name} = ${value}: give a whole number from 0 to ${most}`);
}

function lagsOf(name: string, lags: Lags): number[] {
  if (typeof lags === 'number') {
    checkCount(name, lags, mostLag);
    return Array.from({ length: lags }, (_, i) => i + 1);
  }
  const sorted = [...lags].sort((a, b) => a - b);
  for (const [i, lag] of sorted.entries()) {
    if (!(Number.isInteger(lag) && lag >= 1 && lag <= longestState))
      throw new ArimaError(
        'bad_order',
        `got the lag ${lag} in ${name}: give whole numbers from 1 to ${longestState}`,
      );
    if (lag === sorted[i - 1])
      throw new ArimaError('bad_order', `got the lag ${lag} twice in ${name}: give it once`);
  }
  return sorted;
}

const namedTrends: Readonly<Record<string, readonly number[]>> = { n: [], c: [0], t: [1], ct: [0, 1] };

function powersOf(trend: Trend): readonly number[] {
  if (typeof trend !== 'string') {
    if (trend.some((flag) => flag !== 0 && flag !== 1) || trend.length > 6)
      throw new ArimaError('bad_order', `got the trend [${trend.join(', ')}]: give up to six of 0 and 1`);
    return trend.flatMap((flag, power) => (flag === 1 ? [power] : []));
  }
  const powers = namedTrends[trend];
  if (powers === undefined)
    throw new ArimaError('bad_order', `got the trend "${trend}": give n, c, t, ct or a list of 0 and 1`);
  return powers;
}

export function trendName(power: number): string {
  if (power === 0) return 'const';
  return power === 1 ? 'trend' : `trend.${power}`;
}

const lagText = (lags: Lags) => (typeof lags === 'number' ? `${lags}` : `[${lags.join(',')}]`);

/** `SARIMAX(1,1,1)(0,1,1)24+c`, or `ARIMA(…)` without season and regressors. */
export function nameOf({ order, seasonal, trend }: ArimaSpec, hasRegressors: boolean): string {
  const [p, d, q] = order;
  const base = `(${lagText(p)},${d},${lagText(q)})`;
  const season = seasonal
    ? `(${lagText(seasonal[0])},${seasonal[1]},${lagText(seasonal[2])})${seasonal[3]}`
    : '';
  const suffix =
    trend === undefined || trend === 'n' ? '' : `+${typeof trend === 'string' ? trend : trend.join('')}`;
  return `${season === '' ? '' : 'S'}ARIMA${hasRegressors ? 'X' : ''}${base}${season}${suffix}`;
}
