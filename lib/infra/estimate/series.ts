import { polledSignals } from '../../domain/catalogue/needed-signals.ts';
import type { Rule } from '../../domain/catalogue/rule.ts';
import { signals } from '../../domain/catalogue/signals/index.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { PolledClass } from '../../domain/cost/estimate/index.ts';
import { type ClusterSize, expectedSeries } from '../../domain/cost/expected-series.ts';
import { cadencesOf, planPolls } from '../../domain/cost/poll-plan.ts';
import type { EnvironmentConfig } from '../config/schema/index.ts';

/** What a cluster emits, and what of that is polled how often. */
export interface ClusterSeries {
  readonly emitted: number;
  readonly polled: readonly PolledClass[];
}

const assessed = new Set(signals.filter((signal) => signal.assessed).map(({ id }) => id));

/**
 * The series of a cluster of the size.
 * @param rules those that our own evaluation watches on it
 */
export function clusterSeries(
  cluster: Cluster,
  size: ClusterSize,
  rules: readonly Rule[],
  polling: EnvironmentConfig['polling'],
): ClusterSeries {
  const all = expectedSeries(cluster, size, signals);
  const cadences = polledSignals(cluster, { rules, signals, mode: polling.signals });
  const queries = all.flatMap(({ key, signal }) => {
    const cadence = cadences.get(signal);
    return cadence === undefined ? [] : [{ key, signal, cadence }];
  });
  const { classes } = planPolls(queries, { cadences: cadencesOf(polling) });
  const polled = classes.map(({ everyMs, queries: mine }) => ({
    everyMs,
    series: mine.length,
    signals: new Set(mine.map(({ signal }) => signal)).size,
    assessed: mine.filter(({ signal }) => assessed.has(signal)).length,
  }));
  return { emitted: all.length, polled };
}
