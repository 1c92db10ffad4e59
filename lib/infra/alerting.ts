import { Duration, TimeZone } from 'aws-cdk-lib';
import { AlarmMuteRule, CfnAlarm, CfnCompositeAlarm, ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Rule } from '../domain/catalogue/rule.ts';
import { alarmName } from '../domain/incidents/alarm-name.ts';
import type { WatchedCluster } from './config/environment.ts';
import { type RenderedAlarm, renderAlarms } from './render/alarm.ts';
import { Router } from './router.ts';
import { alarmOnDeadLetters } from './self-alarms.ts';
import type { FunctionOptions } from './stage-function.ts';
import type { TidewatchStorage } from './storage.ts';
import { type NotifyBySeverity, SeverityTopics } from './topics.ts';

/** A time in which CloudWatch alarms are muted. */
export interface MaintenanceWindow {
  /** Letters, digits, - and _; unique within the environment. */
  readonly name: string;
  /** When it begins, again and again: minute hour day month weekday. @default - `at` says when */
  readonly cron?: string | undefined;
  /** When it begins, once: `2026-12-24T22:00`. @default - `cron` says when */
  readonly at?: string | undefined;
  readonly durationMinutes: number;
  /** @default 'UTC' */
  readonly timeZone?: string;
}

export interface TidewatchAlertingProps {
  readonly environmentName: string;
  readonly clusters: readonly WatchedCluster[];
  /** The rules in force, overrides applied. */
  readonly rules: readonly Rule[];
  readonly storage: TidewatchStorage;
  /** Clusters, rules and windows as the functions read them (`lambdas/settings.ts`). */
  readonly settings: Readonly<Record<string, string>>;
  /** Who is told, by severity. @default - topics without subscribers but the router */
  readonly notify?: NotifyBySeverity;
  /** @default - none */
  readonly maintenance?: readonly MaintenanceWindow[];
  /** How long an incident is kept once it is over. @default Duration.days(365) */
  readonly incidentRetention?: Duration;
  /** Size of the router function. @default - 256 MB, one minute */
  readonly route?: FunctionOptions;
  /** @default RetentionDays.ONE_MONTH */
  readonly logRetention?: RetentionDays;
}

/** A composite alarm takes at most 100 children (CloudWatch quota). */
const compositeChildren = 100;
/** A mute rule takes at most 100 alarms (CloudWatch quota). */
const mutedAlarms = 100;

/** Topics by severity, the alarms of all clusters, mute rules for maintenance, and the router. */
export class TidewatchAlerting extends Construct {
  readonly topics: SeverityTopics;
  readonly router: Router;
  readonly alarms: readonly CfnAlarm[];
  readonly composites: readonly CfnCompositeAlarm[];

  constructor(scope: Construct, id: string, props: TidewatchAlertingProps) {
    super(scope, id);
    const { environmentName, storage, settings } = props;
    const notify = props.notify ?? {};
    this.topics = new SeverityTopics(this, 'Topics', { environmentName, key: storage.key, notify });
    this.router = new Router(this, 'Router', {
      environmentName,
      key: storage.key,
      topics: this.topics.bySeverity,
      incidentTable: storage.incidentTable,
      notify,
      settings,
      ...(props.incidentRetention && { incidentRetention: props.incidentRetention }),
      ...props.route,
      ...(props.logRetention && { logRetention: props.logRetention }),
    });
    const { bySeverity } = this.topics;
    alarmOnDeadLetters(this, environmentName, 'route', this.router.stage.deadLetters, bySeverity);
    alarmOnDeadLetters(this, environmentName, 'delivery', this.router.deadLetters, bySeverity);
    const rendered = renderAlarms(props.clusters, props.rules, environmentName);
    this.alarms = rendered.map((alarm) => this.createAlarm(alarm));
    this.composites = props.clusters.flatMap((cluster) =>
      this.createComposite(cluster, rendered, environmentName),
    );
    for (const window of props.maintenance ?? []) this.createMuteRules(window, environmentName);
  }

  private createAlarm({ id, severity, props }: RenderedAlarm): CfnAlarm {
    const action = [this.topics.bySeverity[severity].topicArn];
    return new CfnAlarm(this, id, { ...props, alarmActions: action, okActions: action });
  }

  /** A lamp for the cluster, without actions: the router makes one incident of a cause by itself, and a
   *  composite that paged too would tell of everything twice. */
  private createComposite(
    cluster: WatchedCluster,
    rendered: readonly RenderedAlarm[],
    environment: string,
  ): readonly CfnCompositeAlarm[] {
    const mine = rendered.flatMap((alarm, i) => (alarm.cluster === cluster.id ? [this.alarms[i]] : []));
    const children = mine.filter((alarm) => alarm !== undefined);
    const parts = chunks(children, compositeChildren);
    const name = (rule: string) => alarmName({ environment, clusterName: cluster.name, rule });
    const lamps = parts.map((part, i) => {
      const own = parts.length === 1 ? 'any_alarm' : `any_alarm_${i + 1}`;
      const lamp = new CfnCompositeAlarm(this, `Any-${cluster.name}-${i + 1}`, {
        alarmName: name(own),
        alarmDescription: `Something is wrong with cluster ${cluster.name}: at least one of its alarms is in ALARM.`,
        alarmRule: part.map((alarm) => `ALARM("${alarm.alarmName}")`).join(' OR '),
        actionsEnabled: false,
      });
      for (const alarm of part) lamp.addResourceDependency(alarm);
      return lamp;
    });
    return lamps;
  }

  private createMuteRules(window: MaintenanceWindow, environment: string): void {
    chunks(this.alarms, mutedAlarms).forEach((alarms, i) => {
      new AlarmMuteRule(this, `Mute-${window.name}-${i + 1}`, {
        alarmMuteRuleName: `tidewatch-${environment}-${window.name}-${i + 1}`,
        description: `Tidewatch: maintenance window ${window.name}`,
        schedule: scheduleOf(window),
        duration: Duration.minutes(window.durationMinutes),
        alarms: [...alarms],
      });
    });
  }
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

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const parts: T[][] = [];
  for (let i = 0; i < items.length; i += size) parts.push(items.slice(i, i + size));
  return parts;
}
