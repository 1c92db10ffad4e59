import { median } from '../../numerics/order-statistics.ts';
import { robustLine } from './robust-line.ts';

/** A way to go on from a level: values of the days ahead from those of the past. */
export interface Trend {
  readonly id: string;
  readonly title: string;
  /** @param level logarithms, the newest last, NaN is a gap @returns `horizon` logarithms */
  readonly ahead: (level: Float64Array, horizon: number) => Float64Array;
}

const month = 28;

/** The last week goes on, with the mean growth of all of the past: what every other must beat. */
const naiveDrift: Trend = {
  id: 'naive_drift',
  title: 'last week with drift',
  ahead: (level, horizon) => {
    const span = Math.min(month, Math.floor(level.length / 3));
    const first = median(level.subarray(0, span));
    const last = median(level.subarray(-span));
    const drift = (last - first) / Math.max(1, level.length - span) || 0;
    const week = meanOf(level.subarray(-7));
    const from = [week, last].find(Number.isFinite) ?? newest(level);
    return path(horizon, (h) => from + drift * (h + 3));
  },
};

const flat: Trend = {
  id: 'flat',
  title: 'no growth',
  ahead: (level, horizon) => {
    const now = newest(level);
    return path(horizon, () => now);
  },
};

const growth: Trend = {
  id: 'growth',
  title: 'steady growth in percent',
  ahead: (level, horizon) => {
    const { now, slope } = robustLine(level);
    return path(horizon, (h) => now + slope * h);
  },
};

/** The same slope from where the last weeks really are. */
const anchoredGrowth: Trend = {
  id: 'anchored_growth',
  title: 'steady growth from the newest level',
  ahead: (level, horizon) => {
    const { now, slope } = robustLine(level);
    const off = median(
      level.subarray(-month).map((value, i, part) => value - now - slope * (i + 1 - part.length)),
    );
    return path(horizon, (h) => now + (off || 0) + slope * h);
  },
};

/** Growth by the same amount each day. */
const linear: Trend = {
  id: 'linear',
  title: 'steady growth in bytes',
  ahead: (level, horizon) => {
    const top = newest(level);
    const { now, slope } = robustLine(level.map((value) => Math.exp(value - top)));
    const off = median(
      level
        .subarray(-month)
        .map((value, i, part) => Math.exp(value - top) - now - slope * (i + 1 - part.length)),
    );
    return path(horizon, (h) => top + Math.log(Math.max(0.05, now + (off || 0) + slope * h)));
  },
};

/** What the last four months did, slowing down by half every six weeks or so. */
const damped: Trend = {
  id: 'damped',
  title: 'recent growth that slows down',
  ahead: (level, horizon) => {
    const recent = level.subarray(-112);
    const { now, slope } = robustLine(recent);
    const off = median(
      recent.subarray(-month).map((value, i, part) => value - now - slope * (i + 1 - part.length)),
    );
    const rate = 0.984;
    return path(horizon, (h) => now + (off || 0) + (slope * rate * (1 - rate ** h)) / (1 - rate));
  },
};

/** The first is the benchmark. */
export const trends: readonly Trend[] = [naiveDrift, flat, growth, anchoredGrowth, linear, damped];

function path(horizon: number, at: (h: number) => number): Float64Array {
  return new Float64Array(horizon).map((_, i) => at(i + 1));
}

function newest(level: Float64Array): number {
  for (const span of [month, 2 * month, level.length]) {
    const value = median(level.subarray(-span));
    if (Number.isFinite(value)) return value;
  }
  return 0;
}

function meanOf(values: Float64Array): number {
  const finite = values.filter(Number.isFinite);
  return finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
