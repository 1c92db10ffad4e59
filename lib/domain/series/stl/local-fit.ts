export interface LoessShape {
  /** How many values are smoothed, >= 2. */
  readonly length: number;
  /** How many of the nearest values a local fit sees, odd, >= 3; above `length` the weights grow flatter. */
  readonly window: number;
  /** Of the local polynomial: a constant or a line. */
  readonly degree: 0 | 1;
  /** The local fit is made at every jump-th value, with straight lines between. */
  readonly jump: number;
  /** What stands in where nothing in the window has weight: a line between the nearest fits, or the value. */
  readonly emptyWindow: 'line' | 'value';
}

/** Values, and what each of them counts; without weights each counts one. */
export type Weights = Float64Array | undefined;

/** First position of the window around x: as central as the ends allow. */
export function windowStart({ length, window }: LoessShape, x: number): number {
  const start = x - (window - 1) / 2;
  return Math.max(0, Math.min(start, length - window));
}

/** Distance from x at which the weight has fallen to zero. */
export function reach({ length, window }: LoessShape, x: number, left: number): number {
  const right = left + Math.min(window, length) - 1;
  return Math.max(x - left, right - x) + Math.max(0, (window - length) >> 1);
}

/** Variance of the positions, seen by their weights, below which no line is fitted. */
export function leastSpreadOf(length: number): number {
  return (0.001 * (length - 1)) ** 2;
}

/** The weighted local line (or constant) at x, from the values `left` to `right`; NaN when they have no weight. */
export function localFit(
  y: Float64Array,
  weights: Weights,
  x: number,
  left: number,
  right: number,
  reachOfX: number,
  degree: 0 | 1,
  leastSpread: number,
): number {
  // Sums of values relative to one of them lose no digits to a high level.
  const level = y[Math.min(Math.max(x, left), right)]!;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let t0 = 0;
  let t1 = 0;
  for (let j = left; j <= right; j++) {
    const d = j - x;
    // Looking up Math here would take most of the time where globals are slow, as in a vm context.
    const share = (d < 0 ? -d : d) / reachOfX;
    const fall = 1 - share * share * share;
    const w = weights === undefined ? fall * fall * fall : fall * fall * fall * weights[j]!;
    const wd = w * d;
    const value = y[j]! - level;
    s0 += w;
    s1 += wd;
    s2 += wd * d;
    t0 += w * value;
    t1 += wd * value;
  }
  return level + lineAtOrigin(s0, s1, s2, t0, t1, degree === 0, leastSpread);
}

/** Value at zero of the line fitted to points of which these are the weighted sums of 1, d, d², v and d·v. */
export function lineAtOrigin(
  s0: number,
  s1: number,
  s2: number,
  t0: number,
  t1: number,
  flat: boolean,
  leastSpread: number,
): number {
  if (!(s0 > 0)) return Number.NaN;
  const mean = t0 / s0;
  if (flat) return mean;
  const centre = s1 / s0;
  const spread = s2 / s0 - centre * centre;
  if (!(spread > leastSpread)) return mean;
  return mean - (centre * (t1 / s0 - centre * mean)) / spread;
}

/** The value, or the other one where there is none. */
export function orElse(value: number, otherwise: number): number {
  return Number.isNaN(value) ? otherwise : value;
}
