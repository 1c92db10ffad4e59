import type { Cluster } from '../../domain/cluster.ts';
import { alarmDescription, alarmName } from '../../domain/incidents/alarm-name.ts';
import { ownMetrics, ownNamespace } from '../own-metrics.ts';
import type { RenderedAlarm } from './alarm.ts';

const rule = 'broad_anomaly';
const severity = 'warning';
/** Percent of a cluster's assessed series. */
const share = 20;
/** Signals of usual cadence come every so often, and are judged together: a shorter period would be high only
 *  in each third. */
const normalMinutes = 15;

/**
 * The alarm for "something broad": many of a cluster's series are anomalous at once, over two readings of all
 * of them. Each finding alone may be small; so many together are a change of the whole.
 */
export function broadAnomalyAlarm(
  cluster: Cluster,
  environment: string,
  collectMinutes: number,
): RenderedAlarm {
  const marker = { rule, severity, cluster: cluster.id } as const;
  const words = `At least ${share} % of what is assessed on ${cluster.name} is anomalous (runbook ${rule})`;
  return {
    id: `Alarm-${cluster.name}-${rule}`,
    cluster: cluster.id,
    rule,
    severity,
    props: {
      alarmName: alarmName({ environment, clusterName: cluster.name, rule }),
      alarmDescription: alarmDescription(words, marker),
      namespace: ownNamespace,
      metricName: ownMetrics.anomalousShare,
      dimensions: [
        { name: 'Environment', value: environment },
        { name: 'Cluster', value: cluster.name },
      ],
      // Of several parts of a cluster, and several runs in a period, the one that saw most.
      statistic: 'Maximum',
      period: Math.max(normalMinutes, collectMinutes) * 60,
      evaluationPeriods: 2,
      datapointsToAlarm: 2,
      threshold: share,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
    },
  };
}
