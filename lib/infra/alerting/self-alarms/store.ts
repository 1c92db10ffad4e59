import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { ownNamespace } from '../../own-metrics.ts';
import type { SelfAlarm } from './self-alarm.ts';
import type { WatchedStage } from './stages.ts';

/** Those whose messages need the stores; a batch that is handed back is no error of the function. */
const users: readonly string[] = ['collect', 'assess', 'evaluate', 'project'];

/** What the stages log (lambdas/work.ts) when a store did not answer them. */
export const storeTrouble = { message: 'message handed back', reason: 'StoreError*' } as const;

/**
 * A store that does not answer, told from the log: the same for each kind of store. The metric has points only
 * while there is trouble, so it costs nothing else.
 */
export function storeAlarm(
  scope: Construct,
  environment: string,
  stages: readonly WatchedStage[],
): SelfAlarm {
  // A metric filter with dimensions counts nothing where a field is missing: the name tells environments apart.
  const metricName = `StoreErrors-${environment}`;
  for (const { name, stage } of stages.filter((one) => users.includes(one.name)))
    new MetricFilter(scope, `StoreErrors-${name}`, {
      logGroup: stage.function.logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.message', '=', storeTrouble.message),
        FilterPattern.stringValue('$.reason', '=', storeTrouble.reason),
      ),
      metricNamespace: ownNamespace,
      metricName,
      metricValue: '1',
    });
  const period = Duration.minutes(5);
  return {
    rule: 'tidewatch_store_down',
    severity: 'critical',
    words: 'a store does not answer, so nothing new is collected, assessed and evaluated',
    metric: new Metric({ namespace: ownNamespace, metricName, period, statistic: 'Sum' }),
    periods: 3,
  };
}
