import { type Gains, type Seed, type Smoother, seasonedAt, smooth, startSmoother } from './smoother.ts';

const levelGains = [0, 0.01, 0.05, 0.2] as const;
const seasonGains = [0, 0.05, 0.15, 0.35] as const;
const errorGains = [0, 0.5, 0.8, 0.95] as const;

/** Forecasts of the past by which gains are compared. */
export interface Trials {
  /** Values on the scale, all finite. */
  readonly x: Float64Array;
  /** 0 where a value was bridged. */
  readonly isKnown: Uint8Array;
  /** Starts to choose from, all with the same seasons. */
  readonly seeds: readonly Seed[];
  /** Values seen before each forecast, ascending. */
  readonly origins: readonly number[];
  readonly horizon: number;
}

/** What a smoother is made of. */
export interface Choice {
  readonly gains: Gains;
  readonly seed: Seed;
}

/**
 * The starts and gains of a grid whose forecasts of the past were nearest in the mean over all steps ahead, best first.
 * The errors of one step ahead, by which smoothing is mostly fitted, choose gains that are too fast further ahead.
 */
export function bestChoices(trials: Trials, count: number, expired: () => boolean = () => false): Choice[] {
  const losses = new Float64Array(errorGains.length);
  const tried: (Choice & { readonly loss: number })[] = [];
  for (const seed of trials.seeds)
    for (const [level, ...seasons] of combinations(seed.seasons.length)) {
      if (tried.length > 0 && expired()) break;
      lossesOf(trials, seed, { level: level!, seasons, error: 0 }, losses);
      for (const [i, error] of errorGains.entries())
        tried.push({ seed, gains: { level: level!, seasons, error }, loss: losses[i]! });
    }
  return tried.sort((a, b) => a.loss - b.loss).slice(0, count);
}

/** Every choice of gains: the level's, then one a season. */
function combinations(seasons: number): number[][] {
  if (seasons === 0) return levelGains.map((gain) => [gain]);
  return combinations(seasons - 1).flatMap((rest) => seasonGains.map((gain) => [...rest, gain]));
}

/** One walk for all gains of the error: level and seasons do not depend on it. */
function lossesOf(trials: Trials, seed: Seed, gains: Gains, losses: Float64Array): void {
  const { x, isKnown, origins } = trials;
  const smoother = startSmoother(seed, gains);
  losses.fill(0);
  let next = 0;
  for (let t = 0; next < origins.length; t++) {
    if (t === origins[next]) {
      addLosses(trials, smoother, t, losses);
      next++;
    }
    smooth(smoother, t, isKnown[t] === 0 ? Number.NaN : x[t]!);
  }
}

/** Adds what forecasts of the steps from `origin` miss, for each gain of the error. */
function addLosses(
  { x, isKnown, horizon }: Trials,
  smoother: Smoother,
  origin: number,
  losses: Float64Array,
) {
  const echoes = new Float64Array(losses.length).fill(smoother.error);
  for (let step = origin; step < origin + horizon; step++) {
    const left = x[step]! - seasonedAt(smoother, step);
    for (let i = 0; i < losses.length; i++) {
      echoes[i]! *= errorGains[i]!;
      if (isKnown[step] === 1) losses[i]! += Math.abs(left - echoes[i]!);
    }
  }
}
