import { transformValues } from '../../../series/box-cox.ts';
import { SeriesError } from '../../../series/error.ts';
import { ArimaError } from '../error.ts';
import { fitArima } from '../model.ts';
import type { ArimaModel } from '../result.ts';
import type { ArimaOptions, ArimaSpec, Regressor, Transform } from '../spec.ts';
import { nameOf } from '../terms.ts';
import { type AutoArima, harmonicsText, withSeasons } from './chosen.ts';
import type { SeasonTest, UnitRootTest } from './differences.ts';
import { addWaves, type Candidate, familiesFor, type SearchOptions, searchFamily } from './families.ts';
import { type HoldOut, holdOutError, holdOutFor } from './hold-out.ts';
import type { Expired } from './stepwise.ts';

export type { AutoArima, SeasonalPredictor } from './chosen.ts';
export { restoreAutoArima } from './chosen.ts';
export type { SeasonTest, UnitRootTest } from './differences.ts';
export type { Season } from './waves.ts';

export interface AutoArimaOptions {
  /** Season lengths in steps worth trying, e.g. 24 and 168; those that the series is too short for are left out. */
  readonly periods?: readonly number[];
  readonly regressors?: readonly Regressor[];
  /** @default 'none' */
  readonly transform?: Transform;
  /** Forecasts are never below zero. @default false */
  readonly nonNegative?: boolean;
  /** Test for differences of neighbours. @default 'kpss' */
  readonly unitRoot?: UnitRootTest;
  /** Test for seasonal differences. @default 'strength' */
  readonly season?: SeasonTest;
  /** False tries every combination of orders up to a sum of 5. @default true */
  readonly stepwise?: boolean;
  /** The search ends after it and the best so far is given; it needs `nowMs`. @default no limit */
  readonly timeBudgetMs?: number;
  /** A clock in ms, such as `performance.now`. */
  readonly nowMs?: () => number;
  /** True once there is no time left. @default never */
  readonly expired?: Expired;
  /** The search ends when it is aborted and the best so far is given. */
  readonly signal?: AbortSignal;
}

/**
 * Chooses and fits a SARIMAX model: differences by unit-root and season tests, orders by AICc, long and several
 * seasons by Fourier terms or a seasonal moving average, whichever forecasts the end of the series better.
 * @param y values, oldest first, evenly spaced; NaN is a gap
 * @throws ArimaError when no model can be fitted to the series
 */
