import { normalReach } from '../../numerics/normal-quantile.ts';
import { quantileSorted } from '../../numerics/order-statistics.ts';

/** How far errors reach at each step ahead, learnt from forecasts of the past. */
export interface ErrorScale {
  /** Usual size of the error h + 1 steps ahead: in units of the series, or relative to the forecast. */
  readonly sizes: Float32Array;
  /** Sizes relative to the usual that are not exceeded by the shares `coverages`. */
  readonly quantiles: Float32Array;
}

/** Both kinds of scale, whose reaches are averaged. */
export interface ErrorScales {
  readonly unit: ErrorScale;
  readonly relative: ErrorScale;
  /** Forecasts nearer to 0 than this count as this for relative errors, in units of the series. */
  readonly floor: number;
}

/** Coverages that quantiles are kept for; others lie between by a line over the normal reach. */
export const coverages = [0.2, 0.5, 0.68, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995] as const;
/** Sizes are drawn towards their mean by this share: few errors stand behind each. */
const shrinkage = 0.15;
/**
 * The scale of errors made at several origins.
 * @param errors by origin: one a step ahead, in units or relative; NaN where no value came
 * @param windows how many stretches apart they make: quantiles of few are too near, and are widened by 1 + .5 / windows
 * Source: split conformal prediction (Lei and others 2018, JASA 113) with the size of each step ahead as the score's scale.
 */
export function errorScaleOf(errors: readonly Float64Array[], horizon: number, windows: number): ErrorScale {
  const widening = 1 + 0.5 / windows;
  const sizes = smoothed(meanSizes(errors, horizon), Math.max(2, Math.round(horizon / 24)));
  const mean = sizes.reduce((a, b) => a + b, 0) / horizon;
  const drawn = Float32Array.from(sizes, (size) => (1 - shrinkage) * size + shrinkage * mean);
  const scores: number[] = [];
  for (const row of errors)
    for (let h = 0; h < horizon; h++) {
      const score = drawn[h]! > 0 ? Math.abs(row[h]!) / drawn[h]! : 0;
      if (!Number.isNaN(score)) scores.push(score);
    }
  const sorted = Float64Array.from(scores).sort();
  return {
    sizes: drawn,
    quantiles: Float32Array.from(coverages, (share) => widening * (quantileSorted(sorted, share) || 0)),
  };
}

function meanSizes(errors: readonly Float64Array[], horizon: number): Float64Array {
  return Float64Array.from({ length: horizon }, (_, h) => {
    let sum = 0;
    let count = 0;
    for (const row of errors) {
      if (Number.isNaN(row[h]!)) continue;
      sum += Math.abs(row[h]!);
      count++;
    }
    return count > 0 ? sum / count : Number.NaN;
  });
}

function smoothed(values: Float64Array, reach: number): Float64Array {
  return values.map((_, h) => {
    let sum = 0;
    let count = 0;
    for (let i = Math.max(0, h - reach); i <= Math.min(values.length - 1, h + reach); i++) {
      if (Number.isNaN(values[i]!)) continue;
      sum += values[i]!;
      count++;
    }
    return count > 0 ? sum / count : 0;
  });
}

/** Beyond the horizon that was tried, sizes go on growing as they did within it. */
export function sizeAt(sizes: Float32Array, h: number): number {
  const length = sizes.length;
  if (h < length) return sizes[h]!;
  const half = length >> 1;
  if (half === 0) return sizes[0]! * Math.sqrt(h + 1);
  let early = 0;
  let late = 0;
  for (let i = 0; i < half; i++) {
    early += sizes[i]!;
    late += sizes[length - 1 - i]!;
  }
  const power = early > 0 ? Math.min(1, Math.max(0, Math.log(late / early) / Math.log(3))) : 0;
  return (late / half) * ((h + 1) / length) ** power;
}

/** The quantile of relative sizes for a coverage. */
export function quantileFor({ quantiles }: ErrorScale, level: number): number {
  const reach = normalReach(level);
  const last = coverages.length - 1;
  for (let i = 0; i <= last; i++) {
    const right = normalReach(coverages[i]!);
    if (reach > right && i < last) continue;
    const left = i === 0 ? 0 : normalReach(coverages[i - 1]!);
    const from = i === 0 ? 0 : quantiles[i - 1]!;
    return from + ((quantiles[i]! - from) * (reach - left)) / (right - left);
  }
  return quantiles[last]!;
}
