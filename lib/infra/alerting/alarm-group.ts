import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  AlarmMuteRule,
  CfnAlarm,
  type CfnCompositeAlarm,
  type IAlarmRef,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Cluster } from '../../domain/cluster.ts';
import type { MaintenanceWindow } from '../../domain/rules/maintenance-window.ts';
import { chunksOf } from '../chunks.ts';
import type { RenderedAlarm } from '../render/alarm.ts';
import { mutedAlarms } from './alarm-chunks.ts';
import { createLamp } from './lamp.ts';
import { topicArns } from './topics.ts';
import { scheduleOf } from './windows.ts';

export { alarmChunks } from './alarm-chunks.ts';

export interface AlarmGroupProps {
  readonly environmentName: string;
  readonly clusters: readonly Cluster[];
  /** One of the groups that `alarmChunks` makes. */
  readonly alarms: readonly RenderedAlarm[];
  readonly maintenance: readonly MaintenanceWindow[];
  /** Which group it is, from 0: part of the names of what is made for all of its alarms. */
  readonly group: number;
  /** From one look at a cluster's state to the next. @default 5 */
  readonly collectMinutes?: number;
}

/** Alarms of some clusters, a lamp for each of these, and the mute rules of maintenance windows. Topics are
 *  named and not imported, so that a stack of alarms depends on no export. */
export class AlarmGroup extends Construct {
  readonly alarms: readonly CfnAlarm[];
  /** The lamps that tell somebody. */
  readonly composites: readonly CfnCompositeAlarm[];

  constructor(scope: Construct, id: string, props: AlarmGroupProps) {
    super(scope, id);
    const topics = topicArns(this, props.environmentName);
    const made = props.alarms.map((alarm) => {
      const action = [topics[alarm.severity]];
      const resource = new CfnAlarm(this, alarm.id, {
        ...alarm.props,
        alarmActions: action,
        okActions: action,
      });
      return { alarm, resource };
    });
    this.alarms = made.map(({ resource }) => resource);
    this.composites = props.clusters.flatMap((cluster) => {
      const mine = made.filter(({ alarm }) => alarm.cluster === cluster.id);
      const [first, second] = mine;
      // A single alarm is its own lamp.
      if (first === undefined || second === undefined) return [];
      const { environmentName, collectMinutes = 5 } = props;
      const alarms = mine.map(({ resource }) => resource);
      const { part = 0 } = first.alarm;
      const topicArn = topics.info;
      return [createLamp(this, { environmentName, cluster, alarms, part, topicArn, collectMinutes })];
    });
    for (const window of props.maintenance) this.createMuteRules(window, props);
  }

  /** Whatever would tell somebody is muted: alarms and lamps. */
  private createMuteRules(window: MaintenanceWindow, { environmentName, group }: AlarmGroupProps): void {
    chunksOf([...this.alarms, ...this.composites], mutedAlarms).forEach((targets, i) => {
      const rule = new AlarmMuteRule(this, `Mute-${window.name}-${i + 1}`, {
        alarmMuteRuleName: `tidewatch-${environmentName}-${window.name}-${group + 1}-${i + 1}`,
        description: `Tidewatch: maintenance window ${window.name}`,
        schedule: scheduleOf(window),
        duration: Duration.minutes(window.durationMinutes),
        alarms: targets.map((target) => this.named(target, window.name)),
      });
      rule.node.addDependency(...targets);
    });
  }

  /** A composite by its name: the CDK's mute rules take alarms only, CloudWatch's both. */
  private named(target: CfnAlarm | CfnCompositeAlarm, window: string): IAlarmRef {
    if (target instanceof CfnAlarm) return target;
    return Alarm.fromAlarmName(this, `Named-${window}-${target.node.id}`, target.alarmName ?? '');
  }
}
