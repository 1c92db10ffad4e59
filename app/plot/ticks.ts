import type { Extent } from './forecast-chart.ts';

/** A place on an axis and what is written there. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

const mostTicks = 100;

/** Round numbers over a stretch, about `count` of them, in steps of 1, 2 or 5. */
export function valueTicks([from, to]: Extent, count: number): readonly Tick[] {
  const step = niceStep((to - from) / Math.max(1, count));
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const places: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to && places.length < mostTicks; i++)
    places.push(withoutNoise(i * step, step));
  const label = formatOf(Math.max(Math.abs(from), Math.abs(to)), step);
  return places.map((at) => ({ at, label: label(at) }));
}

/** 0.3 in place of 0.30000000000000004, where the digits behind are not what tells ticks apart. */
function withoutNoise(value: number, step: number): number {
  const short = Number(value.toPrecision(12));
  return Math.abs(short - value) < step / 1000 ? short : value;
}

/** Rows of a file without timestamps: whole numbers. */
export function rowTicks(extent: Extent, count: number): readonly Tick[] {
  return valueTicks(extent, count).filter(({ at }) => Number.isInteger(at));
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = rough / power;
  return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
}

const prefixes = ['', 'k', 'M', 'G', 'T', 'P'];

/** As many digits as tell neighbouring ticks apart, with a decimal prefix from 100,000 up. */
function formatOf(largest: number, step: number): (value: number) => string {
  const power = largest < 1e5 ? 0 : Math.floor(Math.log10(largest) / 3);
  const prefix = prefixes[power];
  if (prefix === undefined || largest < 1e-4) return (value) => (value === 0 ? '0' : value.toExponential(1));
  const scale = 1000 ** power;
  const decimals = Math.min(15, Math.max(0, -Math.floor(Math.log10(step / scale) + 1e-9)));
  return (value) => (value === 0 ? '0' : `${(value / scale).toFixed(decimals)}${prefix}`);
}

const [secondMs, minuteMs, hourMs, dayMs] = [1000, 60_000, 3_600_000, 86_400_000];
/** Monday before the epoch: weeks begin on Mondays. */
const mondayMs = -3 * dayMs;
const steps = [
  ...[1, 5, 15, 30].map((count) => count * secondMs),
  ...[1, 5, 15, 30].map((count) => count * minuteMs),
  ...[1, 3, 6, 12].map((count) => count * hourMs),
  ...[1, 2, 7, 14].map((count) => count * dayMs),
];
const monthSteps = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400];

/** Round times of UTC over a stretch, at most `count` of them: hours within a day, dates at midnight and beyond. */
export function timeTicks([from, to]: Extent, count: number): readonly Tick[] {
  const stepMs = steps.find((step) => (to - from) / step < count);
  const places = stepMs === undefined ? monthPlaces(from, to, count) : evenPlaces(from, to, stepMs);
  return places.map((at) => ({ at, label: timeLabel(at, stepMs ?? Number.POSITIVE_INFINITY) }));
}

function evenPlaces(from: number, to: number, stepMs: number): number[] {
  const origin = stepMs % (7 * dayMs) === 0 ? mondayMs : 0;
  const places: number[] = [];
  for (let i = Math.ceil((from - origin) / stepMs); origin + i * stepMs <= to; i++)
    places.push(origin + i * stepMs);
  return places;
}

function monthPlaces(from: number, to: number, count: number): number[] {
  const months = (to - from) / (30.436875 * dayMs);
  const step = monthSteps.find((one) => months / one < count) ?? 12_000;
  const first = new Date(from).getUTCFullYear() * 12 + new Date(from).getUTCMonth();
  const places: number[] = [];
  for (let month = Math.floor(first / step) * step; places.length < mostTicks; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12);
    if (!(at <= to)) break;
    if (at >= from) places.push(at);
  }
  return places;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function timeLabel(timeMs: number, stepMs: number): string {
  const date = new Date(timeMs);
  const month = monthNames[date.getUTCMonth()] ?? '';
  const isMidnight = timeMs % dayMs === 0;
  if (stepMs === Number.POSITIVE_INFINITY)
    return date.getUTCMonth() === 0 ? String(date.getUTCFullYear()) : `${month} ${date.getUTCFullYear()}`;
  if (isMidnight) return `${date.getUTCDate()} ${month}`;
  return date.toISOString().slice(11, stepMs < minuteMs ? 19 : 16);
}
