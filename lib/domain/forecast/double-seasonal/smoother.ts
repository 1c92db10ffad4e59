/** How fast a smoother learns, each a share of its error, and what the next error keeps of it. */
export interface Gains {
  readonly level: number;
  /** One a season. */
  readonly seasons: readonly number[];
  readonly error: number;
}

/**
 * Exponential smoothing with a level, any number of additive seasons and first-order autoregressive errors:
 *
 *     x(t) = level + Σ season(t - m) + φ·e(t - 1) + ε(t),   e(t) = x(t) - level - Σ season(t - m),
 *     level += α·e(t),   season(t) = season(t - m) + γ·e(t).
 *
 * Source: Taylor (2003), Short-term electricity demand forecasting using double seasonal exponential smoothing, JORS 54,
 * 799-805; in this form Taylor (2010), Triple seasonal methods, EJOR 204, 139-152, section 3.
 */
export interface Smoother {
  readonly gains: Gains;
  level: number;
  /** By step modulo the length; in single precision, as saved. */
  readonly seasons: readonly Float32Array[];
  /** The last e. */
  error: number;
  /** Running mean of |e|, by which a far one is known. */
  usual: number;
}

/** Where every smoother of a series starts from, whatever its gains. */
export interface Seed {
  readonly level: number;
  readonly seasons: readonly Float32Array[];
  readonly usual: number;
}

/** Weight of the newest error in its running mean. */
const usualWeight = 1 / 300;
/** An error teaches at most as much as so many usual ones. Gelper, Fried and Croux (2010) bound it likewise. */
const bound = 6;
/** Least usual error to start from, as a share of how far values lie from their mean. */
const leastShare = 0.02;

export function startSmoother({ level, seasons, usual }: Seed, gains: Gains): Smoother {
  return { gains, level, seasons: seasons.map((season) => season.slice()), error: 0, usual };
}

/** What level and seasons say of that step, counted as the seasons are. */
export function seasonedAt({ level, seasons }: Smoother, step: number): number {
  let sum = level;
  for (const season of seasons) sum += season[step % season.length]!;
  return sum;
}

/** What comes at the next step, `step`. */
export function expectedAt(smoother: Smoother, step: number): number {
  return seasonedAt(smoother, step) + smoother.gains.error * smoother.error;
}

/** Takes in the value of a step; NaN leaves level and seasons as they are, and the error fades. */
export function smooth(smoother: Smoother, step: number, x: number): void {
  const { gains, seasons } = smoother;
  if (Number.isNaN(x)) {
    smoother.error *= gains.error;
    return;
  }
  const error = x - seasonedAt(smoother, step);
  const reach = bound * smoother.usual;
  const taught = Math.min(reach, Math.max(-reach, error));
  smoother.usual += usualWeight * (Math.abs(taught) - smoother.usual);
  smoother.level += gains.level * taught;
  for (let i = 0; i < seasons.length; i++)
    seasons[i]![step % seasons[i]!.length]! += gains.seasons[i]! * taught;
  smoother.error = taught;
}

/**
 * Level, then the seasons, each as the means of what is left, of the first `length` values.
 * @param x all finite @param lengths of the seasons @param lastShare share of the last season that is believed
 */
export function seedOf(x: Float64Array, lengths: readonly number[], length: number, lastShare: number): Seed {
  const left = x.slice(0, length);
  const level = left.reduce((sum, value) => sum + value, 0) / length;
  for (let t = 0; t < length; t++) left[t]! -= level;
  const swing = meanSize(left);
  const seasons = lengths.map((m, i) => {
    const share = i === lengths.length - 1 ? lastShare : 1;
    const season = new Float32Array(m);
    for (let t = 0; t < length; t++) season[t % m]! += (share * left[t]!) / Math.ceil((length - (t % m)) / m);
    for (let t = 0; t < length; t++) left[t]! -= season[t % m]!;
    return season;
  });
  // Over a single cycle nothing is left: a share of the size of all then stands for the usual error.
  return { level, seasons, usual: Math.max(meanSize(left), swing * leastShare) };
}

function meanSize(values: Float64Array): number {
  return values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
}
