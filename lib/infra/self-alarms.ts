import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Severity } from '../domain/catalogue/rule.ts';
import { alarmDescription } from '../domain/incidents/alarm-name.ts';
import type { StageFunction } from './stage-function.ts';

interface SelfAlarm {
  readonly rule: string;
  readonly severity: Severity;
  readonly words: string;
  readonly metric: IMetric;
  readonly comparisonOperator: ComparisonOperator;
  readonly missing: TreatMissingData;
}

type Topics = Readonly<Record<Severity, ITopic>>;

/** Watches Tidewatch itself: an alarm when something lies among the dead letters. */
export function alarmOnDeadLetters(
  scope: Construct,
  environment: string,
  name: string,
  queue: IQueue,
  topics: Topics,
): void {
  createAlarm(scope, environment, topics, {
    rule: `tidewatch_${name}_failing`,
    severity: 'error',
    words: `Tidewatch ${environment}: ${name} has failed, and its dead letters wait to be looked at`,
    metric: queue.metricApproximateNumberOfMessagesVisible({
      period: Duration.minutes(5),
      statistic: 'Maximum',
    }),
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    missing: TreatMissingData.NOT_BREACHING,
  });
}

/** Watches Tidewatch itself: an alarm when a scheduled stage has not run for an hour: schedules are an hour apart at most. */
export function alarmOnSilence(
  scope: Construct,
  environment: string,
  name: string,
  stage: StageFunction,
  topics: Topics,
): void {
  createAlarm(scope, environment, topics, {
    rule: `tidewatch_${name}_silent`,
    severity: 'critical',
    words: `Tidewatch ${environment}: ${name} does not run, so nobody watches what it watches`,
    metric: stage.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    missing: TreatMissingData.BREACHING,
  });
}

function createAlarm(scope: Construct, environment: string, topics: Topics, self: SelfAlarm): void {
  const { rule, severity } = self;
  const alarm = new Alarm(scope, `Self-${rule}`, {
    alarmName: `tidewatch-${environment}-${rule}`,
    alarmDescription: alarmDescription(self.words, { rule, severity }),
    metric: self.metric,
    threshold: 1,
    evaluationPeriods: 1,
    comparisonOperator: self.comparisonOperator,
    treatMissingData: self.missing,
  });
  const action = new SnsAction(topics[severity]);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
}
