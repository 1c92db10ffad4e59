import { madToSd, meanAbsoluteToSd, median } from '../../numerics/order-statistics.ts';
import type { Expectation, FitOptions, FitResult, RatedModel } from '../forecaster.ts';
import { choose, type SeasonChoice, type TrendChoice } from './choose.ts';
import { createModel, type NaiveState } from './model.ts';
import { firstProfile, seasonBase, seasonMean, seasonSkip, seasonTake } from './season.ts';
import { createTrend, trendMean, trendSkip, trendTake } from './trend.ts';
import { describe } from './words.ts';

/** Finite values below which nothing is fitted. */
const valuesNeeded = 24;
/** How many of the last expectations are handed out, for detectors to learn from. */
const expectationsKept = 400;
/** Never none: a level that shifts must be followed, at the price of 2 % more error where none ever does. */
const corrections = [0.1, 0.3, 0.6, 0.9] as const;
/** A correction loses half of itself in this time. */
const correctionHalfLifeMs = 12 * 3_600_000;

type Core = NaiveState['core'];

/** Fits by three passes over the values, from the first that is there: choose the season, measure the errors, then walk through the values as `update` will. */
export function fit(values: Float64Array, options: FitOptions): FitResult<RatedModel> {
  const y = values.subarray(Math.max(0, values.findIndex(Number.isFinite)));
  const got = y.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
  if (got < valuesNeeded) return { kind: 'too_short', got, needed: valuesNeeded };
  const choice = choose(y, options.stepMs, options.periods);
  const { core, errors } = choice.kind === 'season' ? seasonCore(y, choice, options) : trendCore(y, choice);
  const state: NaiveState = {
    description: describe(choice, core, options.stepMs),
    backtest: { error: choice.error, naiveError: choice.naiveError },
    range: options.range ?? {},
    core,
    ...scaleOf(errors),
    run: 0,
  };
  return walk(y, state);
}

function walk(y: Float64Array, state: NaiveState): FitResult<RatedModel> {
  const model = createModel(state);
  const from = state.core.kind === 'season' ? state.core.profile.length : 0;
  const expectations: Expectation[] = [];
  for (let t = from; t < y.length; t++) {
    if (t >= y.length - expectationsKept) expectations.push(model.next(0.95));
    model.update(y[t] ?? Number.NaN);
  }
  return { kind: 'fitted', model, expectations };
}

/** What was expected one step ahead of each finite value, and what came. */
type Errors = { readonly expected: number; readonly error: number; readonly seasonOnly: number }[];

/** The season's core as it stands after the first season, and the errors of a walk from there. */
function seasonCore(y: Float64Array, choice: SeasonChoice, { stepMs }: FitOptions) {
  const start = {
    kind: 'season' as const,
    phase: 0,
    alpha: choice.alpha,
    fade: 0.5 ** (stepMs / correctionHalfLifeMs),
    correction: 0,
    drift: seasonDrift(y, choice.season),
  };
  const profile = firstProfile(y, choice.season);
  const tried = corrections.map((beta) => {
    const core = { ...start, beta, profile };
    const errors = seasonErrors(y, { ...core, profile: profile.slice() });
    return { core, errors, mean: meanAbsolute(errors) };
  });
  return tried.reduce((a, b) => (b.mean < 0.98 * a.mean ? b : a));
}

function seasonErrors(y: Float64Array, core: Core & { kind: 'season' }): Errors {
  const errors: Errors = [];
  for (let t = core.profile.length; t < y.length; t++) {
    const value = y[t] ?? Number.NaN;
    if (Number.isNaN(value)) {
      seasonSkip(core);
      continue;
    }
    const expected = seasonMean(core, 1);
    errors.push({ expected, error: value - expected, seasonOnly: value - seasonBase(core, 1) });
    seasonTake(core, value - expected);
  }
  return errors;
}

function trendCore(y: Float64Array, { beta, keep }: TrendChoice) {
  const first = y.find(Number.isFinite) ?? 0;
  const core = { kind: 'trend' as const, ...createTrend(first, beta, keep) };
  const walked = { ...core };
  const errors: Errors = [];
  let sd = 0;
  for (const value of y) {
    if (Number.isNaN(value)) {
      trendSkip(walked, sd);
      continue;
    }
    const expected = trendMean(walked, 1, sd);
    const error = value - expected;
    errors.push({ expected, error, seasonOnly: error });
    sd += (meanAbsoluteToSd * Math.abs(error) - sd) / Math.min(errors.length, 300);
    trendTake(walked, error, sd, false);
  }
  return { core, errors };
}

/**
 * Rise a step from season to season: the mean of the differences between neighbouring seasons where it stands
 * out of their spread, else 0. Below three such differences nothing can be told.
 */
function seasonDrift(y: Float64Array, season: number): number {
  const rises: number[] = [];
  for (let start = season; start + season <= y.length; start += season) {
    const differences = y
      .subarray(start, start + season)
      .map((value, i) => value - (y[start - season + i] ?? 0));
    const rise = median(differences);
    if (Number.isFinite(rise)) rises.push(rise / season);
  }
  if (rises.length < 3) return 0;
  const mean = rises.reduce((a, b) => a + b, 0) / rises.length;
  const variance = rises.reduce((sum, rise) => sum + (rise - mean) ** 2, 0) / (rises.length - 1);
  return Math.abs(mean) > 3 * Math.sqrt(variance / rises.length) ? mean : 0;
}

function meanAbsolute(errors: Errors): number {
  return errors.reduce((sum, { error }) => sum + Math.abs(error), 0) / Math.max(1, errors.length);
}

/**
 * Scale of the errors, hardly moved by outliers, and whether they grow with the value: whichever makes the
 * errors likelier under a Laplace law of that scale.
 */
function scaleOf(errors: Errors): Pick<NaiveState, 'oneStep' | 'seasonOnly' | 'proportionalFrom'> {
  const from = 0.1 * median(errors.map(({ expected }) => Math.abs(expected)));
  const unitOf = (expected: number) => Math.max(Math.abs(expected), from);
  const constant = boundedMeanAbsolute(errors.map(({ error }) => error));
  const relative = boundedMeanAbsolute(errors.map(({ error, expected }) => error / unitOf(expected)));
  const meanLogUnit =
    errors.reduce((sum, { expected }) => sum + Math.log(unitOf(expected)), 0) / Math.max(1, errors.length);
  const proportional =
    from > 0 && relative > 0 && Math.log(relative) + meanLogUnit < Math.log(constant) - 0.02;
  const seasonOnly = errors.map(({ seasonOnly: error, expected }) =>
    proportional ? error / unitOf(expected) : error,
  );
  return {
    oneStep: proportional ? relative : constant,
    seasonOnly: boundedMeanAbsolute(seasonOnly),
    proportionalFrom: proportional ? from : null,
  };
}

/** Mean absolute error, in which an outlier counts as four standard deviations by the median. */
function boundedMeanAbsolute(errors: readonly number[]): number {
  const absolute = errors.map(Math.abs);
  const bound = 4 * madToSd * median(absolute) || Number.POSITIVE_INFINITY;
  return absolute.reduce((sum, error) => sum + Math.min(error, bound), 0) / Math.max(1, absolute.length);
}
