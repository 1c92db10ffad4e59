import { cloudWatchMetricOf } from '../../../domain/catalogue/emission.ts';
import type { Rule } from '../../../domain/catalogue/rule.ts';
import type { CloudWatchMetric, Signal } from '../../../domain/catalogue/signal.ts';
import type { Cluster } from '../../../domain/cluster.ts';
import type { Place } from '../../../domain/place.ts';

/** What the pages of an environment are about. */
export interface Scene {
  readonly environment: string;
  /** Where the stacks are. */
  readonly home: Place;
  /** The clusters that the configuration names; the first is shown first. */
  readonly clusters: readonly Cluster[];
  /** Where clusters are looked for by their tags: what they emit is not known at synth. */
  readonly selected: readonly Place[];
  /** Those in force, overrides applied. */
  readonly rules: readonly Rule[];
  /** ARN of the function that draws custom widgets; without one they are left out. */
  readonly widgetArn?: string;
}

/** The metrics by which clusters of the scene emit the signal, each once: types of cluster may differ. */
export function metricsOf(signal: Signal, { clusters, selected }: Scene): readonly CloudWatchMetric[] {
  const known = clusters.flatMap((cluster) => cloudWatchMetricOf(cluster, signal) ?? []);
  return [...new Set([...known, ...(selected.length > 0 ? (signal.cloudwatch ?? []) : [])])];
}

/** All places where clusters of the scene may be, that of the first cluster first. */
export function placesOf({ home, clusters, selected }: Scene): readonly Place[] {
  const places = [...clusters, ...selected].map(({ account, region }) => ({ account, region }));
  return places.length === 0 ? [home] : places;
}
