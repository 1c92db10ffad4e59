import {
  anomaliesInBlocks,
  maximaOf,
  type SeasonalEsdAnomaly,
  type SeasonalEsdOptions,
  settingsOf,
} from './batch.ts';

/** Values with their times. */
export interface TimedValues {
  /** Start of the first value's step. */
  readonly startMs: number;
  /** A day, or a whole part of one. */
  readonly stepMs: number;
  /** Oldest first; NaN before the first value and behind the last is no matter. */
  readonly values: ArrayLike<number>;
}

export interface TimedEsdOptions
  extends Pick<SeasonalEsdOptions, 'maxShare' | 'direction' | 'alpha' | 'threshold'> {
  /** Anomalies of the last day or hour only; daily values know no hour. @default all */
  readonly onlyLast?: 'day' | 'hour';
  /** Judges long series in blocks of so many weeks, at least two. @default one block */
  readonly blockWeeks?: number;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * As `seasonalHybridEsd` with times: the season is a day, a week where the values are daily, and the greatest values of
 * the threshold are those of all calendar days (UTC), whatever the block. Equals `AnomalyDetectionTs` of Twitter's
 * package, except that values by the second are taken as they are and not added up to minutes.
 * @throws RangeError as `seasonalHybridEsd`, and when stepMs is no whole part of a day
 */
export function seasonalHybridEsdByTime(
  { startMs, stepMs, values }: TimedValues,
  { onlyLast, blockWeeks, ...options }: TimedEsdOptions = {},
): readonly SeasonalEsdAnomaly[] {
  const period = periodOf(stepMs);
  const series = Float64Array.from(values);
  const settings = settingsOf(series.length, {
    ...options,
    period,
    ...(onlyLast && { onlyLast: Math.max(1, Math.round(spanMs[onlyLast] / stepMs)) }),
    ...(blockWeeks !== undefined && { blockLength: blockLengthOf(blockWeeks, stepMs) }),
  });
  const maxima = maximaOf(series, 0, series.length, (i) => Math.floor((startMs + i * stepMs) / dayMs));
  return anomaliesInBlocks(series, settings, () => maxima);
}

const spanMs = { day: dayMs, hour: hourMs } as const;

function periodOf(stepMs: number): number {
  const steps = dayMs / stepMs;
  if (!(stepMs > 0) || !Number.isInteger(steps))
    throw new RangeError(`got stepMs ${stepMs}: give a day (${dayMs}) or a whole part of one`);
  return steps === 1 ? 7 : steps;
}

/** Daily blocks have one value more, as R's `stl` asks for more than two seasons. */
function blockLengthOf(weeks: number, stepMs: number): number {
  if (!Number.isInteger(weeks) || weeks < 2)
    throw new RangeError(`got blockWeeks ${weeks}: give a whole number from 2 up`);
  return (weeks * 7 * dayMs) / stepMs + (stepMs === dayMs ? 1 : 0);
}
