import { Duration, TimeZone } from 'aws-cdk-lib';
import { AlarmMuteRule, CfnAlarm, CfnCompositeAlarm, ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Cluster } from '../../domain/cluster.ts';
import { alarmName } from '../../domain/incidents/alarm-name.ts';
import type { MaintenanceWindow } from '../../domain/rules/maintenance-window.ts';
import type { RenderedAlarm } from '../render/alarm.ts';
import { topicArns } from './topics.ts';

export interface AlarmGroupProps {
  readonly environmentName: string;
  readonly clusters: readonly Cluster[];
  readonly alarms: readonly RenderedAlarm[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Which group it is, from 0: part of the names of what is made for all of its alarms. */
  readonly group: number;
}

/** A composite alarm takes at most 100 children (CloudWatch quota). */
const compositeChildren = 100;
/** A mute rule takes at most 100 alarms (CloudWatch quota). */
const mutedAlarms = 100;

/** Alarms of some clusters, a lamp for each cluster, and the mute rules of maintenance windows. Topics are
 *  named and not imported, so that a stack of alarms depends on no export. */
export class AlarmGroup extends Construct {
  readonly alarms: readonly CfnAlarm[];
  readonly composites: readonly CfnCompositeAlarm[];

  constructor(scope: Construct, id: string, props: AlarmGroupProps) {
    super(scope, id);
    const topics = topicArns(this, props.environmentName);
    this.alarms = props.alarms.map((alarm) => {
      const action = [topics[alarm.severity]];
      return new CfnAlarm(this, alarm.id, { ...alarm.props, alarmActions: action, okActions: action });
    });
    this.composites = props.clusters.flatMap((cluster) => this.createLamps(cluster, props));
    for (const window of props.maintenance) this.createMuteRules(window, props);
  }

  /** A lamp for the cluster, without actions: the router makes one incident of a cause by itself, and a
   *  composite that paged too would tell of everything twice. */
  private createLamps(cluster: Cluster, props: AlarmGroupProps): readonly CfnCompositeAlarm[] {
    const mine = props.alarms.flatMap((alarm, i) => (alarm.cluster === cluster.id ? [this.alarms[i]] : []));
    const parts = chunksOf(
      mine.filter((alarm) => alarm !== undefined),
      compositeChildren,
    );
    return parts.map((part, i) => {
      const rule = parts.length === 1 ? 'any_alarm' : `any_alarm_${i + 1}`;
      const lamp = new CfnCompositeAlarm(this, `Any-${cluster.name}-${i + 1}`, {
        alarmName: alarmName({ environment: props.environmentName, clusterName: cluster.name, rule }),
        alarmDescription: `Something is wrong with cluster ${cluster.name}: at least one of its alarms is in ALARM.`,
        alarmRule: part.map((alarm) => `ALARM("${alarm.alarmName}")`).join(' OR '),
        actionsEnabled: false,
      });
      for (const alarm of part) lamp.addResourceDependency(alarm);
      return lamp;
    });
  }

  private createMuteRules(window: MaintenanceWindow, { environmentName, group }: AlarmGroupProps): void {
    chunksOf(this.alarms, mutedAlarms).forEach((alarms, i) => {
      new AlarmMuteRule(this, `Mute-${window.name}-${i + 1}`, {
        alarmMuteRuleName: `tidewatch-${environmentName}-${window.name}-${group + 1}-${i + 1}`,
        description: `Tidewatch: maintenance window ${window.name}`,
        schedule: scheduleOf(window),
        duration: Duration.minutes(window.durationMinutes),
        alarms: [...alarms],
      });
    });
  }
}

/** Groups of alarms, none of them larger than a stack takes; those of one cluster stay together. */
export function alarmChunks(
  alarms: readonly RenderedAlarm[],
  size: number,
): readonly (readonly RenderedAlarm[])[] {
  const groups: RenderedAlarm[][] = [];
  for (const cluster of new Set(alarms.map((alarm) => alarm.cluster))) {
    const mine = alarms.filter((alarm) => alarm.cluster === cluster);
    for (const part of chunksOf(mine, size)) {
      const last = groups.at(-1);
      if (last && last.length + part.length <= size) last.push(...part);
      else groups.push([...part]);
    }
  }
  return groups;
}

/** @throws RangeError when the window says neither or both of `cron` and `at` */
function scheduleOf({ name, cron, at, timeZone }: MaintenanceWindow): ScheduleExpression {
  const zone = TimeZone.of(timeZone ?? 'UTC');
  if (cron !== undefined && at === undefined) return ScheduleExpression.expression(`cron(${cron})`, zone);
  if (at !== undefined && cron === undefined) return ScheduleExpression.expression(`at(${at})`, zone);
  throw new RangeError(
    `maintenance window "${name}": got ${cron ? 'both cron and at' : 'neither cron nor at'}, allowed: one of them`,
  );
}

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
