import { type Trend, trends } from './trends.ts';

/** How a trend did when it was asked at earlier days. */
export interface TrendScore {
  readonly id: string;
  readonly title: string;
  /** Mean absolute error of the log level of weeks ahead: 0.05 is about 5 %. NaN without a back-test. */
  readonly error: number;
  /** Share in the combination. */
  readonly weight: number;
}

export interface ChosenTrend {
  /** Combination of all trends, by weight. */
  readonly ahead: (level: Float64Array, horizon: number) => Float64Array;
  readonly scores: readonly TrendScore[];
  /** Days from which forecasts were tried. */
  readonly origins: number;
  /** Standard deviation of the log level ahead, at the horizon of days. */
  readonly spreadAt: (h: number) => number;
  /** Error of the combination and of the benchmark. */
  readonly error: number;
  readonly benchmarkError: number;
}

/** How errors grow with the days ahead: between a random walk's 0.5 and a wrong slope's 1. */
const growthPower = 0.75;
/** What is thought of a quarter's error before there is any evidence, and how much of an independent quarter's
 *  evidence that thought is worth. */
const priorSpread = 0.1;
const priorDays = 90;
/** The same where weeks of history are all there is. */
const unknownSpread = 0.25;
const priorWeight = 0.25;
const weightPower = 3;
const mostOrigins = 16;

/**
 * Weighs the trends by how well each forecast the level from earlier days, at the real horizon where the past is long
 * enough. Stays with the benchmark, last week with drift, where the combination is no better.
 * @param level logarithms without weekly pattern, NaN is a gap
 */
export function chooseTrend(level: Float64Array, horizon: number): ChosenTrend {
  const origins = originsOf(level.length, horizon);
  if (origins.length < 3) return withoutBacktest();
  const tried = trends.map(({ ahead }) =>
    origins.map((origin) => ahead(level.subarray(0, origin), Math.min(horizon, level.length - origin))),
  );
  const errors = tried.map((paths) => errorsOf(paths, level, origins));
  const losses = errors.map(meanAbsolute);
  const best = Math.min(...losses);
  const raw = losses.map((loss) => ((loss + 0.002) / (best + 0.002)) ** -weightPower);
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  const shares = raw.map((weight) => weight / total);
  const blended = origins.map((_, o) =>
    blend(
      tried.map((paths) => paths[o] ?? new Float64Array(0)),
      shares,
    ),
  );
  const combined = errorsOf(blended, level, origins);
  const isBenchmark = meanAbsolute(combined) > (losses[0] ?? 0);
  const weights = shares.map((share, i) => (isBenchmark ? (i === 0 ? 1 : 0) : share));
  const used = isBenchmark ? (errors[0] ?? []) : combined;
  return {
    ahead: combination(weights),
    scores: trends.map(({ id, title }, i) => ({ id, title, error: losses[i] ?? 0, weight: weights[i] ?? 0 })),
    origins: origins.length,
    spreadAt: spreadOf(used, (level.length - (origins[0] ?? 0)) / horizon),
    error: meanAbsolute(used),
    benchmarkError: losses[0] ?? Number.NaN,
  };
}

/** With weeks of history alone: no growth but what half of the newest weeks' would be, and a wide spread. */
function withoutBacktest(): ChosenTrend {
  const weights = trends.map(({ id }) => (id === 'flat' || id === 'damped' ? 0.5 : 0));
  return {
    ahead: combination(weights),
    scores: trends.map(({ id, title }, i) => ({ id, title, error: Number.NaN, weight: weights[i] ?? 0 })),
    origins: 0,
    spreadAt: (h) => (unknownSpread / priorSpread) * spreadOf([], 0)(h),
    error: Number.NaN,
    benchmarkError: Number.NaN,
  };
}

/** Days from which to forecast, the first after a third of the past; each has a week at least to be checked by. */
function originsOf(length: number, horizon: number): readonly number[] {
  const first = Math.max(28, Math.min(Math.floor(length / 3), 120));
  const last = length - Math.min(28, Math.max(7, Math.floor(horizon / 3)));
  const step = Math.max(7, Math.ceil((last - first) / mostOrigins));
  const origins: number[] = [];
  for (let at = last; at >= first; at -= step) origins.unshift(at);
  return origins;
}

interface WeekError {
  /** Days ahead of the week's middle. */
  readonly h: number;
  readonly error: number;
}

/** Errors of the mean level of whole weeks ahead. @param paths one an origin */
function errorsOf(
  paths: readonly Float64Array[],
  level: Float64Array,
  origins: readonly number[],
): readonly WeekError[] {
  return origins.flatMap((origin, o) => {
    const forecast = paths[o] ?? new Float64Array(0);
    const weeks: WeekError[] = [];
    for (let from = 0; from + 7 <= forecast.length; from += 7) {
      const error = meanError(level, origin + from, forecast, from);
      if (Number.isFinite(error)) weeks.push({ h: from + 4, error });
    }
    return weeks;
  });
}

function meanError(level: Float64Array, at: number, forecast: Float64Array, from: number): number {
  let sum = 0;
  let count = 0;
  for (let day = 0; day < 7; day++) {
    const error = (level[at + day] ?? Number.NaN) - (forecast[from + day] ?? Number.NaN);
    if (!Number.isFinite(error)) continue;
    sum += error;
    count++;
  }
  return count >= 4 ? sum / count : Number.NaN;
}

function meanAbsolute(errors: readonly WeekError[]): number {
  return errors.reduce((sum, { error }) => sum + Math.abs(error), 0) / errors.length;
}

function combination(weights: readonly number[]): Trend['ahead'] {
  return (level, horizon) =>
    blend(
      trends.map(({ ahead }, i) => (weights[i] === 0 ? new Float64Array(horizon) : ahead(level, horizon))),
      weights,
    );
}

/** The weighted mean of paths of one length. */
function blend(paths: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(paths[0]?.length ?? 0);
  for (const [i, path] of paths.entries()) {
    const weight = weights[i] ?? 0;
    for (let h = 0; h < sum.length; h++) sum[h] = (sum[h] ?? 0) + weight * (path[h] ?? 0);
  }
  return sum;
}

/** The size of the errors, taken to grow with a power of the days ahead, and the prior beside them.
 *  @param quarters how many horizons follow one another in the errors: they overlap, so they count as so many */
function spreadOf(errors: readonly WeekError[], quarters: number): (h: number) => number {
  const shape = (h: number) => ((h + 7) / (priorDays + 7)) ** growthPower;
  const squares = errors.reduce((sum, { h, error }) => sum + (error / shape(h)) ** 2, 0);
  const measured = errors.length === 0 ? 0 : squares / errors.length;
  const variance = (priorWeight * priorSpread ** 2 + quarters * measured) / (priorWeight + quarters);
  const scale = Math.sqrt(variance);
  return (h) => scale * shape(h);
}