export function autoArima(y: Float64Array, options: AutoArimaOptions = {}): AutoArima {
  const search = searchAll(y, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/**
 * The same between other work.
 * @param pause awaited after each fit, e.g. `() => new Promise(setImmediate)`, so that a signal can arrive
 */
export async function autoArimaInTurns(
  y: Float64Array,
  options: AutoArimaOptions,
  pause: () => Promise<unknown>,
): Promise<AutoArima> {
  const search = searchAll(y, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    await pause();
  }
}

interface Found {
  readonly candidate: Candidate;
  readonly error: number;
}

function* searchAll(y: Float64Array, options: AutoArimaOptions): Generator<void, AutoArima, void> {
  const isOver = deadlineOf(options);
  let isCut = false;
  const expired = () => {
    isCut ||= isOver();
    return isCut;
  };
  const base = baseOf(options);
  const search: SearchOptions = {
    base,
    unitRoot: options.unitRoot ?? 'kpss',
    season: options.season ?? 'strength',
    stepwise: options.stepwise ?? true,
  };
  const firstValue = y.findIndex((value) => !Number.isNaN(value));
  checkUsable(y, firstValue, options);
  const families = familiesFor(options.periods ?? [], y.length - firstValue);
  let tried = 0;
  const onRated = () => {
    tried++;
  };
  // What is held out has to have values: gaps at the end are none.
  const present = y.subarray(0, y.findLastIndex((value) => !Number.isNaN(value)) + 1);
  const holdOut = families.length > 1 ? holdOutFor(present.length, options.periods ?? []) : undefined;
  const seen = holdOut === undefined ? y : present.subarray(0, present.length - holdOut.length);
  const found: Found[] = [];
  for (const family of families) {
    if (found.length > 0 && expired()) break;
    const candidate = yield* searchFamily(seen, family, search, expired, onRated);
    if (candidate !== undefined) found.push({ candidate, error: errorOf(present, candidate, base, holdOut) });
  }
  return finish(y, found, base, options, families[0]?.period ?? 1, { tried, complete: !isCut });
}

function errorOf(
  y: Float64Array,
  candidate: Candidate,
  base: ArimaOptions,
  holdOut: HoldOut | undefined,
): number {
  return holdOut === undefined ? 0 : holdOutError(y, candidate, base, holdOut);
}

/** Fits the best candidate that the whole series carries. */
function finish(
  y: Float64Array,
  found: readonly Found[],
  base: ArimaOptions,
  options: AutoArimaOptions,
  plainPeriod: number,
  seen: { readonly tried: number; readonly complete: boolean },
): AutoArima {
  const own = (options.regressors ?? []).map(({ name }) => name);
  const ranked = [...found].sort((a, b) => a.error - b.error);
  for (const { candidate } of ranked) {
    const period = candidate.spec.seasonal?.[3] ?? 1;
    try {
      const model = fitArima(y, candidate.spec, addWaves(base, candidate.seasons, period, y.length));
      const predictor = withSeasons(model, candidate.seasons, own, y.length);
      const compared = ranked.map((one) => ({
        description: withName(one.candidate, own),
        error: one.error,
      }));
      return {
        ...predictor,
        model,
        ...seen,
        compared: ranked.length > 1 ? compared : [],
        summary: () => model.summary(),
      };
    } catch (error) {
      if (!(error instanceof ArimaError)) throw error;
    }
  }
  const model = plainModel(y, plainPeriod, base);
  const predictor = withSeasons(model, [], own, y.length);
  return { ...predictor, model, ...seen, compared: [], summary: () => model.summary() };
}

/** Where no candidate was accepted, or none in time: the models most often good, and the plainest to end with. */
function plainModel(y: Float64Array, period: number, base: ArimaOptions): ArimaModel {
  const specs: ArimaSpec[] = [
    ...(period > 1 ? [{ order: [0, 1, 1], seasonal: [0, 1, 1, period] } as const] : []),
    { order: [0, 1, 1] },
  ];
  for (const spec of specs) {
    try {
      return fitArima(y, spec, base);
    } catch (error) {
      if (!(error instanceof ArimaError)) throw error;
    }
  }
  // What is wrong with the series, this one says.
  return fitArima(y, { order: [0, 1, 0] }, base);
}

function withName({ spec, seasons }: Candidate, own: readonly string[]): string {
  const name = nameOf(spec, own.length + seasons.length > 0);
  return [name, ...seasons.map(harmonicsText)].join(', ');
}

function baseOf({ regressors, transform, nonNegative }: AutoArimaOptions): ArimaOptions {
  return {
    ...(regressors === undefined ? {} : { regressors }),
    ...(transform === undefined ? {} : { transform }),
    ...(nonNegative === undefined ? {} : { nonNegative }),
  };
}

function deadlineOf({ timeBudgetMs, nowMs, signal, expired }: AutoArimaOptions): Expired {
  const isOver = () => signal?.aborted === true || expired?.() === true;
  if (timeBudgetMs === undefined) return isOver;
  if (nowMs === undefined || !(timeBudgetMs >= 0))
    throw new ArimaError(
      'bad_options',
      `got a time budget of ${timeBudgetMs} ms${nowMs === undefined ? ' without a clock' : ''}: give 0 or more, and nowMs, such as () => performance.now()`,
    );
  const end = nowMs() + timeBudgetMs;
  return () => isOver() || nowMs() >= end;
}

function checkUsable(y: Float64Array, firstValue: number, options: AutoArimaOptions): void {
  const {
    periods = [],
    regressors = [],
    transform = 'none',
    unitRoot = 'kpss',
    season = 'strength',
  } = options;
  if (firstValue < 0)
    throw new ArimaError('no_values', `got ${y.length} values, all of them NaN: give a series with values`);
  const infinite = y.findIndex((value) => !Number.isFinite(value) && !Number.isNaN(value));
  if (infinite >= 0)
    throw new ArimaError(
      'not_finite',
      `got ${y[infinite]} at index ${infinite}: give numbers, and NaN for gaps`,
    );
  const bad = periods.find((period) => !(period >= 2 && Number.isFinite(period)));
  if (bad !== undefined)
    throw new ArimaError('bad_options', `got a period of ${bad} steps: a season has 2 or more`);
  if (!['kpss', 'adf', 'pp'].includes(unitRoot) || !['strength', 'ocsb', 'ch'].includes(season))
    throw new ArimaError(
      'bad_options',
      `got the tests ${unitRoot} and ${season}: give kpss, adf or pp, and strength, ocsb or ch`,
    );
  const wave = regressors.find(({ name }) => /^(cos|sin)\(.*\)$/.test(name));
  if (wave !== undefined)
    throw new ArimaError(
      'bad_regressors',
      `got a regressor called "${wave.name}": that is a wave's name; give another`,
    );
  try {
    transformValues(y, transform);
  } catch (error) {
    if (error instanceof SeriesError) throw new ArimaError('bad_transform', error.message);
    throw error;
  }
}
