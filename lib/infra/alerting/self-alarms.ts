import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IMetric,
  Metric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Severity } from '../../domain/catalogue/rule.ts';
import { alarmDescription } from '../../domain/incidents/alarm-name.ts';
import type { StageFunction } from '../stage-function.ts';

export interface SelfAlarmsProps {
  readonly environmentName: string;
  readonly topics: Readonly<Record<Severity, ITopic>>;
  readonly stages: readonly WatchedStage[];
  readonly queues: readonly WatchedQueue[];
  /** Trains the models. */
  readonly stateMachine: IStateMachine;
}

export interface WatchedStage {
  readonly name: string;
  readonly stage: StageFunction;
  /** How often it runs at the least. @default - when there is something to do: its silence is no trouble */
  readonly everyMinutes?: number;
}

export interface WatchedQueue {
  readonly name: string;
  readonly queue: IQueue;
  readonly deadLetters: IQueue;
}

interface SelfAlarm {
  readonly rule: string;
  readonly severity: Severity;
  readonly words: string;
  readonly metric: IMetric;
  readonly limit?: number;
  readonly below?: true;
  readonly periods?: number;
}

/** Longest window of an alarm: a day. A stage that runs more rarely is watched by what it leaves behind. */
const dayMinutes = 1440;
/** Messages may wait so long, in seconds, before somebody must look. */
const behindSeconds = 900;
/** Models older than this, in hours, are trained no more: two days were missed. */
const staleHours = 72;

/** Watches Tidewatch itself: stages that stop or fail, queues that fill, models that grow old. */
export function selfAlarms(scope: Construct, props: SelfAlarmsProps): readonly Alarm[] {
  const all = [
    ...props.stages.flatMap(stageAlarms),
    ...props.queues.flatMap(queueAlarms),
    trainingAlarm(props.stateMachine),
    staleAlarm(props.environmentName),
  ];
  return all.map((one) => createAlarm(scope, props, one));
}

function stageAlarms({ name, stage, everyMinutes }: WatchedStage): readonly SelfAlarm[] {
  const failing: SelfAlarm = {
    rule: `tidewatch_${name}_failing`,
    severity: 'error',
    words: `${name} has failed, and its dead letters wait to be looked at`,
    metric: deepest(stage.deadLetters),
  };
  if (everyMinutes === undefined || everyMinutes * 3 > dayMinutes) return [failing];
  // Three runs missed, in whole hours where that is longer: a period of an alarm is one of CloudWatch's.
  const hours = Math.max(1, Math.ceil((everyMinutes * 3) / 60));
  const silent: SelfAlarm = {
    rule: `tidewatch_${name}_silent`,
    severity: 'critical',
    words: `${name} does not run, so nobody watches what it watches`,
    metric: stage.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
    below: true,
    periods: hours,
  };
  return [failing, silent];
}

function queueAlarms({ name, queue, deadLetters }: WatchedQueue): readonly SelfAlarm[] {
  return [
    {
      rule: `tidewatch_${name}_rejecting`,
      severity: 'error',
      words: `messages for ${name} could not be worked on and wait among the dead letters`,
      metric: deepest(deadLetters),
    },
    {
      rule: `tidewatch_${name}_behind`,
      severity: 'error',
      words: `messages for ${name} wait longer than ${behindSeconds / 60} minutes`,
      metric: queue.metricApproximateAgeOfOldestMessage({
        period: Duration.minutes(5),
        statistic: 'Maximum',
      }),
      limit: behindSeconds,
    },
  ];
}

function trainingAlarm(stateMachine: IStateMachine): SelfAlarm {
  return {
    rule: 'tidewatch_training_failing',
    severity: 'warning',
    words: 'the training of models has failed',
    metric: stateMachine.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
  };
}

/** Fed by the stage project (lambdas/stage-metrics.ts); its own silence is another alarm. */
function staleAlarm(environment: string): SelfAlarm {
  return {
    rule: 'tidewatch_models_stale',
    severity: 'warning',
    words: `forecasts are made with models older than ${staleHours} hours`,
    metric: new Metric({
      namespace: 'Tidewatch',
      metricName: 'OldestModelHours',
      dimensionsMap: { Environment: environment },
      period: Duration.hours(1),
      statistic: 'Maximum',
    }),
    limit: staleHours,
  };
}

function deepest(queue: IQueue): IMetric {
  return queue.metricApproximateNumberOfMessagesVisible({
    period: Duration.minutes(5),
    statistic: 'Maximum',
  });
}

function createAlarm(scope: Construct, { environmentName, topics }: SelfAlarmsProps, self: SelfAlarm): Alarm {
  const { rule, severity, limit = 1, below = false, periods = 1 } = self;
  const words = `Tidewatch ${environmentName}: ${self.words}`;
  const alarm = new Alarm(scope, `Self-${rule}`, {
    alarmName: `tidewatch-${environmentName}-${rule}`,
    alarmDescription: alarmDescription(words, { rule, severity }),
    metric: self.metric,
    threshold: limit,
    evaluationPeriods: periods,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  const action = new SnsAction(topics[severity]);
  alarm.addAlarmAction(action);
  alarm.addOkAction(action);
  return alarm;
}
