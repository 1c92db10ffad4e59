import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import { createTrend, trendMean, trendSkip, trendTake } from './trend.ts';

/** `error` and `naiveError`: mean absolute errors of forecasts of the series' own past, made one season ahead. */
export interface SeasonChoice {
  readonly kind: 'season';
  readonly season: number;
  readonly alpha: number;
  readonly error: number;
  readonly naiveError: number;
}

/** Errors as in `SeasonChoice`, but made a third and two thirds of the shortest season ahead. */
export interface TrendChoice {
  readonly kind: 'trend';
  readonly beta: number;
  readonly keep: number;
  readonly error: number;
  readonly naiveError: number;
}

/** The first one stands where the past is too short to tell. */
const alphas = [0.5, 1, 0.25] as const;
const betas = [1, 0.5, 0.2, 0.05] as const;
/** How long the slope remembers. Short, so that a disk that starts to fill is seen within hours. */
const slopeMemoriesMs = [2 * 3_600_000, 24 * 3_600_000] as const;
/** A season (or a longer one) must beat what is simpler by this factor. */
const worthwhile = 0.95;
/** A season needs this many of itself in the past: one to learn from and most of one to be tested on. */
const seasonsNeeded = 1.75;

/**
 * Chooses a season by how well it would have forecast the series one season ahead, or none when none helps.
 * @param y values, NaN is a gap @param stepMs their distance @param periods seasons to try, in steps
 */
export function choose(
  y: Float64Array,
  stepMs: number,
  periods: readonly number[],
): SeasonChoice | TrendChoice {
  const feasible = [...new Set(periods)]
    .filter((m) => Number.isInteger(m) && m >= 2 && y.length >= seasonsNeeded * m)
    .sort((a, b) => a - b);
  const span = feasible[0] ?? Math.floor(y.length / 4);
  const from = Math.max(span, ...feasible);
  let best: SeasonChoice | TrendChoice = bestTrend(y, stepMs, span, from);
  for (const season of feasible) {
    const tried = bestSeason(y, season, from);
    if (tried !== undefined && tried.error < worthwhile * best.error) best = tried;
  }
  return best;
}

/** The best weight of a season, or `undefined` when gaps leave less than half of the test to score. */
function bestSeason(y: Float64Array, season: number, from: number): SeasonChoice | undefined {
  const tried = alphas.map((alpha) => ({ alpha, ...seasonError(y, season, alpha, from) }));
  const naiveError = tried.find(({ alpha }) => alpha === 1)?.error ?? Number.NaN;
  const best = tried.reduce((a, b) => (b.error < a.error ? b : a));
  if (best.scored < (y.length - from) / 2) return undefined;
  return { kind: 'season', season, alpha: best.alpha, error: best.error, naiveError };
}

function seasonError(y: Float64Array, season: number, alpha: number, from: number) {
  const profile = new Float64Array(season).fill(Number.NaN);
  let sum = 0;
  let scored = 0;
  for (let t = 0; t < y.length; t++) {
    const value = y[t] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const expected = profile[t % season] ?? Number.NaN;
    if (Number.isNaN(expected)) {
      profile[t % season] = value;
      continue;
    }
    if (t >= from) {
      sum += Math.abs(value - expected);
      scored++;
    }
    profile[t % season] = expected + alpha * (value - expected);
  }
  return { error: scored === 0 ? Number.POSITIVE_INFINITY : sum / scored, scored };
}

/** The best weights without a season: the slope's memory by the error further ahead, the level's
 *  weight by that of one step ahead. */
function bestTrend(y: Float64Array, stepMs: number, span: number, from: number): TrendChoice {
  const keeps = slopeMemoriesMs.map((ms) => 1 - 1 / Math.max(6, ms / stepMs));
  const levels = betas.map((beta) => ({ beta, ...trendErrors(y, beta, keeps[0] ?? 0.5, span, from) }));
  const { beta } = levels.reduce((a, b) => (b.oneStep < worthwhile * a.oneStep ? b : a));
  const slopes = keeps.map((keep) => ({ keep, ...trendErrors(y, beta, keep, span, from) }));
  const { keep, ahead, naive } = slopes.reduce((a, b) => (b.ahead < a.ahead ? b : a));
  return { kind: 'trend', beta, keep, error: ahead, naiveError: naive };
}

/**
 * Mean absolute errors of a walk through y: one step ahead, and further ahead for the model and for the last
 * value. Further is a third and two thirds of the span: at a whole season ahead any level would look as good
 * as the season itself.
 */
function trendErrors(y: Float64Array, beta: number, keep: number, span: number, from: number) {
  const state = createTrend(y.find(Number.isFinite) ?? 0, beta, keep);
  const looks = [span / 3, (2 * span) / 3].map((h) => createLook(Math.max(1, Math.round(h)), y.length));
  const oneStep = { sum: 0, count: 0 };
  let sd = 0;
  let last = state.level;
  for (let t = 0; t < y.length; t++) {
    const value = y[t] ?? Number.NaN;
    if (Number.isNaN(value)) trendSkip(state, sd);
    else {
      const error = value - trendMean(state, 1, sd);
      for (const look of looks) if (t >= from) scoreLook(look, t, value);
      oneStep.sum += Math.abs(error);
      oneStep.count++;
      sd += (meanAbsoluteToSd * Math.abs(error) - sd) / Math.min(oneStep.count, 300);
      trendTake(state, error, sd, false);
      last = value;
    }
    for (const { h, predicted, naive } of looks) {
      predicted[t + h] = trendMean(state, h, sd);
      naive[t + h] = last;
    }
  }
  const scored = looks.reduce((sum, look) => sum + look.scored, 0);
  const mean = (pick: (look: Look) => number) =>
    scored === 0 ? 0 : looks.reduce((sum, look) => sum + pick(look), 0) / scored;
  return {
    oneStep: oneStep.sum / oneStep.count,
    ahead: mean((look) => look.error),
    naive: mean((look) => look.naiveError),
  };
}

/** Forecasts made h steps before their time, and the sums of their absolute errors. */
interface Look {
  readonly h: number;
  readonly predicted: Float64Array;
  readonly naive: Float64Array;
  error: number;
  naiveError: number;
  scored: number;
}

function createLook(h: number, length: number): Look {
  const empty = () => new Float64Array(length + h).fill(Number.NaN);
  return { h, predicted: empty(), naive: empty(), error: 0, naiveError: 0, scored: 0 };
}

function scoreLook(look: Look, t: number, value: number): void {
  const predicted = look.predicted[t] ?? Number.NaN;
  if (Number.isNaN(predicted)) return;
  look.error += Math.abs(value - predicted);
  look.naiveError += Math.abs(value - (look.naive[t] ?? value));
  look.scored++;
}
