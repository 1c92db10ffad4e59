import { estimatedNext } from './estimated-next.ts';
import { SaliencyMap } from './saliency.ts';

export interface SpectralResidualOptions {
  /** Frequencies of the local average of the log spectrum, an odd number. @default 3 */
  readonly average?: number;
  /** Preceding points whose mean saliency a point's is compared with. @default 21 */
  readonly preceding?: number;
  /** Values that the next one is estimated from. @default 5 */
  readonly estimateFrom?: number;
  /** How often the estimate is appended, so that the last value is not at the edge. @default 5 */
  readonly appended?: number;
  /** Values at the end that the estimate does without: none in the paper; without the last one, that one
   *  stands out. @default 0 */
  readonly leftOut?: number;
}

export interface SpectralResidual {
  /** How much each value stands out of the series. */
  readonly saliency: Float64Array;
  /** Saliency beside the mean of the preceding points' as a share of it; the paper calls above 3 an anomaly. */
  readonly scores: Float64Array;
}

/** What the paper takes: q, z, m and κ. */
export const published: Required<SpectralResidualOptions> = {
  average: 3,
  preceding: 21,
  estimateFrom: 5,
  appended: 5,
  leftOut: 0,
};

/**
 * The spectral residual of a series: how much each value stands out, by saliency and beside the points before it.
 * @param values evenly spaced, oldest first, finite
 * @returns as many numbers as values; the first score is 0
 * @throws RangeError when there are fewer than estimateFrom + leftOut + 1 values, one is not finite, or an option is out of range
 * Cost: n log n. Source: Ren et al. (2019), KDD, arXiv 1906.03821, section 3.
 */
export function spectralResidual(
  values: ArrayLike<number>,
  options: SpectralResidualOptions = {},
): SpectralResidual {
  const { average, preceding, estimateFrom, appended, leftOut } = checked(values, {
    ...published,
    ...options,
  });
  const series = new Float64Array(values.length + appended);
  series.set(Array.from(values));
  series.fill(estimatedNext(series, values.length - leftOut, estimateFrom), values.length);
  const saliency = new SaliencyMap(series.length, average).of(series).slice(0, values.length);
  return { saliency, scores: saliency.map((_, i) => salienceBeside(saliency, i, preceding)) };
}

/** How far the saliency at a place lies above the mean of those before it, as a share of that mean. */
export function salienceBeside(saliency: Float64Array, at: number, preceding: number): number {
  const from = Math.max(0, at - preceding);
  let sum = 0;
  for (let i = from; i < at; i++) sum += saliency[i]!;
  const mean = sum / (at - from);
  return mean > 0 ? (saliency[at]! - mean) / mean : 0;
}

function checked(values: ArrayLike<number>, options: Required<SpectralResidualOptions>) {
  const { average, estimateFrom, appended, leftOut } = options;
  const least = { average: 1, preceding: 1, estimateFrom: 1, appended: 0, leftOut: 0 };
  for (const name of ['average', 'preceding', 'estimateFrom', 'appended', 'leftOut'] as const)
    if (!Number.isInteger(options[name]) || options[name] < least[name])
      throw new RangeError(`got ${options[name]} for ${name}: give a whole number from ${least[name]} up`);
  if (average % 2 === 0 || average > values.length + appended)
    throw new RangeError(`got ${average} frequencies to average: give an odd number up to the values' count`);
  if (values.length < estimateFrom + leftOut + 1)
    throw new RangeError(`got ${values.length} values: give at least ${estimateFrom + leftOut + 1}`);
  if (!Array.from(values).every(Number.isFinite))
    throw new RangeError('got values that are not finite: fill the gaps first');
  return options;
}
