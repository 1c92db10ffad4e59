import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Entity } from '../../lib/domain/series/entity.ts';
import type { MetricStore } from '../../lib/ports/metric-store.ts';

/** The clusters of that name; all when none is asked for. Two regions may have clusters of one name. */
export function named(clusters: readonly Cluster[], name: string | undefined): readonly Cluster[] {
  return name === undefined ? clusters : clusters.filter((cluster) => cluster.name === name);
}

/** The forecasts of the signals on the clusters. */
export async function forecastsOf(
  store: MetricStore,
  clusters: readonly Cluster[],
  signals: readonly string[],
): Promise<readonly Forecast[]> {
  const found = await Promise.all(clusters.map(({ id }) => store.readForecasts({ cluster: id, signals })));
  return found.flat();
}

/** `orders`, and with its region where two clusters share a name. */
export function clusterWords({ cluster: id }: Pick<Entity, 'cluster'>, clusters: readonly Cluster[]): string {
  const [, region = '', name = id] = id.split('/');
  const isShared = clusters.some((one) => one.name === name && one.id !== id);
  return isShared ? `${name} (${region})` : name;
}
