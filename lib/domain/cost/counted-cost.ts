import { prices as builtIn, type PriceName, type PriceTable, priceOf } from './prices.ts';

/** What counted calls cost in a month of 30 days. */
export interface CountedCost {
  readonly usd: number;
  /** The dearest first. */
  readonly lines: readonly { readonly call: string; readonly perMonth: number; readonly usd: number }[];
  /** Calls that have no price here: look them up. */
  readonly unknown: readonly string[];
}

const daysPerMonth = 30;

/** The price of a call. */
type Billing = PriceName | 'free';

/** By service and operation, as `emulator/gateway/call-name.ts` names them, and by units where those are billed
 *  instead of calls. */
const billings: Readonly<Record<string, Billing>> = {
  'cloudwatch metrics requested': 'getMetricData',
  // Billed by the metrics that it asks for.
  'cloudwatch GetMetricData': 'free',
  'cloudwatch ListMetrics': 'cloudwatchRequest',
  'cloudwatch PutMetricData': 'cloudwatchRequest',
  'dynamodb WRU': 'dynamoWrite',
  'dynamodb RRU': 'dynamoRead',
  'sqs ReceiveMessage': 'sqsRequest',
  'sqs SendMessage': 'sqsRequest',
  'sqs SendMessageBatch': 'sqsRequest',
  'sqs DeleteMessage': 'sqsRequest',
  'sqs DeleteMessageBatch': 'sqsRequest',
  'sqs ChangeMessageVisibility': 'sqsRequest',
  'sqs ChangeMessageVisibilityBatch': 'sqsRequest',
  'sqs GetQueueAttributes': 'sqsRequest',
  'sqs GetQueueUrl': 'sqsRequest',
  'sns Publish': 'snsPublish',
  // A batch is one request up to 64 kB.
  'sns PublishBatch': 'snsPublish',
  's3 PutObject': 's3Put',
  's3 ListObjectsV2': 's3Put',
  's3 ListObjectVersions': 's3Put',
  's3 GetObject': 's3Get',
  's3 HeadObject': 's3Get',
  's3 DeleteObject': 'free',
  's3 DeleteObjects': 'free',
  'kms Decrypt': 'kmsRequest',
  'kms Encrypt': 'kmsRequest',
  'kms GenerateDataKey': 'kmsRequest',
  'secretsmanager GetSecretValue': 'secretRequest',
  'lambda Invoke': 'lambdaRequest',
  'scheduler runs': 'schedule',
  'states transitions': 'stateTransition',
  'states StartExecution': 'free',
  'ssm GetParameter': 'free',
  'ssm GetParameters': 'free',
  'ssm GetParametersByPath': 'free',
  'sts AssumeRole': 'free',
  'sts GetCallerIdentity': 'free',
  'xray traces': 'trace',
  'kafka ListClustersV2': 'free',
  'kafka DescribeClusterV2': 'free',
  'kafka ListNodes': 'free',
  'kafka ListTopics': 'free',
  'kafka GetBootstrapBrokers': 'free',
  'kafka ListTagsForResource': 'free',
};

/** DynamoDB bills units, and a call may use any number of them. */
const byUnits = ['dynamodb WRU', 'dynamodb RRU'];

/**
 * What calls a day cost in a month.
 * @param calls how many a day, by `service operation`: `sqs ReceiveMessage`; by units where those are billed:
 *   `cloudwatch metrics requested`, `dynamodb WRU`, `dynamodb RRU`
 */
export function countedCost(
  calls: Readonly<Record<string, number>>,
  prices: PriceTable = builtIn,
): CountedCost {
  const hasUnits = byUnits.some((key) => key in calls);
  const unknown: string[] = [];
  const lines = Object.entries(calls).flatMap(([call, perDay]) => {
    const isUnits = hasUnits && call.startsWith('dynamodb ') && !byUnits.includes(call);
    const billing = isUnits ? 'free' : billings[call];
    if (billing === undefined) {
      unknown.push(call);
      return [];
    }
    const perMonth = perDay * daysPerMonth;
    const usd = billing === 'free' ? 0 : priceOf(perMonth, prices[billing]);
    return [{ call, perMonth, usd }];
  });
  return {
    usd: lines.reduce((total, { usd }) => total + usd, 0),
    lines: lines.toSorted((a, b) => b.usd - a.usd),
    unknown: unknown.toSorted(),
  };
}
