import { signals as catalogue } from '../../../domain/catalogue/signals/index.ts';
import type { Cluster } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import type { InventoryEntry } from '../../../ports/inventory.ts';
import type { MetricSource } from '../../../ports/metric-source.ts';
import { queriesOf } from './entries.ts';
import { type ReadOptions, readSettingsOf } from './options.ts';
import { readQueries } from './read.ts';

export interface InventorySourceOptions extends ReadOptions {
  /** Names the source, and so its watermark: each part of a cluster has its own. @default 'cloudwatch' */
  readonly id?: string;
  readonly cluster: Cluster;
  /** What is read of it. */
  readonly series: readonly InventoryEntry[];
}

/**
 * One cluster, or a part of it, through CloudWatch from an inventory that a finder has made: it asks for points
 * and for nothing else. The client stays the caller's.
 */
export function createInventorySource(options: InventorySourceOptions): MetricSource {
  const { id = 'cloudwatch', cluster, series } = options;
  const settings = readSettingsOf(options);
  const queries = queriesOf(series, options.signals ?? catalogue);
  const unknown = series.length - queries.length;
  return {
    id,
    hasHistory: true,
    overlapsItself: settings.polling === 'by_cadence',
    discover: async () => ({
      clusters: [cluster],
      series: queries.map((query) => query.series),
      problems: unknown === 0 ? [] : [outdated(cluster, unknown)],
    }),
    read: (request) => readQueries(settings, queries, request),
    close: async () => {},
  };
}

function outdated({ name }: Cluster, count: number): Problem {
  const message = `the inventory of ${name} has series of signals that the catalogue does not know: discover anew`;
  return { kind: 'unknown_signal', where: name, message, count };
}
