import type { Block } from './body.ts';
import { textBlock } from './body.ts';
import { graphBlock, type Parts, partsBlock, type Rows } from './parts.ts';
import { dimensionLabel } from './search.ts';

/** Tidewatch's own metrics, as `lambdas/stage-metrics.ts` names them. */
const ownMetrics = [
  ['AnomalousShare', 'Series that are not as expected, in percent', ['Environment', 'Cluster']],
  ['ClusterInMaintenance', 'Clusters that MSK works on', ['Environment', 'Cluster']],
  ['OldestModelHours', 'Age of the oldest model, in hours', ['Environment']],
  ['ForecastErrorRatio', 'Error of forecasts over that of seasonal naive, in percent', ['Environment']],
] as const;

const lambda = (metric: string, stat: string, of: Parts['functions']): Rows => ({
  namespace: 'AWS/Lambda',
  metric,
  dimension: 'FunctionName',
  stat,
  of,
});
const sqs = (metric: string, of: Parts['queues']): Rows => ({
  namespace: 'AWS/SQS',
  metric,
  dimension: 'QueueName',
  stat: 'Maximum',
  of,
});

/** Who watches the watcher: stages, queues, dead letters, messages, models. */
export function stageBlocks(parts: Parts, environment: string, region: string): readonly Block[] {
  const { functions, queues, deadLetters } = parts;
  const wrongFrom = { value: 1, label: 'Somebody must look' };
  return [
    textBlock('## Stages', 1),
    ...partsBlock('Runs', [lambda('Invocations', 'Sum', functions)], { region }),
    ...partsBlock('Failed runs', [lambda('Errors', 'Sum', functions)], { region, wrongFrom }),
    ...partsBlock('Throttled runs', [lambda('Throttles', 'Sum', functions)], { region, wrongFrom }),
    ...partsBlock('Longest run, in ms', [lambda('Duration', 'Maximum', functions)], { region }),
    ...partsBlock('Side by side', [lambda('ConcurrentExecutions', 'Maximum', functions)], { region }),
    ...stateMachineBlocks(parts, region),
    textBlock('## Queues', 1),
    ...partsBlock('Messages waiting', [sqs('ApproximateNumberOfMessagesVisible', queues)], { region }),
    ...partsBlock('Oldest message, in s', [sqs('ApproximateAgeOfOldestMessage', queues)], { region }),
    ...partsBlock('Dead letters', [sqs('ApproximateNumberOfMessagesVisible', deadLetters)], {
      region,
      wrongFrom,
    }),
    ...topicBlocks(parts, region),
    textBlock('## What it finds', 1),
    ...ownBlocks(environment, region),
  ];
}

function stateMachineBlocks({ stateMachines = {} }: Parts, region: string): readonly Block[] {
  const rows = (metric: string, prefix: string): Rows => ({
    namespace: 'AWS/States',
    metric,
    dimension: 'StateMachineArn',
    stat: 'Sum',
    of: stateMachines,
    prefix,
  });
  const ends = [
    rows('ExecutionsSucceeded', 'Done:'),
    rows('ExecutionsFailed', 'Failed:'),
    rows('ExecutionsTimedOut', 'Timed out:'),
  ];
  return partsBlock('State machines, an hour', ends, { region, period: 3600 });
}

function topicBlocks({ topics = {} }: Parts, region: string): readonly Block[] {
  const rows = (metric: string, prefix: string): Rows => ({
    namespace: 'AWS/SNS',
    metric,
    dimension: 'TopicName',
    stat: 'Sum',
    of: topics,
    prefix,
  });
  const told = [rows('NumberOfMessagesPublished', 'Told:'), rows('NumberOfNotificationsFailed', 'Not told:')];
  return partsBlock('Findings told', told, { region });
}

function ownBlocks(environment: string, region: string): readonly Block[] {
  return ownMetrics.flatMap(([metric, title, dimensions]) => {
    const schema = ['Tidewatch', ...dimensions].join(',');
    const search = `SEARCH('{${schema}} MetricName="${metric}" Environment="${environment}"', 'Maximum', 300)`;
    const names: readonly string[] = dimensions;
    const label = names.includes('Cluster') ? dimensionLabel('Cluster') : metric;
    return graphBlock(title, [[{ expression: search, id: 'e1', label }]], { region });
  });
}
