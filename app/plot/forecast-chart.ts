/** What a drawing of a forecast shows. Times are ms since the epoch, or rows when `isTimed` is false. */
export interface ForecastChart {
  /** What is forecast. */
  readonly title: string;
  /** The model. */
  readonly model: string;
  readonly isTimed: boolean;
  /** The last part of what was measured; NaN is a gap. */
  readonly history: { readonly times: Float64Array; readonly values: Float64Array };
  readonly forecast: {
    readonly times: Float64Array;
    readonly mean: Float64Array;
    readonly lower: Float64Array;
    readonly upper: Float64Array;
  };
  /** Coverage of lower and upper, 0 < level < 1. */
  readonly level: number;
}

/** A stretch of an axis, from below to above. */
export type Extent = readonly [from: number, to: number];

/** Values beyond are drawn at it: their differences could not be told. */
const mostValue = 1e300;
/** How many times as high as what is known the interval may make a drawing, on each side. */
const bandShare = 1.5;

export function timeExtent({ history, forecast }: ForecastChart): Extent {
  const [from, to] = extentOf([history.times, forecast.times]) ?? [0, 1];
  return from === to ? [from - 1, to + 1] : [from, to];
}

/**
 * The values that a drawing spans: history and mean, and as much of the interval as leaves them readable. A wider
 * one runs out of the picture.
 */
export function valueExtent({ history, forecast }: ForecastChart): Extent {
  const [low, high] = extentOf([history.values, forecast.mean]) ?? [0, 1];
  const [lower, upper] = extentOf([forecast.lower, forecast.upper]) ?? [low, high];
  const room = bandShare * (high - low || Math.abs(high) || 1);
  const from = Math.max(Math.min(low, lower), low - room);
  const to = Math.min(Math.max(high, upper), high + room);
  const margin = 0.04 * (to - from) || 0.1 * Math.abs(to) || 1;
  return [from - (from === 0 ? 0 : margin), to + margin];
}

/** The least and the greatest finite value; `undefined` when there is none. */
function extentOf(arrays: readonly Float64Array[]): Extent | undefined {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const array of arrays) {
    for (const value of array) {
      if (!Number.isFinite(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return undefined;
  return [Math.max(low, -mostValue), Math.min(high, mostValue)];
}

/** One point of the forecast and its interval; all finite. */
export interface Ahead {
  readonly time: number;
  readonly mean: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The points of the forecast, the last measured one before them, so that both lines meet. What is not finite is
 * left out.
 */
export function aheadOf({ history, forecast }: ForecastChart): readonly Ahead[] {
  const { times, mean, lower, upper } = forecast;
  const last = history.values.at(-1) ?? Number.NaN;
  const points = [{ time: history.times.at(-1) ?? Number.NaN, mean: last, lower: last, upper: last }];
  for (const [i, time] of times.entries()) {
    const at = (values: Float64Array) => values[i] ?? Number.NaN;
    points.push({ time, mean: at(mean), lower: at(lower), upper: at(upper) });
  }
  return points.filter((point) => Object.values(point).every(Number.isFinite));
}

/** Stretches of a line between its gaps, each of at least one point. */
export function stretchesOf(
  times: Float64Array,
  values: Float64Array,
): (readonly (readonly [number, number])[])[] {
  const stretches: (readonly [number, number])[][] = [];
  let isOpen = false;
  for (const [i, time] of times.entries()) {
    const value = values[i] ?? Number.NaN;
    const isPoint = Number.isFinite(value) && Number.isFinite(time);
    if (isPoint && !isOpen) stretches.push([]);
    if (isPoint) stretches.at(-1)?.push([time, value]);
    isOpen = isPoint;
  }
  return stretches;
}

/** `95 % interval` */
export function intervalWords({ level }: ForecastChart): string {
  return `${Number((100 * level).toPrecision(6))} % interval`;
}
