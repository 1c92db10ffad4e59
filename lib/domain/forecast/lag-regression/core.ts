import { LagLad, type LagProblem } from '../../numerics/lag-lad.ts';
import { fromScale, scaleFor, toScale, type ValueScale } from '../value-scale.ts';
import { lagsOf } from './lags.ts';
import { seasonMeans } from './season-means.ts';
import type { LagVariant } from './variant.ts';

const { floor, max, min } = Math;

/** A fitted regression, without the values that it is to be applied to. */
export interface LagCore {
  /** Changes from value to value are regressed; nothing is taken off then. */
  readonly isDifferenced: boolean;
  readonly scale: ValueScale;
  readonly lags: Int32Array;
  readonly coefficients: Float64Array;
  /** Taken off on the scale: the median, or a mean for each slot of a season. */
  readonly slots: Float32Array;
  /** Forecasts beyond these are not believed, in the unit of the series. */
  readonly least: number;
  readonly most: number;
}

/** Values that a regression needs at least a lag. */
const rowsPerLag = 2;
const leastRows = 8;
/** Rounds of reweighting from nothing, and from the fit a day before. */
const coldRounds = 6;
/** Values are forgotten over so many of the longest season, taken as so many steps at least. */
const memorySeasons = 2.5;
const leastSeason = 50;
const warmRounds = 2;

/** Buffers and answers that one fit hands on to the next of a series. */
export interface LagBench {
  readonly lad: LagLad;
  x: Float64Array;
  scratch: Float64Array;
  /** Of the fit before, and the lags that they belong to. */
  coefficients: Float64Array;
  lags: Int32Array;
  /** What the last fit was made of. */
  problem: LagProblem | undefined;
}

export function createBench(): LagBench {
  const none = new Float64Array(0);
  return {
    lad: new LagLad(),
    x: none,
    scratch: none,
    coefficients: none,
    lags: new Int32Array(0),
    problem: undefined,
  };
}

/**
 * Fits the first `n` of the values.
 * @param y all finite @returns undefined where the values have no such scale, or are too few or too much alike
 */
export function fitCore(
  y: Float64Array,
  n: number,
  periods: readonly number[],
  variant: LagVariant,
  bench: LagBench,
  isKnown?: Uint8Array,
): LagCore | undefined {
  const seen = y.subarray(0, n);
  const scale = scaleFor(variant.scale, seen);
  if (scale === undefined) return undefined;
  const lags = affordable(lagsOf(periods, variant.lags, floor(n / 2)), n);
  const k = lags.length;
  const from = lags[k - 1]! + (variant.isDifferenced ? 1 : 0);
  const slots = center(seen, scale, periods, variant, bench);
  const isWarm = sameLags(lags, bench.lags);
  const coefficients = isWarm ? bench.coefficients : new Float64Array(k);
  const keep = keepOf(periods, variant.forgets);
  const problem = { x: bench.x, from, to: n, lags, keep, ...(isKnown && { isKnown }) };
  bench.problem = problem;
  const starts = isWarm && variant.isRobust;
  const rounds = variant.isRobust ? (isWarm ? warmRounds : coldRounds) : 1;
  const size = bench.lad.fit(problem, coefficients, rounds, starts);
  if (Number.isNaN(size)) {
    bench.lags = new Int32Array(0);
    return undefined;
  }
  bench.coefficients = coefficients;
  bench.lags = lags;
  return {
    isDifferenced: variant.isDifferenced,
    scale,
    lags,
    coefficients: coefficients.slice(),
    slots,
    ...boundsOf(seen),
  };
}

/** What the recursion of a core needs of the past: its longest lag, and one more where changes are regressed. */
export function pastOf({ lags, isDifferenced }: LagCore): number {
  return lags[lags.length - 1]! + (isDifferenced ? 1 : 0);
}

/**
 * The forecast of the next steps, by the regression on itself.
 * @param x on the scale, less the slots: first `pastOf(core)` values of the past, then room for as many as are wanted
 * @param count position in the series of the first value wanted @param path the forecast, in the unit of the series
 */
export function recurse(core: LagCore, x: Float64Array, count: number, path: Float64Array): void {
  const { lags, coefficients, scale, slots, least, most, isDifferenced } = core;
  const k = lags.length;
  const past = pastOf(core);
  const floor = toScale(scale, least);
  const ceiling = toScale(scale, most);
  for (let h = 0; h < path.length; h++) {
    const slot = slots[(count + h) % slots.length]!;
    const at = past + h;
    let value = isDifferenced ? x[at - 1]! : slot;
    for (let j = 0; j < k; j++) {
      const from = at - lags[j]!;
      value += coefficients[j]! * (isDifferenced ? x[from]! - x[from - 1]! : x[from]!);
    }
    value = min(ceiling, max(floor, value));
    x[at] = value - slot;
    path[h] = fromScale(scale, value);
  }
}

/** The forecast of the `horizon` steps after the first `n` values. */
export function corePath(core: LagCore, y: Float64Array, n: number, horizon: number): Float64Array {
  const { scale, slots } = core;
  const past = pastOf(core);
  const x = new Float64Array(past + horizon);
  for (let i = 0; i < past; i++) {
    const t = n - past + i;
    x[i] = toScale(scale, y[t]!) - slots[t % slots.length]!;
  }
  const path = new Float64Array(horizon);
  recurse(core, x, n, path);
  return path;
}

/** The shorter ones of the lags, until there are rows enough for them. */
function affordable(lags: Int32Array, n: number): Int32Array {
  let k = lags.length;
  while (k > 1 && n - lags[k - 1]! < max(rowsPerLag * k, leastRows)) k--;
  return lags.subarray(0, k);
}

/** What a value's weight keeps a step. */
export function keepOf(periods: readonly number[], forgets: boolean): number {
  return forgets ? 1 - 1 / (memorySeasons * max(longest(periods), leastSeason)) : 1;
}

function longest(periods: readonly number[]): number {
  return max(1, ...periods);
}

function sameLags(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((lag, i) => lag === b[i]);
}

/** Puts the values on their scale about 0 into `bench.x`, and gives what was taken off. */
function center(
  y: Float64Array,
  scale: ValueScale,
  periods: readonly number[],
  variant: LagVariant,
  bench: LagBench,
): Float32Array {
  const n = y.length;
  if (bench.x.length < n) {
    bench.x = new Float64Array(n);
    bench.scratch = new Float64Array(n);
  }
  const { x, scratch } = bench;
  for (let t = 0; t < n; t++) x[t] = toScale(scale, y[t]!);
  if (variant.isDifferenced) {
    for (let t = n - 1; t > 0; t--) x[t]! -= x[t - 1]!;
    return new Float32Array(1);
  }
  const slots = seasonMeans(x, n, periods, variant.less, scratch);
  const season = slots.length;
  for (let t = 0, s = 0; t < n; t++) {
    x[t]! -= slots[s]!;
    if (++s === season) s = 0;
  }
  return slots;
}

/** The range of the values and half of it again on either side. */
function boundsOf(y: Float64Array): { readonly least: number; readonly most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of y) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const half = (most - least) / 2;
  return { least: least - half, most: most + half };
}
