import { Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Severity } from '../../domain/catalogue/rule.ts';
import { selfRuleById } from '../../domain/catalogue/self-rules.ts';
import { clusterId } from '../../domain/cluster.ts';
import { alarmDescription } from '../../domain/incidents/alarm-name.ts';
import { staleAlarm, trainingAlarm } from './self-alarms/models.ts';
import { queueAlarms, type WatchedQueue } from './self-alarms/queues.ts';
import type { SelfAlarm } from './self-alarms/self-alarm.ts';
import { stageAlarms, type WatchedStage } from './self-alarms/stages.ts';
import { storeAlarm } from './self-alarms/store.ts';

export type { WatchedQueue } from './self-alarms/queues.ts';
export type { WatchedStage } from './self-alarms/stages.ts';

export interface SelfAlarmsProps {
  readonly environmentName: string;
  readonly topics: Readonly<Record<Severity, ITopic>>;
  readonly stages: readonly WatchedStage[];
  readonly queues: readonly WatchedQueue[];
  /** Trains the models. */
  readonly stateMachine: IStateMachine;
  /** The age at which a model is trained anew. @default 24 */
  readonly trainHours?: number;
}

/** Watches Tidewatch itself: stages that stop or fail, queues that fill, a store that does not answer, models
 *  that grow old. */
export function selfAlarms(scope: Construct, props: SelfAlarmsProps): readonly Alarm[] {
  const { environmentName, stages, queues, stateMachine, trainHours = 24 } = props;
  const all = [
    ...stages.flatMap(stageAlarms),
    ...queues.flatMap(queueAlarms),
    storeAlarm(scope, environmentName, stages),
    trainingAlarm(stateMachine),
    staleAlarm(environmentName, trainHours),
  ];
  return all.map((one) => createAlarm(scope, props, one));
}

function createAlarm(scope: Construct, { environmentName, topics }: SelfAlarmsProps, self: SelfAlarm): Alarm {
  const { rule, severity, metric, limit = 1, below = false, periods = 1, breaching = periods } = self;
  const { account, region } = Stack.of(scope);
  const runbook = selfRuleById(rule)?.runbook;
  const words = `Tidewatch ${environmentName}: ${self.words} (runbook ${runbook})`;
  // No cluster of Kafka: what is ill is Tidewatch, and an incident says so in the cluster's place.
  const marker = { rule, severity, cluster: clusterId(account, region, 'tidewatch') };
  const alarm = new Alarm(scope, `Self-${rule}`, {
    alarmName: `tidewatch-${environmentName}-${rule}`,
    alarmDescription: alarmDescription(words, marker),
    metric,
    threshold: limit,
    evaluationPeriods: periods,
    datapointsToAlarm: breaching,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  tell(alarm, topics[severity]);
  return alarm;
}

function tell(alarm: Alarm, topic: ITopic): void {
  const action = new SnsAction(topic);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}
