import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { ownMetrics, ownNamespace } from '../../own-metrics.ts';
import type { SelfAlarm } from './self-alarm.ts';

const hour = Duration.hours(1);
/** Models are old after so many trainings that were missed. */
const missedTrainings = 3;

/** Trainings run each hour, and what one missed the next does: two in three that failed are a fault that stays. */
export function trainingAlarm(stateMachine: IStateMachine): SelfAlarm {
  const options = { period: hour, statistic: 'Sum' };
  const usingMetrics = {
    failed: stateMachine.metricFailed(options),
    late: stateMachine.metricTimedOut(options),
  };
  return {
    rule: 'tidewatch_training_failing',
    severity: 'warning',
    words: 'the training of models fails',
    metric: new MathExpression({
      expression: 'FILL(failed, 0) + FILL(late, 0)',
      label: 'failed trainings',
      period: hour,
      usingMetrics,
    }),
    periods: 3,
    breaching: 2,
  };
}

/** Fed by the stage project; its own silence is another alarm. @param trainHours the age at which models are due */
export function staleAlarm(environment: string, trainHours: number): SelfAlarm {
  const limit = missedTrainings * trainHours;
  return {
    rule: 'tidewatch_models_stale',
    severity: 'warning',
    words: `forecasts are made with models older than ${limit} hours`,
    metric: new Metric({
      namespace: ownNamespace,
      metricName: ownMetrics.oldestModelHours,
      dimensionsMap: { Environment: environment },
      period: hour,
      statistic: 'Maximum',
    }),
    limit,
    // An hour into which no run fell ends nothing.
    periods: 3,
    breaching: 1,
  };
}
