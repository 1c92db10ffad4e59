import { CfnAlarm, CfnCompositeAlarm, type CfnCompositeAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Cluster } from '../../domain/cluster.ts';
import { alarmName, lampRule, maintenanceRule } from '../../domain/incidents/alarm-name.ts';
import { chunksOf } from '../chunks.ts';
import { ownMetrics, ownNamespace } from '../own-metrics.ts';
import { compositeChildren } from './alarm-chunks.ts';

export interface LampProps {
  readonly environmentName: string;
  readonly cluster: Cluster;
  /** The cluster's alarms of this group, at least two. */
  readonly alarms: readonly CfnAlarm[];
  /** Which part of the cluster's alarms they are, from 0. */
  readonly part: number;
  /** ARN of the topic that is told. */
  readonly topicArn: string;
  /** From one look at the cluster's state to the next. */
  readonly collectMinutes: number;
}

/** What a broker that was away does after it has come back, in seconds: the grace that our own rules give too. */
const graceSeconds = 1800;

/**
 * The lamp of a cluster: a composite alarm that is on while any of its alarms is. It tells the topic of the
 * severity info, so that somebody who subscribes an address there has one note a cluster and not one an alarm;
 * the router takes no notice of it, so it never pages. While MSK works on the cluster by itself it says nothing.
 */
export function createLamp(scope: Construct, props: LampProps): CfnCompositeAlarm {
  const suppressor = maintenanceAlarm(scope, props);
  const children = childrenOf(scope, props);
  const { cluster, topicArn, collectMinutes } = props;
  const lamp = compositeOf(scope, props, '', children, {
    alarmDescription: `Something is wrong with cluster ${cluster.name}: at least one of its alarms is in ALARM.`,
    alarmActions: [topicArn],
    okActions: [topicArn],
    actionsSuppressor: suppressor.alarmName,
    // The state may be read a whole interval after the brokers have begun to go.
    actionsSuppressorWaitPeriod: 2 * collectMinutes * 60,
    actionsSuppressorExtensionPeriod: graceSeconds,
  });
  lamp.addResourceDependency(suppressor);
  return lamp;
}

/** What the lamp looks at: the alarms, or where they are too many, composites of them without actions. */
function childrenOf(scope: Construct, props: LampProps): readonly (CfnAlarm | CfnCompositeAlarm)[] {
  const parts = chunksOf(props.alarms, compositeChildren);
  if (parts.length === 1) return props.alarms;
  return parts.map((part, i) =>
    compositeOf(scope, props, `_${i + 1}`, part, {
      alarmDescription: `Part ${i + 1} of the alarms of cluster ${props.cluster.name}.`,
      actionsEnabled: false,
    }),
  );
}

function compositeOf(
  scope: Construct,
  props: LampProps,
  suffix: string,
  children: readonly (CfnAlarm | CfnCompositeAlarm)[],
  rest: Partial<CfnCompositeAlarmProps>,
): CfnCompositeAlarm {
  const { cluster } = props;
  const composite = new CfnCompositeAlarm(scope, `Any-${cluster.name}${suffix}`, {
    ...rest,
    alarmName: nameOf(props, lampRule, suffix),
    alarmRule: children.map(({ alarmName: name }) => `ALARM("${name}")`).join(' OR '),
  });
  for (const child of children) composite.addResourceDependency(child);
  return composite;
}

/** On while MSK itself works on the cluster, as the stage discover sees it; without actions. */
function maintenanceAlarm(scope: Construct, props: LampProps): CfnAlarm {
  const { cluster, environmentName, collectMinutes } = props;
  return new CfnAlarm(scope, `InMaintenance-${cluster.name}`, {
    alarmName: nameOf(props, maintenanceRule),
    alarmDescription: `MSK works on cluster ${cluster.name} by itself: what brokers do meanwhile is expected.`,
    actionsEnabled: false,
    namespace: ownNamespace,
    metricName: ownMetrics.clusterInMaintenance,
    dimensions: [
      { name: 'Environment', value: environmentName },
      { name: 'Cluster', value: cluster.name },
    ],
    statistic: 'Maximum',
    period: collectMinutes * 60,
    // A run that falls into the next period leaves an empty one: that ends nothing.
    evaluationPeriods: 2,
    datapointsToAlarm: 1,
    threshold: 1,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    treatMissingData: 'notBreaching',
  });
}

/** Unique over the groups: the first part has the plain name. */
function nameOf({ environmentName, cluster, part }: LampProps, rule: string, suffix = ''): string {
  const group = part === 0 ? '' : `_group_${part + 1}`;
  return alarmName({
    environment: environmentName,
    clusterName: cluster.name,
    rule: `${rule}${group}${suffix}`,
  });
}
