import type { Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { forecasterById } from '../../lib/domain/forecast/registry.ts';
import { type LiveScore, liveScore } from './live.ts';
import type { HourlySeries } from './read.ts';

export interface RollOptions {
  readonly models: readonly string[];
  /** Hours that a model sees at most. */
  readonly history: number;
  /** Hours ahead. */
  readonly horizon: number;
  /** Origins of a series, at most: the newest. */
  readonly origins: number;
  /** Share of the values that are taken away before the fit, in stretches of up to half a day. */
  readonly gaps: number;
  /** Whether the last model is run as the stages would, too. */
  readonly isLive: boolean;
}

/** What a model did on a series, over all origins; errors are of the unit of the series' own seasonal differences. */
export interface ModelScore {
  readonly model: string;
  readonly mase: number;
  /** Mean scaled interval score of 95 %. */
  readonly msis: number;
  readonly coverage: number;
  /** CPU of a fit and its forecast, in ms. */
  readonly fitMs: number;
  /** Origins without a forecast, and why the first of them had none. */
  readonly failed: number;
  readonly why?: string;
  /** The model of the newest origin in words, and its notes. */
  readonly words: string;
}

export interface SeriesScore {
  readonly group: string;
  readonly name: string;
  readonly hours: number;
  readonly origins: number;
  readonly scores: readonly ModelScore[];
  readonly live?: LiveScore;
}

const day = 24;
const week = 7 * day;
const level = 0.95;

/**
 * Forecasts of a series from each of its days, each by models that are fitted to what lies before; undefined for
 * a series without a day that could be forecast. The plain seasonal naive, yesterday's value, is `yesterday`.
 */
export function rollSeries(series: HourlySeries, options: RollOptions): SeriesScore | undefined {
  const { values, group, name } = series;
  const { horizon } = options;
  const least = Math.min(week, Math.max(2 * day, Math.floor(values.length / 2)));
  const origins: number[] = [];
  for (let at = values.length - horizon; at >= least && origins.length < options.origins; at -= day)
    origins.push(at);
  const scale = seasonalScale(values);
  if (origins.length === 0 || !(scale > 0)) return undefined;
  const runs = [yesterday, ...options.models.map(modelRun)];
  const scores = runs.map((run) => scoreOf(run, series, origins, scale, options));
  const live = options.isLive ? liveOf(series, origins, options) : undefined;
  return { group, name, hours: values.length, origins: origins.length, scores, ...(live && { live }) };
}

function liveOf(series: HourlySeries, origins: readonly number[], { models, history }: RollOptions) {
  const forecaster = forecasterById(models.at(-1) ?? '');
  return forecaster && liveScore(series, forecaster, origins.toReversed(), history);
}

interface Prediction {
  readonly mean: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly words: string;
}

interface Run {
  readonly model: string;
  /** A text says why there is none. */
  predict(past: Float64Array, startMs: number, horizon: number): Prediction | string;
}

const yesterday: Run = {
  model: 'yesterday',
  predict(past, _startMs, horizon) {
    const mean = Float64Array.from({ length: horizon }, (_, h) => lastOf(past, h));
    const none = new Float64Array(horizon).fill(Number.NaN);
    return { mean, lower: none, upper: none, words: 'the same hour of the last day that had a value' };
  },
};

/** The newest value of the hour of the day that is h + 1 steps ahead; the newest of all where there is none. */
function lastOf(past: Float64Array, h: number): number {
  for (let t = past.length - day + (h % day); t >= 0; t -= day) {
    const value = past[t] ?? Number.NaN;
    if (Number.isFinite(value)) return value;
  }
  return past.findLast(Number.isFinite) ?? 0;
}

function modelRun(id: string): Run {
  const forecaster = forecasterById(id);
  if (forecaster === undefined) throw new Error(`there is no forecaster ${id}`);
  return { model: id, predict: (...parameters) => predict(forecaster, ...parameters) };
}

function predict(forecaster: Forecaster, past: Float64Array, startMs: number, horizon: number) {
  const options = { stepMs: 3_600_000, startMs, periods: [day, week], horizon };
  const fitted = forecaster.fit(past, options);
  if (fitted.kind === 'too_short') return `${fitted.got} values of ${fitted.needed}`;
  const { description, notes = [] } = fitted.model;
  return { ...fitted.model.forecast(horizon, level), words: [description, ...notes].join('; ') };
}

function scoreOf(
  run: Run,
  series: HourlySeries,
  origins: readonly number[],
  scale: number,
  { history, horizon, gaps }: RollOptions,
): ModelScore {
  const sums = { error: 0, known: 0, interval: 0, inside: 0, bounded: 0, cpuMs: 0, made: 0 };
  const whys: string[] = [];
  let words = '';
  for (const origin of origins) {
    const from = Math.max(0, origin - history);
    const past = holed(series.values.slice(from, origin), gaps, origin);
    const before = process.cpuUsage();
    const made = attempt(() => run.predict(past, series.startMs + from * 3_600_000, horizon));
    const { user, system } = process.cpuUsage(before);
    sums.cpuMs += (user + system) / 1000;
    if (typeof made === 'string') {
      whys.push(made);
      continue;
    }
    sums.made++;
    words ||= made.words;
    addErrors(sums, made, series.values.subarray(origin, origin + horizon));
  }
  return {
    model: run.model,
    mase: sums.error / sums.known / scale,
    msis: sums.interval / sums.bounded / scale,
    coverage: sums.inside / sums.bounded,
    fitMs: sums.cpuMs / origins.length,
    failed: whys.length,
    ...(whys[0] !== undefined && { why: whys[0] }),
    words,
  };
}

function attempt<T>(work: () => T | string): T | string {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function addErrors(
  sums: { error: number; known: number; interval: number; inside: number; bounded: number },
  { mean, lower, upper }: Prediction,
  actual: Float64Array,
): void {
  for (const [h, value] of actual.entries()) {
    if (Number.isNaN(value)) continue;
    sums.error += Math.abs(value - (mean[h] ?? Number.NaN));
    sums.known++;
    const [low = Number.NaN, high = Number.NaN] = [lower[h], upper[h]];
    if (Number.isNaN(low)) continue;
    const outside = Math.max(0, low - value, value - high);
    sums.interval += high - low + (2 / (1 - level)) * outside;
    sums.inside += outside === 0 ? 1 : 0;
    sums.bounded++;
  }
}

/** Mean absolute difference from a day to the next. */
function seasonalScale(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let t = day; t < values.length; t++) {
    const difference = (values[t] ?? Number.NaN) - (values[t - day] ?? Number.NaN);
    if (Number.isNaN(difference)) continue;
    sum += Math.abs(difference);
    count++;
  }
  return sum / count;
}

/** The values with stretches taken away, the same ones for every model. */
function holed(values: Float64Array, share: number, seed: number): Float64Array {
  if (share <= 0) return values;
  let state = (seed * 2_654_435_761) >>> 0;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let taken = 0; taken < share * values.length; ) {
    const length = 1 + Math.floor(random() * (day / 2));
    const from = Math.floor(random() * (values.length - length));
    values.fill(Number.NaN, from, from + length);
    taken += length;
  }
  return values;
}
