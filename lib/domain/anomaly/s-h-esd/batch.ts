import { median, quantileSorted, sortedFinite } from '../../numerics/order-statistics.ts';
import { type EsdDirection, hybridEsd } from './hybrid-esd.ts';
import { periodicSeason } from './season.ts';

/** Which of the periods' greatest values an anomaly must reach: their median, or their 95 % or 99 % quantile. */
export type EsdThreshold = 'none' | 'med_max' | 'p95' | 'p99';

export interface SeasonalEsdOptions {
  /** Values in a season, >= 2. */
  readonly period: number;
  /** Greatest share of the values that may be anomalies, up to 0.49; at least one may. @default 0.1 */
  readonly maxShare?: number;
  /** @default 'pos' */
  readonly direction?: EsdDirection;
  /** Probability that anything is called an anomaly in a block that is all normal, up to 0.5. @default 0.05 */
  readonly alpha?: number;
  /** Anomalies among so many last values only; all values are still learnt from. @default all */
  readonly onlyLast?: number;
  /** Leaves out anomalies below it, so all negative ones. @default 'none' */
  readonly threshold?: EsdThreshold;
  /** Long series are judged in blocks of so many values, in which the trend is taken for flat: whole periods, at least
   *  two. The last block is the last so many values. @default one block */
  readonly blockLength?: number;
}

export interface SeasonalEsdAnomaly {
  /** From 0. */
  readonly index: number;
  readonly value: number;
  /** Season and trend there; the published program cuts the digits behind the point off. */
  readonly expected: number;
}

/** All options with their values. */
export type SeasonalEsdSettings = Required<SeasonalEsdOptions>;

/** A run of the series that is judged by itself: from `from` up to but not with `to`. */
interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * The anomalies of a series, in order of time, by Twitter's S-H-ESD: robust STL takes a season that repeats away, the
 * median the level, and a generalised ESD test with median and median absolute deviation finds what is left to find.
 * Equals `AnomalyDetectionVec` of their R package.
 * @param values oldest first, evenly spaced; NaN before the first value and behind the last is no matter
 * @throws RangeError when a gap lies between values, a value is infinite, a block is shorter than two periods or too
 *   short for maxShare, or an option is out of range
 * Cost: about 15 µs a value for the season and 1 µs for all else.
 * Source: Hochenbaum, Vallis and Kejariwal (2017), arXiv 1704.07706; Vallis, Hochenbaum and Kejariwal (2014), HotCloud.
 */
export function seasonalHybridEsd(
  values: ArrayLike<number>,
  options: SeasonalEsdOptions,
): readonly SeasonalEsdAnomaly[] {
  const series = Float64Array.from(values);
  const settings = settingsOf(series.length, options);
  return anomaliesInBlocks(series, settings, (block) =>
    maximaOf(series, block.from, block.to, (i) => Math.floor((i - block.from) / settings.period)),
  );
}

/** The anomalies of all blocks, each once. @param maxima the greatest value of each period, for the threshold */
export function anomaliesInBlocks(
  series: Float64Array,
  settings: SeasonalEsdSettings,
  maxima: (block: Block) => readonly number[],
): readonly SeasonalEsdAnomaly[] {
  const found = new Map<number, SeasonalEsdAnomaly>();
  for (const block of blocksOf(series.length, settings.blockLength)) {
    const least = thresholdOf(settings.threshold, maxima(block));
    for (const anomaly of anomaliesOf(series, block, settings))
      if (anomaly.value >= least && !found.has(anomaly.index)) found.set(anomaly.index, anomaly);
  }
  const first = series.length - settings.onlyLast;
  return [...found.values()].filter(({ index }) => index >= first).sort((a, b) => a.index - b.index);
}

/** At least one, so that what is no series is refused. */
function blocksOf(length: number, blockLength: number): readonly Block[] {
  return Array.from({ length: Math.max(1, Math.ceil(length / blockLength)) }, (_, i) => {
    const to = Math.min(length, (i + 1) * blockLength);
    return { from: Math.max(0, to - blockLength), to };
  });
}

function anomaliesOf(
  series: Float64Array,
  block: Block,
  settings: SeasonalEsdSettings,
): readonly SeasonalEsdAnomaly[] {
  const { from, to } = withoutEnds(series, block);
  const values = series.subarray(from, to);
  if (values.length < 2 * settings.period)
    throw new RangeError(
      `got ${values.length} values for a period of ${settings.period}: give at least two periods`,
    );
  const length = block.to - block.from;
  const most = Math.trunc(length * settings.maxShare);
  if (most === 0)
    throw new RangeError(
      `got maxShare ${settings.maxShare} of ${length} values, which is none: give a greater share or longer blocks`,
    );
  const { seasonal, trend } = periodicSeason(values, settings.period);
  const level = median(values);
  const residuals = values.map((value, i) => value - seasonal[i]! - level);
  const { indices } = hybridEsd(residuals, { most, direction: settings.direction, alpha: settings.alpha });
  return indices.map((i) => ({ index: from + i, value: values[i]!, expected: seasonal[i]! + trend[i]! }));
}

/** The block without the gaps at its ends. @throws RangeError when another gap is there */
function withoutEnds(series: Float64Array, { from, to }: Block): Block {
  let first = from;
  let end = to;
  while (first < end && Number.isNaN(series[first])) first++;
  while (end > first && Number.isNaN(series[end - 1])) end--;
  for (let i = first; i < end; i++)
    if (!Number.isFinite(series[i]))
      throw new RangeError(`got ${series[i]} at index ${i}, between values: give an interpolated value`);
  return { from: first, to: end };
}

/** The greatest value of each group of neighbours. */
export function maximaOf(
  series: Float64Array,
  from: number,
  to: number,
  groupOf: (index: number) => number,
): readonly number[] {
  const maxima = new Map<number, number>();
  for (let i = from; i < to; i++) {
    if (Number.isNaN(series[i])) continue;
    const group = groupOf(i);
    maxima.set(group, Math.max(maxima.get(group) ?? Number.NEGATIVE_INFINITY, series[i]!));
  }
  return [...maxima.values()];
}

const shares = { med_max: 0.5, p95: 0.95, p99: 0.99 } as const;

function thresholdOf(threshold: EsdThreshold, maxima: readonly number[]): number {
  if (threshold === 'none') return Number.NEGATIVE_INFINITY;
  return quantileSorted(sortedFinite(maxima), shares[threshold]);
}

/** All options with their values. @throws RangeError when one is out of range */
export function settingsOf(length: number, options: SeasonalEsdOptions): SeasonalEsdSettings {
  const { period, maxShare = 0.1, direction = 'pos', alpha = 0.05, threshold = 'none' } = options;
  const { onlyLast = length, blockLength = Math.max(1, length) } = options;
  if (!Number.isInteger(period) || period < 2)
    throw new RangeError(`got period ${period}: give a whole number from 2 up`);
  if (!(maxShare >= 0 && maxShare <= 0.49))
    throw new RangeError(`got maxShare ${maxShare}: give one from 0 to 0.49`);
  if (!(alpha > 0 && alpha <= 0.5)) throw new RangeError(`got alpha ${alpha}: give one above 0, up to 0.5`);
  if (!Number.isInteger(blockLength) || blockLength < 1)
    throw new RangeError(`got blockLength ${blockLength}: give a whole number, at least two periods`);
  if (!(onlyLast >= 0)) throw new RangeError(`got onlyLast ${onlyLast}: give how many values, from 0 up`);
  return {
    period,
    maxShare: Math.max(maxShare, 1 / length),
    direction,
    alpha,
    threshold,
    onlyLast,
    blockLength,
  };
}
