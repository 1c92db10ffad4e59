import type { ArimaOptions, ArimaSpec } from '../spec.ts';
import { differencesFor, type SeasonTest, type UnitRootTest } from './differences.ts';
import { type Rated, rate } from './rate.ts';
import { type Expired, stepwise } from './stepwise.ts';
import { type Season, wavesOf } from './waves.ts';

/** A way to treat the seasons of a series. */
export interface Family {
  /** The season of the SARIMA part in steps, 1 for none. */
  readonly period: number;
  /** Seasons that Fourier terms follow. */
  readonly waves: readonly number[];
  /** Orders of long seasonal parts are held to a moving average: an autoregression costs as much again. */
  readonly movingOnly: boolean;
}

export interface SearchOptions {
  readonly base: ArimaOptions;
  readonly unitRoot: UnitRootTest;
  readonly season: SeasonTest;
  readonly stepwise: boolean;
}

/** A specification with its Fourier seasons. */
export interface Candidate {
  readonly spec: ArimaSpec;
  readonly seasons: readonly Season[];
  readonly aicc: number;
}

/** Seasons up to it are modelled by seasonal ARMA terms of any kind. */
const longestFull = 48;
/** Seasons up to it by a seasonal moving average. */
const longestMoving = 400;
const harmonicSteps = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20];

/** The families worth comparing for these seasons. @param n values */
export function familiesFor(periods: readonly number[], n: number): Family[] {
  const usable = [...new Set(periods)].filter((m) => m >= 2 && n >= 2 * m + 5).sort((a, b) => a - b);
  const short = usable.filter((m) => m <= longestFull && Number.isInteger(m)).at(-1);
  const moving = usable
    .filter((m) => m > longestFull && m <= longestMoving && Number.isInteger(m) && n >= 3 * m)
    .at(-1);
  if (usable.length === 0) return [{ period: 1, waves: [], movingOnly: false }];
  const families: Family[] = [];
  if (short !== undefined) {
    families.push({
      period: short,
      waves: usable.filter((m) => m !== short && short % m !== 0),
      movingOnly: false,
    });
  }
  if (usable.some((m) => m > longestFull || !Number.isInteger(m)))
    families.push({ period: 1, waves: usable, movingOnly: false });
  if (moving !== undefined) {
    families.push({
      period: moving,
      waves: usable.filter((m) => m !== moving && moving % m !== 0),
      movingOnly: true,
    });
  }
  return families;
}

/** Looks for a family's best specification: harmonics first, then orders. Yields after each fit. */
export function* searchFamily(
  y: Float64Array,
  family: Family,
  options: SearchOptions,
  expired: Expired,
  onRated: (rated: Rated) => void,
): Generator<void, Candidate | undefined, void> {
  const seasons = yield* searchHarmonics(y, family, options, expired, onRated);
  const withWaves = addWaves(options.base, seasons, family.period, y.length);
  const { d, seasonalD } = differencesOf(y, family, withWaves, options);
  const seasonal = family.period > 1 ? (family.movingOnly ? { P: 0, Q: 1 } : { P: 2, Q: 2 }) : { P: 0, Q: 0 };
  const most = family.movingOnly ? { p: 3, q: 3 } : { p: 5, q: 5 };
  const space = {
    d,
    seasonalD,
    period: family.period,
    most: { ...most, ...seasonal },
    mayDrift: d + seasonalD < 2,
    ...(options.stepwise ? {} : { full: 5 }),
  };
  const best = yield* stepwise(y, space, withWaves, expired, onRated);
  return best === undefined ? undefined : { spec: best.spec, seasons, aicc: best.aicc };
}

function differencesOf(y: Float64Array, family: Family, withWaves: ArimaOptions, options: SearchOptions) {
  const found = differencesFor(y, family.period, withWaves, options);
  // A long moving average stands for a season that moves slowly: without the difference it would stand for none.
  return family.movingOnly ? { ...found, seasonalD: 1 } : found;
}

/** Season by season: more harmonics while AICc falls, under a small model of the rest. */
function* searchHarmonics(
  y: Float64Array,
  family: Family,
  options: SearchOptions,
  expired: Expired,
  onRated: (rated: Rated) => void,
): Generator<void, Season[], void> {
  const chosen: Season[] = [];
  for (const period of family.waves) {
    let best: { readonly harmonics: number; readonly aicc: number } | undefined;
    let failures = 0;
    let spec: ArimaSpec | undefined;
    for (const harmonics of harmonicSteps) {
      if (2 * harmonics > period || 4 * harmonics > y.length / 10 || failures > 1) break;
      if (best !== undefined && expired()) break;
      const withWaves = addWaves(options.base, [...chosen, { period, harmonics }], family.period, y.length);
      spec ??= smallSpec(y, family, withWaves, options);
      // What the harmonics tried so far leave of the season looks like a unit root.
      const rated = rate(y, spec, withWaves, 'allowed');
      onRated(rated);
      yield;
      if (rated.aicc < (best?.aicc ?? Number.POSITIVE_INFINITY)) {
        best = { harmonics, aicc: rated.aicc };
        failures = 0;
      } else failures++;
    }
    if (best !== undefined) chosen.push({ period, harmonics: best.harmonics });
  }
  return chosen;
}

function smallSpec(
  y: Float64Array,
  family: Family,
  withWaves: ArimaOptions,
  options: SearchOptions,
): ArimaSpec {
  const { d, seasonalD } = differencesOf(y, family, withWaves, options);
  const trend = d + seasonalD === 0 ? 'c' : 'n';
  return family.period > 1
    ? { order: [1, d, 1], seasonal: [0, seasonalD, 1, family.period], trend }
    : { order: [2, d, 1], trend };
}

/** The options with the Fourier terms among the regressors. */
export function addWaves(
  base: ArimaOptions,
  seasons: readonly Season[],
  differenced: number,
  length: number,
): ArimaOptions {
  if (seasons.length === 0) return base;
  return { ...base, regressors: [...(base.regressors ?? []), ...wavesOf(seasons, differenced, 0, length)] };
}
