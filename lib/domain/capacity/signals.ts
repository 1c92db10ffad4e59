import type { Samples } from '../series/samples.ts';
import { byBroker, together } from './added-up.ts';
import { type Points, stepsOf } from './long-term/daily-series.ts';

/** Signals that a plan is made of. */
export const planSignals = [
  'bytes_in',
  'bytes_out',
  'disk_used',
  'log_bytes',
  'storage_used',
  'partition_count',
  'client_connections',
  'connection_count',
  'cpu_user',
  'cpu_system',
  'topic_bytes_in',
  'topic_bytes_out',
] as const;

/** What is measured of a cluster, by hour; what nobody measures is absent. */
export interface Measured {
  /** Bytes a second, all brokers together. */
  readonly ingress?: Points;
  readonly egress?: Points;
  /** Highest of the brokers, percent. */
  readonly diskPercent?: Points;
  /** Of all brokers, replicas included. */
  readonly storedBytes?: Points;
  /** Highest of the brokers, replicas included. */
  readonly partitions?: Points;
  /** Highest of the brokers. */
  readonly connections?: Points;
  /** Percent, highest of the brokers. */
  readonly cpu?: Points;
  /** The same, average of the brokers. */
  readonly meanCpu?: Points;
  /** Distances of the points of ingestion in parts of the past, finest first, in ms. */
  readonly stepsMs: readonly number[];
  /** The number of brokers whose traffic is measured. */
  readonly brokers: number;
  /** Share of the cluster that the busiest broker carries over an even share, 1 or more. */
  readonly skew: number;
  /** All brokers' partitions over the highest broker's, and the same of connections. */
  readonly partitionsPerHighest: number;
  readonly connectionsPerHighest: number;
}

const dayMs = 86_400_000;
const recentMs = 28 * dayMs;

/** What the series tell together. @param storageGib of one broker, to turn percent into bytes */
export function measuredOf(samples: readonly Samples[], storageGib?: number): Measured {
  const of = (...ids: readonly string[]) => {
    const id = ids.find((one) => samples.some(({ series }) => series.signal === one));
    return samples.filter(({ series, timesMs }) => series.signal === id && timesMs.length > 0);
  };
  const ingress = of('bytes_in', 'topic_bytes_in', 'custom_value');
  const partitions = [...byBroker(of('partition_count')).values()];
  const connections = [...byBroker(of('client_connections', 'connection_count')).values()];
  const cpus = [...byBroker([...of('cpu_user'), ...of('cpu_system')]).values()];
  const disks = of('disk_used');
  return {
    ...present('ingress', joined(ingress, 'sum')),
    ...present('egress', joined(of('bytes_out', 'topic_bytes_out'), 'sum')),
    ...present('diskPercent', joined(disks, 'max')),
    ...present('storedBytes', storedBytes(of('log_bytes', 'storage_used'), disks, storageGib)),
    ...present('partitions', joined(partitions, 'max')),
    ...present('connections', joined(connections, 'max')),
    ...present('cpu', joined(cpus, 'max')),
    ...present('meanCpu', scaled(joined(cpus, 'sum'), 1 / Math.max(1, cpus.length))),
    stepsMs: stepsOf(ingress[0]?.timesMs ?? new Float64Array(0)),
    brokers: byBroker(ingress).size,
    skew: skewOf([...byBroker(ingress).values()]),
    partitionsPerHighest: perHighest(partitions),
    connectionsPerHighest: perHighest(connections),
  };
}

function present<K extends string>(name: K, points: Points | undefined): { readonly [key in K]?: Points } {
  return points === undefined ? {} : ({ [name]: points } as { readonly [key in K]?: Points });
}

function joined(all: readonly Samples[], how: 'sum' | 'max'): Points | undefined {
  return all.length === 0 ? undefined : together(all, how);
}

function scaled(points: Points | undefined, factor: number): Points | undefined {
  return points && { timesMs: points.timesMs, values: points.values.map((value) => value * factor) };
}

function storedBytes(
  bytes: readonly Samples[],
  disks: readonly Samples[],
  storageGib: number | undefined,
): Points | undefined {
  if (bytes.length > 0) return joined(bytes, 'sum');
  if (storageGib === undefined) return undefined;
  return scaled(joined(disks, 'sum'), (storageGib * 1_073_741_824) / 100);
}

/** Mean of the last four weeks of each. */
function recentMeans(all: readonly Points[]): readonly number[] {
  const endMs = Math.max(...all.map(({ timesMs }) => timesMs.at(-1) ?? 0));
  return all.flatMap(({ timesMs, values }) => {
    const recent = values.filter(
      (value, i) => (timesMs[i] ?? 0) > endMs - recentMs && Number.isFinite(value),
    );
    return recent.length === 0 ? [] : [recent.reduce((sum, value) => sum + value, 0) / recent.length];
  });
}

function skewOf(all: readonly Points[]): number {
  const means = recentMeans(all);
  const total = means.reduce((sum, value) => sum + value, 0);
  return means.length < 2 || total <= 0 ? 1 : (Math.max(...means) * means.length) / total;
}

function perHighest(all: readonly Points[]): number {
  const means = recentMeans(all);
  const most = Math.max(...means);
  return means.length === 0 || most <= 0 ? 1 : means.reduce((sum, value) => sum + value, 0) / most;
}

/** The ratio of two series in the busiest tenth of the last four weeks of the second; `undefined` without hours that both
 *  have. */
export function busyRatio(above: Points | undefined, below: Points | undefined): number | undefined {
  if (above === undefined || below === undefined) return undefined;
  const fromMs = (below.timesMs.at(-1) ?? 0) - recentMs;
  const byTime = new Map(Array.from(above.timesMs, (timeMs, i) => [timeMs, above.values[i] ?? Number.NaN]));
  const hours = Array.from(below.timesMs, (timeMs, i) => {
    const divisor = below.values[i] ?? Number.NaN;
    return { timeMs, divisor, ratio: (byTime.get(timeMs) ?? Number.NaN) / divisor };
  }).filter(({ timeMs, divisor, ratio }) => timeMs > fromMs && divisor > 0 && Number.isFinite(ratio));
  const busy = hours.sort((a, b) => b.divisor - a.divisor).slice(0, Math.ceil(hours.length / 10));
  return busy.map(({ ratio }) => ratio).sort((a, b) => a - b)[Math.floor(busy.length / 2)];
}
