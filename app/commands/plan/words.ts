import type { Interval, LimitPlan } from '../../../lib/domain/capacity/plan-types.ts';
import type { Reach } from '../../../lib/domain/capacity/reach.ts';
import type { Load, SizedCluster } from '../../../lib/domain/capacity/sizing.ts';
import { formatBytes, formatNumber } from '../../../lib/domain/words.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export function rate(bytesPerSecond: number): string {
  return Number.isFinite(bytesPerSecond) ? `${formatBytes(bytesPerSecond)}/s` : 'unknown';
}

/** `1.2 (0.9 to 1.6) MiB/s`; where units differ, each with its own. */
export function spread({ lower, middle, upper }: Interval, format: (value: number) => string): string {
  const parts = [middle, lower, upper].map((value) => format(value).split(' '));
  const [[first = '', unit] = [], [second = '', unit2] = [], [third = '', unit3] = []] = parts;
  if (unit !== undefined && unit === unit2 && unit === unit3)
    return `${first} (${second} to ${third}) ${unit}`;
  return `${format(middle)} (${format(lower)} to ${format(upper)})`;
}

export function dollars(usd: number): string {
  return Number.isFinite(usd) ? `$${Math.round(usd).toLocaleString('en-US')}` : 'unknown';
}

export function percent(share: number, digits = 0): string {
  if (!Number.isFinite(share)) return 'unknown';
  return `${(100 * share).toFixed(digits)} %`;
}

/** Hours up to three days, then days. */
export function timeAhead(ms: number | undefined, beyond: string): string {
  if (ms === undefined) return beyond;
  if (ms < hourMs) return 'now';
  if (ms < 3 * dayMs) return `${Math.round(ms / hourMs)} h`;
  return `${Math.round(ms / dayMs)} d`;
}

/** The words for the time to a limit: earliest, likely, latest. */
export function reachWords(
  { earliestMs, likelyMs, latestMs }: Reach,
  daysLooked: number,
): readonly [string, string, string] {
  const beyond = `beyond ${daysLooked} d`;
  return [timeAhead(earliestMs, beyond), timeAhead(likelyMs, beyond), timeAhead(latestMs, beyond)];
}

export function limitValue(value: number, { unit }: Pick<LimitPlan, 'unit'>): string {
  if (!Number.isFinite(value)) return 'unknown';
  if (unit === 'percent') return `${formatNumber(Math.round(value * 10) / 10)} %`;
  return unit === 'bytes_per_second' ? rate(value) : String(Math.round(value));
}

/** `3 × kafka.m7g.large, 500 GiB each` */
export function sizeWords({ brokers, type, storageGib, provisionedMib }: SizedCluster): string {
  const storage = storageGib === undefined ? '' : `, ${storageGib.toLocaleString('en-US')} GiB each`;
  const throughput =
    provisionedMib === undefined || provisionedMib <= 250 ? '' : ` at ${provisionedMib} MiB/s`;
  return `${brokers} × ${type}${storage}${throughput}`;
}

export const loadTitles: Readonly<Record<Load['id'], string>> = {
  ingress: 'ingress',
  egress: 'egress',
  network: 'network',
  storage_throughput: 'volume throughput',
  partitions: 'partitions',
  connections: 'connections',
  cpu: 'processor',
  disk: 'disk',
};

export function date(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}
