import type { Campaign } from '../../../lib/domain/capacity/campaign.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import { createRandom } from '../../../lib/domain/numerics/seeded-random.ts';
import type { Samples } from '../../../lib/domain/series/samples.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';

export const hour = 3_600_000;
export const day = 24 * hour;
/** A Monday. */
export const t0 = Date.UTC(2025, 7, 4);

export const cluster: Cluster = {
  id: '1/eu-central-1/orders',
  name: 'orders',
  account: '1',
  region: 'eu-central-1',
  type: 'standard',
  instanceType: 'kafka.m7g.large',
  brokerIds: ['1', '2', '3'],
  storageGib: 1000,
};

export interface Year {
  readonly seed?: number;
  readonly days?: number;
  /** Growth of the logarithm in a year. @default 0.5 */
  readonly growth?: number;
  /** Standard deviation of the logarithm of hours. @default 0.03 */
  readonly noise?: number;
  readonly meanBytes?: number;
  readonly campaigns?: readonly Campaign[];
}

/** Five hours of an evening, four times in the past year and once in the quarter after it. */
export const yearlyCampaigns: readonly Campaign[] = [70, 160, 250, 340, 410].map((on) => ({
  name: 'sale',
  fromMs: t0 + on * day + 17 * hour,
  toMs: t0 + on * day + 22 * hour,
}));

const week = [0.05, 0.06, 0.06, 0.05, 0.03, -0.12, -0.18];

/** Hourly bytes a second with a day, a week, growth, noise that lasts some hours, and campaigns that lift by a third. */
export function traffic({
  seed = 1,
  days = 365,
  growth = 0.5,
  noise = 0.03,
  meanBytes = 1e7,
  campaigns = [],
}: Year = {}) {
  const random = createRandom(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lifts = campaigns.map(() => 1.33 * (1 + 0.03 * normal()));
  const timesMs = Float64Array.from({ length: 24 * days }, (_, i) => t0 + i * hour);
  const lift = new Float64Array(24 * days).fill(1);
  for (const [k, { fromMs, toMs }] of campaigns.entries())
    lift.fill(lifts[k] ?? 1, (fromMs - t0) / hour, (toMs - t0) / hour);
  const shape = Array.from({ length: 24 }, (_, h) => {
    const evening = Math.exp(-0.5 * ((h - 19) / 2.5) ** 2);
    const noon = Math.exp(-0.5 * ((h - 11) / 3) ** 2);
    return meanBytes * (0.5 + 0.8 * noon + 0.9 * evening);
  });
  let wander = 0;
  const values = lift.map((factor, i) => {
    wander = 0.8 * wander + 0.6 * noise * normal();
    const level = (growth * i) / 24 / 365 + (week[Math.floor(i / 24) % 7] ?? 0) + wander;
    return factor * Math.exp(level) * (shape[i % 24] ?? 0);
  });
  return { timesMs, values };
}

type Points = Pick<Samples, 'timesMs' | 'values'>;

export function bytesIn(points: Points, broker = '1', signal = 'bytes_in'): Samples {
  return { series: createSeries(signal, { cluster: cluster.id, broker }), ...points };
}

/** The same traffic on three brokers, a third each. */
export function onBrokers({ timesMs, values }: Points): readonly Samples[] {
  return cluster.brokerIds.map((broker) =>
    bytesIn({ timesMs, values: values.map((value) => value / 3) }, broker),
  );
}

export function firstDays({ timesMs, values }: Points, days: number): Points {
  return { timesMs: timesMs.subarray(0, 24 * days), values: values.subarray(0, 24 * days) };
}

/** The highest value from one day to another. */
export function highestOf({ values }: Points, fromDay: number, toDay: number): number {
  return Math.max(...values.subarray(24 * fromDay, 24 * toDay));
}

/** The value of a day, NaN beyond the end. */
export function at(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN;
}
