import type { Extent } from '../../app/plot/forecast-chart.ts';
import { type Tick, valueTicks } from '../../app/plot/ticks.ts';
import type { Unit } from '../../lib/domain/catalogue/signal.ts';
import type { Picture } from './picture.ts';

/** How much higher than what is known an interval may make a picture. */
const bandShare = 1;

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const spans = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const;

/** Round places on the value axis, with their unit. */
export function unitTicks(extent: Extent, count: number, unit: Unit): readonly Tick[] {
  const [scale, suffix] = scaleOf(Math.max(Math.abs(extent[0]), Math.abs(extent[1])), unit);
  const ticks = valueTicks([extent[0] / scale, extent[1] / scale], count);
  return ticks.map(({ at, label }) => ({ at: at * scale, label: at === 0 ? '0' : `${label}${suffix}` }));
}

/** What one unit of the axis is worth, and what is written behind its numbers. */
function scaleOf(largest: number, unit: Unit): readonly [scale: number, suffix: string] {
  switch (unit) {
    case 'percent':
      return [1, ' %'];
    case 'fraction':
      return [0.01, ' %'];
    case 'milliseconds':
      return [1, ' ms'];
    case 'bytes':
    case 'bytes_per_second': {
      const power = Math.min(binary.length - 1, Math.max(0, Math.floor(Math.log2(largest || 1) / 10)));
      return [1024 ** power, ` ${binary[power] ?? 'B'}${unit === 'bytes' ? '' : '/s'}`];
    }
    case 'seconds': {
      const [scale, suffix] = spans.find(([span]) => largest >= 2 * span) ?? [1, 's'];
      return [scale, ` ${suffix}`];
    }
    default:
      return [1, ''];
  }
}

/**
 * The values that a picture spans: what was measured and what is expected, as much of the bands as leaves those
 * readable, and the limit where it is near.
 */
export function valuesOf({ points, verdicts, forecast, limit, signal }: Picture): Extent {
  const mean = forecast?.mean ?? [];
  const [low, high] = extentOf([...points.map(([, value]) => value), ...mean]) ?? [0, limit?.value ?? 1];
  const room = bandShare * (high - low || Math.abs(high) || 1);
  const isNear = limit !== undefined && limit.value >= low - room && limit.value <= high + room;
  const bounds = [
    ...verdicts.flatMap(({ lower, upper }) => [lower, upper]),
    ...(forecast?.lower ?? []),
    ...(forecast?.upper ?? []),
    ...(isNear ? [limit.value] : []),
  ];
  const [lower, upper] = extentOf(bounds) ?? [low, high];
  const from = Math.max(Math.min(low, lower), low - room, signal.range.min ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(Math.max(high, upper), high + room, signal.range.max ?? Number.POSITIVE_INFINITY);
  const margin = 0.06 * (to - from) || 0.1 * Math.abs(to) || 1;
  return [from - (from === signal.range.min ? 0 : margin), to + margin];
}

function extentOf(values: Iterable<number>): Extent | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? undefined : [low, high];
}
