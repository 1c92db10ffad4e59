import { type PollPlan, planPolls } from '../../../domain/cost/poll-plan.ts';
import type { ClusterFinder } from '../../../ports/inventory.ts';
import type { Discovery, MetricSource, ReadRequest, ReadResult } from '../../../ports/metric-source.ts';
import { findClusters, findStates } from './clusters.ts';
import { entryOf } from './entries.ts';
import type { MetricQuery } from './match.ts';
import { findQueries } from './metrics.ts';
import { type CloudWatchSourceOptions, settingsOf } from './options.ts';
import { readQueries } from './read.ts';

export { createInventorySource } from './inventory-source.ts';
export type { CloudWatchSourceOptions } from './options.ts';

export interface CloudWatchSource extends MetricSource {
  /** The poll plan of what `discover` found last; without classes before the first discovery. */
  plan(): PollPlan;
}

/**
 * Amazon MSK through CloudWatch: clusters by the Kafka control plane, series by ListMetrics, points by
 * GetMetricData, as far back as CloudWatch keeps them (1 min for 15 days, 5 min for 63, 1 h for 455).
 * `read` discovers first when nobody has. The clients stay the caller's: `close` does not destroy them.
 * @throws ConfigError with each of `options.clusters` that is neither an ARN nor a name
 */
export function createCloudWatchSource(options: CloudWatchSourceOptions): CloudWatchSource {
  const settings = settingsOf(options);
  let queries: readonly MetricQuery[] | undefined;

  async function discover(): Promise<Discovery> {
    const { items, problems } = await findClusters(settings);
    const found: MetricQuery[] = [];
    const ofQueries = await findQueries(settings, items, async (one) => void found.push(...one.queries));
    queries = found.sort((a, b) => (a.key < b.key ? -1 : 1));
    return {
      clusters: items.map(({ cluster }) => cluster),
      series: queries.map(({ series }) => series),
      problems: [...problems, ...ofQueries],
    };
  }

  async function read(request: ReadRequest): Promise<ReadResult> {
    const problems = queries === undefined ? (await discover()).problems : [];
    // Nothing is known to be owed of what was not found: the range is to be asked for again.
    if (!queries?.length && problems.length > 0) return { samples: [], problems };
    const result = await readQueries(settings, queries ?? [], request);
    return { ...result, problems: [...problems, ...result.problems] };
  }

  return {
    id: 'cloudwatch',
    hasHistory: true,
    overlapsItself: settings.polling === 'by_cadence',
    discover,
    read,
    plan: () => planPolls(queries ?? [], settings),
    close: async () => {},
  };
}

/**
 * Looks for the same clusters and series, a cluster at a time, as inventories from which `createInventorySource`
 * reads.
 * @throws ConfigError with each of `options.clusters` that is neither an ARN nor a name
 */
export function createCloudWatchFinder(options: CloudWatchSourceOptions): ClusterFinder {
  const settings = settingsOf(options);
  return {
    states: () => findStates(settings),
    findEach: async (visit) => {
      const clusters = await findClusters(settings);
      const problems = await findQueries(settings, clusters.items, ({ queries, ...found }) =>
        visit({ ...found, series: queries.map(entryOf) }),
      );
      return [...clusters.problems, ...problems];
    },
  };
}
