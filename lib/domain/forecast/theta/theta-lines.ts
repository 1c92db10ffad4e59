/** Which lines a theta model has: those of the whole past, or those of the past at each step. */
export type Lines = 'fixed' | 'dynamic';

/** What the two parts of a theta model stand on after some values. */
export interface Trend {
  /** Values so far. */
  readonly count: number;
  readonly mean: number;
  /** Slope and intercept of the line through them. */
  readonly slope: number;
  readonly intercept: number;
}

export const noTrend: Trend = { count: 0, mean: 0, slope: 0, intercept: 0 };

/** The trend once another value has come, in O(1). Source: Fiorucci and others 2016, Int. J. Forecasting 32, section 3.2. */
export function trendAfter({ count, mean, slope }: Trend, y: number): Trend {
  const t = count + 1;
  const newSlope = t === 1 ? 0 : ((t - 2) * slope + (6 / t) * (y - mean)) / (t + 1);
  const newMean = mean + (y - mean) / t;
  return { count: t, mean: newMean, slope: newSlope, intercept: newMean - ((t + 1) / 2) * newSlope };
}

/** What the lines add to the level for the value `t` (1 is the first), before the share of theta. */
export function driftAt(alpha: number, { slope, intercept }: Trend, t: number): number {
  const left = (1 - alpha) ** (t - 1);
  return left * intercept + ((1 - left * (1 - alpha)) / alpha) * slope;
}

/** Errors of the first values do not count: the level before them is nowhere. */
const skipped = 3;

export interface ThetaFit {
  readonly lines: Lines;
  readonly alpha: number;
  /** 1 − 1/θ: 0 is simple smoothing, .5 the standard method. */
  readonly share: number;
  /** Before the first value. */
  readonly level: number;
  /** Sum of squared one-step errors from the fourth value on. */
  readonly squares: number;
}

/** Where the errors of a model are when its level begins at 0 without lines, and what the two unknowns take off them. */
interface Sums {
  readonly ee: number;
  readonly eg: number;
  readonly el: number;
  readonly gg: number;
  readonly gl: number;
  readonly ll: number;
}

/** Sums for one alpha: errors are linear in the first level and in the share. @param trends after 0, 1, … n values */
export function sumsAt(y: Float64Array, alpha: number, lines: Lines, trends: readonly Trend[]): Sums {
  const last = trends[y.length]!;
  let level = 0;
  let left = 1;
  const sums = { ee: 0, eg: 0, el: 0, gg: 0, gl: 0, ll: 0 };
  for (let i = 0; i < y.length; i++) {
    if (i >= skipped) {
      const { slope, intercept } = lines === 'fixed' ? last : trends[i]!;
      const drift = left * intercept + ((1 - left * (1 - alpha)) / alpha) * slope;
      const error = y[i]! - level;
      sums.ee += error * error;
      sums.eg += error * drift;
      sums.el += error * left;
      sums.gg += drift * drift;
      sums.gl += drift * left;
      sums.ll += left * left;
    }
    level += alpha * (y[i]! - level);
    left *= 1 - alpha;
  }
  return sums;
}

/** The best first level for a share. */
export function levelFor({ el, gl, ll }: Sums, share: number): number {
  return ll > 1e-300 ? (el - share * gl) / ll : 0;
}

/** The share in [0, 1) with the least squares, once the level is the best for each. */
export function bestShare({ eg, el, gg, gl, ll }: Sums): number {
  const part = ll > 1e-300 ? gl / ll : 0;
  const curvature = gg - part * gl;
  if (!(curvature > 1e-12 * gg)) return 0;
  return Math.min(1, Math.max(0, (eg - part * el) / curvature));
}

export function squaresOf(sums: Sums, share: number): number {
  const level = levelFor(sums, share);
  const { ee, eg, el, gg, gl, ll } = sums;
  const value =
    ee - 2 * share * eg - 2 * level * el + share * share * gg + 2 * share * level * gl + level * level * ll;
  return Math.max(0, value);
}
