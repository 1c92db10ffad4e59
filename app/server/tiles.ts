import { type Severity, severities } from '../../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { entityKind, entityWords } from '../../lib/domain/series/entity.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import type { RuntimeView } from '../runtime-view.ts';
import type { MeasureJson, TileJson } from './api-types.ts';

const minuteMs = 60_000;
/** A measurement older than this is not "now". */
const freshMs = 40 * minuteMs;
/** A broker is online while it is heard of this soon after the last word from any broker. */
const silentMs = 10 * minuteMs;

type Measure = Omit<MeasureJson, 'value' | 'of'> & {
  /** The first of these that the cluster measures is shown. */
  readonly signals: readonly string[];
  readonly combine: 'sum' | 'max';
};

/** What a tile says of a cluster, in its order. */
export const tileMeasures: readonly Measure[] = [
  {
    id: 'traffic_in',
    label: 'Traffic in',
    unit: 'bytes_per_second',
    signals: ['bytes_in', 'topic_bytes_in'],
    combine: 'sum',
  },
  {
    id: 'traffic_out',
    label: 'Traffic out',
    unit: 'bytes_per_second',
    signals: ['bytes_out', 'topic_bytes_out'],
    combine: 'sum',
  },
  { id: 'lag', label: 'Worst lag', unit: 'seconds', signals: ['lag_seconds'], combine: 'max' },
  { id: 'disk', label: 'Fullest disk', unit: 'percent', signals: ['disk_used'], combine: 'max' },
];

/** One cluster at a glance. */
export async function tileOf(view: RuntimeView, cluster: Cluster): Promise<TileJson> {
  const { nowMs } = view.status();
  const series = await view.series({ cluster: cluster.id });
  const lastMs = series.reduce<number | undefined>(
    (last, s) => Math.max(last ?? s.lastMs, s.lastMs),
    undefined,
  );
  const measures = await Promise.all(
    tileMeasures.map((measure) => measureOf(view, cluster.id, series, measure, nowMs)),
  );
  return {
    cluster,
    ...brokersOf(cluster, series, nowMs),
    measures,
    firing: countFiring(view, cluster.id),
    ...(lastMs !== undefined && { lastMs }),
  };
}

type Known = Series & { readonly lastMs: number };

function brokersOf(cluster: Cluster, series: readonly Known[], nowMs: number) {
  const heardOf = new Map<string, number>();
  for (const { entity, lastMs } of series) {
    const { broker } = entity;
    if (broker === undefined || entityKind(entity) !== 'broker') continue;
    heardOf.set(broker, Math.max(heardOf.get(broker) ?? 0, lastMs));
  }
  const newest = Math.max(0, ...heardOf.values());
  const isOnline = (lastMs: number) => newest - lastMs <= silentMs && nowMs - lastMs <= freshMs;
  const known = new Set([...cluster.brokerIds, ...heardOf.keys()]);
  return { brokersOnline: [...heardOf.values()].filter(isOnline).length, brokersKnown: known.size };
}

async function measureOf(
  view: RuntimeView,
  cluster: string,
  series: readonly Known[],
  { signals, combine, ...shown }: Measure,
  nowMs: number,
): Promise<MeasureJson> {
  const { id, label, unit } = shown;
  const measured = new Set(series.map(({ signal }) => signal));
  const signal = signals.find((candidate) => measured.has(candidate));
  if (signal === undefined) return { id, label, unit };
  const samples = await view.read({ cluster, signals: [signal], fromMs: nowMs - freshMs, toMs: nowMs + 1 });
  return { id, label, unit, ...combined(samples, combine) };
}

function combined(samples: readonly Samples[], combine: 'sum' | 'max'): { value?: number; of?: string } {
  const newest = newestOnly(samples);
  if (newest.length === 0) return {};
  if (combine === 'sum') return { value: newest.reduce((sum, { value }) => sum + value, 0) };
  const worst = newest.reduce((a, b) => (b.value > a.value ? b : a));
  return { value: worst.value, of: entityWords(worst.series.entity) };
}

/** The newest value of each series that still speaks: one that fell silent is not part of now. */
function newestOnly(
  samples: readonly Samples[],
): readonly { readonly series: Series; readonly value: number }[] {
  const newestMs = Math.max(...samples.map(({ timesMs }) => timesMs.at(-1) ?? 0));
  return samples.flatMap(({ series, timesMs, values }) => {
    const value = values.at(-1);
    return value === undefined || newestMs - (timesMs.at(-1) ?? 0) > silentMs ? [] : [{ series, value }];
  });
}

function countFiring(view: RuntimeView, cluster: string): Readonly<Record<Severity, number>> {
  const firing = view
    .findings()
    .filter(({ entity, status }) => entity.cluster === cluster && status === 'firing');
  const count = (severity: Severity) => firing.filter((finding) => finding.severity === severity).length;
  return Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Record<
    Severity,
    number
  >;
}
