import type { Verdict } from '../anomaly/verdict.ts';
import type { LimitId } from '../catalogue/rule.ts';
import type { Signal } from '../catalogue/signal.ts';
import type { Cluster } from '../cluster.ts';
import type { Forecast } from '../forecast/forecast.ts';
import { type Entity, entityKey } from '../series/entity.ts';
import type { Samples } from '../series/samples.ts';
import { createSeries, type Series } from '../series/series.ts';

export type KnownSeries = Series & { readonly lastMs: number };

/** What of one cluster the rules are judged on. */
export interface ClusterReadings {
  readonly cluster: Cluster;
  /** Points of the window, at most one entry a series. */
  readonly samples: readonly Samples[];
  /** Every series that was ever seen, with the time of its newest point. */
  readonly known: readonly KnownSeries[];
  readonly verdicts: readonly Verdict[];
  readonly forecasts: readonly Forecast[];
}

/** What the catalogue knows that judging needs. */
export interface Facts {
  readonly signal: (id: string) => Signal | undefined;
  /** `undefined` when what it depends on is not known of the cluster: rules that need it do not apply. */
  readonly limit: (cluster: Cluster, limit: LimitId) => number | undefined;
}

/** The readings of one cluster, looked up by signal and entity. */
export interface ClusterData {
  readonly cluster: Cluster;
  samplesOf(signal: string, entity: Entity): Samples | undefined;
  /** Samples of all entities of the signal that are still part of the cluster. */
  samplesAcross(signal: string): readonly Samples[];
  knownOf(signal: string): readonly KnownSeries[];
  /** Oldest first. */
  verdictsOf(signal: string, entity: Entity): readonly Verdict[];
  forecastOf(signal: string, entity: Entity): Forecast | undefined;
}

/**
 * @param nowMs series silent since `lookbackMs` before it are forgotten, as are those of brokers that
 *   have left the cluster
 */
export function createClusterData(readings: ClusterReadings, nowMs: number, lookbackMs: number): ClusterData {
  const { cluster, samples, known, verdicts, forecasts } = readings;
  const isWatched = ({ entity, lastMs }: KnownSeries) =>
    isPartOf(cluster, entity) && lastMs >= nowMs - lookbackMs;
  const samplesByKey = new Map(samples.map((one) => [one.series.key, one]));
  const samplesBySignal = groupBy(
    samples.filter(({ series }) => isPartOf(cluster, series.entity)),
    ({ series }) => series.signal,
  );
  const knownBySignal = groupBy(known.filter(isWatched), ({ signal }) => signal);
  const verdictsByKey = groupBy(verdicts, ({ series }) => series.key);
  const forecastsByKey = new Map(forecasts.map((one) => [one.series.key, one]));
  return {
    cluster,
    samplesOf: (signal, entity) => find(signal, entity, (key) => samplesByKey.get(key)),
    samplesAcross: (signal) => samplesBySignal.get(signal) ?? [],
    knownOf: (signal) => knownBySignal.get(signal) ?? [],
    verdictsOf: (signal, entity) => find(signal, entity, (key) => verdictsByKey.get(key)) ?? [],
    forecastOf: (signal, entity) => find(signal, entity, (key) => forecastsByKey.get(key)),
  };
}

/** What the entity has of the signal, or else its cluster. */
function find<T>(signal: string, entity: Entity, get: (key: string) => T | undefined): T | undefined {
  return get(createSeries(signal, entity).key) ?? get(createSeries(signal, { cluster: entity.cluster }).key);
}

/**
 * Whether the entity still belongs to the cluster. MSK lists brokers that are down, so a broker it no longer
 * lists was taken out on purpose; a self-managed cluster only knows those that answer, so there a missing one
 * may be dead and goes on being watched.
 */
export function isPartOf({ type, brokerIds }: Cluster, { broker }: Entity): boolean {
  if (broker === undefined || type === 'self_managed' || brokerIds.length === 0) return true;
  return brokerIds.includes(broker);
}

/** Entities of the series, each once, in the order of their keys. */
export function entitiesOf(series: readonly Series[]): readonly Entity[] {
  const byKey = new Map(series.map(({ entity }) => [entityKey(entity), entity]));
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entity]) => entity);
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
