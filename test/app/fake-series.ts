import { createSeries, type Series } from '../../lib/domain/series/series.ts';

export const clusterName = 'local/local/orders';
export const stepMs = 300_000;
const dayMs = 86_400_000;
const brokers = ['1', '2', '3'];
const topics = ['orders', 'payments', 'clicks', 'shipments'];
const groups = ['billing', 'search', 'warehouse'];

const perBroker = (signal: string): readonly Series[] =>
  brokers.map((broker) => createSeries(signal, { cluster: clusterName, broker }));

/** Every series of the fake cluster. */
export const fakeSeries: readonly Series[] = [
  ...['bytes_in', 'bytes_out', 'cpu_user', 'disk_used', 'under_replicated_partitions'].flatMap(perBroker),
  ...brokers.flatMap((broker) =>
    topics.map((topic) => createSeries('bytes_in_topic', { cluster: clusterName, broker, topic })),
  ),
  ...groups.map((group) => createSeries('group_lag', { cluster: clusterName, group, topic: 'orders' })),
  createSeries('active_controllers', { cluster: clusterName }),
];

const hashed = (text: string): number => {
  let h = 2166136261;
  for (const c of text) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 16777619);
  return ((h >>> 0) % 10_000) / 10_000;
};

const mid: Readonly<Record<string, number>> = {
  bytes_in: 18e6,
  bytes_out: 41e6,
  bytes_in_topic: 4e6,
  cpu_user: 34,
  group_lag: 900,
};

/** What is expected of the series at the time: a day's rhythm, quieter at weekends. */
export function expectedAt(series: Series, timeMs: number): number {
  const share = 0.8 + 0.4 * hashed(series.key);
  if (series.signal === 'active_controllers') return 1;
  if (series.signal === 'under_replicated_partitions') return 0;
  if (series.signal === 'disk_used') return 40 * share + ((timeMs / dayMs) % 60) * 0.3;
  const day = Math.sin(((timeMs % dayMs) / dayMs) * 2 * Math.PI - 1.8);
  const weekend = [2, 3].includes(Math.floor(timeMs / dayMs) % 7) ? 0.7 : 1;
  return (mid[series.signal] ?? 1) * share * (1 + 0.45 * day) * weekend;
}

/** Whether the series has a spike at the time: about one step in three hundred. */
export function isSpike(series: Series, timeMs: number): boolean {
  return (
    hashed(`${series.key}@${timeMs}`) > 0.9965 && !['disk_used', 'active_controllers'].includes(series.signal)
  );
}

export function valueAt(series: Series, timeMs: number): number {
  const expected = expectedAt(series, timeMs);
  const noise = (hashed(`${timeMs}${series.key}`) - 0.5) * 0.16 * (series.signal === 'disk_used' ? 0.05 : 1);
  return Math.max(0, expected * (1 + noise) * (isSpike(series, timeMs) ? 1.7 : 1));
}
