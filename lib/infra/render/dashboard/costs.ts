import { type Block, textBlock } from './body.ts';
import { type CostLine, customBlock } from './custom.ts';
import { graphBlock, type Parts, partsBlock, type Rows } from './parts.ts';
import type { Scene } from './scene.ts';
import { dimensionLabel } from './search.ts';

/** The estimate made at synth. */
export interface CostEstimate {
  readonly lines: readonly CostLine[];
  /** When its prices were looked up: `2026-11`. */
  readonly asOf: string;
  /** Most that a month may cost. @default - no budget */
  readonly budgetUsd?: number;
}

const day = { period: 86_400, stacked: true } as const;

/** Services that Tidewatch uses, as AWS/Billing names them. */
const billedServices = [
  'AmazonCloudWatch',
  'AWSLambda',
  'AmazonDynamoDB',
  'AmazonTimestream',
  'AWSQueueService',
  'AmazonSNS',
  'AmazonS3',
  'awskms',
  'AWSSecretsManager',
  'AmazonStates',
  'AWSXRay',
] as const;

/** What it is estimated to cost, and by day what it uses of what is billed. */
export function costBlocks(scene: Scene, parts: Parts, estimate: CostEstimate | undefined): readonly Block[] {
  const { region } = scene.home;
  return [
    ...(estimate ? [estimateBlock(scene, estimate)] : []),
    textBlock('## Used, by day', 1),
    ...graphBlock('CloudWatch calls of the whole account', usageRows(), { region, ...day }),
    ...partsBlock('Runs', [of('AWS/Lambda', 'Invocations', 'FunctionName', parts.functions)], {
      region,
      ...day,
    }),
    ...partsBlock('Run time, in ms', [of('AWS/Lambda', 'Duration', 'FunctionName', parts.functions)], {
      region,
      ...day,
    }),
    ...partsBlock('Messages', [of('AWS/SQS', 'NumberOfMessagesSent', 'QueueName', parts.queues)], {
      region,
      ...day,
    }),
    ...partsBlock(
      'Polls of empty queues',
      [of('AWS/SQS', 'NumberOfEmptyReceives', 'QueueName', parts.queues)],
      {
        region,
        ...day,
      },
    ),
    ...tableBlocks(parts, region),
    ...chargeBlocks(region),
  ];
}

function of(namespace: string, metric: string, dimension: string, names: Parts['functions']): Rows {
  return { namespace, metric, dimension, stat: 'Sum', of: names };
}

function estimateBlock({ widgetArn }: Scene, { lines, asOf, budgetUsd }: CostEstimate): Block {
  const budget = budgetUsd === undefined ? {} : { budgetUsd };
  if (widgetArn !== undefined) {
    const params = { kind: 'costs', lines, asOf, ...budget } as const;
    return customBlock(widgetArn, 'Estimate of a month', params, { width: 24, height: 9 });
  }
  const rows = [...lines]
    .sort((a, b) => b.monthlyUsd - a.monthlyUsd)
    .map(({ what, monthlyUsd }) => `${what.replaceAll('|', '/')} | ${monthlyUsd.toFixed(2)}`);
  const total = lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
  const table = ['What | US$ a month', '---|---:', ...rows, `**Total** | **${total.toFixed(2)}**`];
  return textBlock(`## Estimate of a month, prices of ${asOf}\n${table.join('\n')}`, 9);
}

/** How many metrics a call asks for, which is what is billed, CloudWatch does not count. */
function usageRows(): readonly (readonly unknown[])[] {
  return ['GetMetricData', 'ListMetrics', 'GetMetricStatistics', 'PutMetricData'].map((call) => [
    'AWS/Usage',
    'CallCount',
    ...['Type', 'API', 'Resource', call, 'Service', 'CloudWatch', 'Class', 'None'],
    { stat: 'Sum', label: call },
  ]);
}

function tableBlocks({ tables = {} }: Parts, region: string): readonly Block[] {
  const rows = [
    { ...of('AWS/DynamoDB', 'ConsumedReadCapacityUnits', 'TableName', tables), prefix: 'Read:' },
    { ...of('AWS/DynamoDB', 'ConsumedWriteCapacityUnits', 'TableName', tables), prefix: 'Written:' },
  ];
  return partsBlock('DynamoDB units', rows, { region, ...day });
}

/** The bill so far. It is in one region, only of the aws partition, and only where an account has asked for it. */
function chargeBlocks(region: string): readonly Block[] {
  if (/^(cn|us-gov|us-iso)/.test(region)) return [];
  const services = billedServices.map((name) => `ServiceName="${name}"`).join(' OR ');
  const search = `SEARCH('{AWS/Billing,Currency,ServiceName} MetricName="EstimatedCharges" Currency="USD" (${services})', 'Maximum', 21600)`;
  return graphBlock(
    'Charges of the whole account this month, in US$ (where billing metrics are on)',
    [[{ expression: search, id: 'e1', label: dimensionLabel('ServiceName') }]],
    { region: 'us-east-1', period: 21_600, width: 24, stacked: true },
  );
}
