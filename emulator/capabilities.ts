/** What becomes of a resource type, or of some of its resources, in the local environment. */
export interface Capability {
  /** CloudFormation's name. */
  readonly type: string;
  /** Which resources of the type, or which of their properties. @default all of them */
  readonly only?: string;
  readonly treatment: 'deployed' | 'replaced' | 'left out';
  /** What happens instead, or what of it works. */
  readonly how: string;
  /** Why: what the emulator does. Empty where all is well. */
  readonly why: string;
}

/** What MiniStack 1.5.33 answers for a type that it does not know. */
const unknownType = 'the emulator refuses the whole template for it: "Unrecognized resource types"';

/**
 * The one table of what the emulator can do: the aspect of the local environment follows it, and
 * docs/emulator-capabilities.md shows it. A type that is not in it is deployed as it is.
 */
export const capabilities: readonly Capability[] = [
  deployed(
    'AWS::Lambda::Function',
    'On the Node.js of the machine, one process a function and run at once.',
    "memory limits and cold starts are the machine's",
  ),
  deployed('AWS::Lambda::EventSourceMapping', 'Partial batch failures and dead letters work.'),
  {
    type: 'AWS::Scheduler::Schedule',
    only: 'the scheduled time in its event',
    treatment: 'replaced',
    how: 'Fires by real time, at the earliest one interval after the deploy, with an event that does not say its time: the function takes its own. That a run handed over twice is run once is tested by invoking the functions.',
    why: 'the emulator does not fill in `<aws.scheduler.scheduled-time>`',
  },
  deployed('AWS::SNS::Topic', 'With subscriptions of queues; message filters work.'),
  deployed('AWS::SQS::Queue', 'Standard and FIFO, with redrive.'),
  {
    type: 'AWS::DynamoDB::Table',
    only: 'TimeToLiveSpecification',
    treatment: 'replaced',
    how: 'Set by the API after the deploy.',
    why: 'CloudFormation drops it: DescribeTimeToLive says DISABLED',
  },
  {
    type: 'AWS::S3::Bucket',
    only: 'its tags',
    treatment: 'replaced',
    how: 'The tag that lets the CDK empty the bucket at its removal is set by the API after the deploy; others are not there. Conditional writes are refused and taken as S3 does.',
    why: 'CloudFormation drops the tags',
  },
  deployed(
    'AWS::KMS::Key',
    'Keys exist and are named; permissions are not checked.',
    'IAM and key policies are not enforced',
  ),
  deployed('AWS::IAM::Role', 'Created, never enforced.', 'IAM and key policies are not enforced'),
  deployed('AWS::SSM::Parameter', 'Works.'),
  deployed('AWS::SecretsManager::Secret', 'Works.'),
  deployed('AWS::StepFunctions::StateMachine', 'Map and Distributed Map run.'),
  deployed('AWS::CloudWatch::Dashboard', 'Stored; nothing draws it.'),
  deployed('AWS::Logs::LogGroup', 'With its retention; Insights queries of the form `filter … like` work.'),
  {
    type: 'AWS::CloudWatch::Alarm',
    only: 'on one metric',
    treatment: 'replaced',
    how: 'The alarm is there under its name, on a namespace with `Local/` before it that never gets data; the sidecar judges it and calls SetAlarmState.',
    why: 'the emulator judges an alarm by the points of any other dimension, and never judges missing data',
  },
  {
    type: 'AWS::CloudWatch::Alarm',
    only: 'with `Metrics` (metric math, Metrics Insights)',
    treatment: 'replaced',
    how: "The alarm is there under its name, on a metric that never gets data; the sidecar judges its rule with the project's own evaluator and calls SetAlarmState.",
    why: 'creating it fails: "Properties.Metrics (metric math) is not supported"',
  },
  {
    type: 'AWS::CloudWatch::CompositeAlarm',
    treatment: 'replaced',
    how: 'Put by the API after the deploy; the emulator judges it by its children.',
    why: unknownType,
  },
  leftOut('AWS::CloudWatch::AlarmMuteRule', 'Alarms notify in maintenance too.'),
  leftOut('AWS::CloudWatch::AnomalyDetector', 'No bands: what watches by them is left out with it.'),
  leftOut('AWS::CloudWatch::InsightRule', 'Nothing.'),
  leftOut('AWS::Logs::QueryDefinition', 'Saved queries are not there.'),
  leftOut('AWS::XRay::Group', 'Traces are not gathered.'),
  leftOut('AWS::Budgets::Budget', 'Nobody is warned of costs.'),
  leftOut('AWS::CE::AnomalyMonitor', 'Nobody is warned of costs.'),
  leftOut('AWS::CE::AnomalySubscription', 'Nobody is warned of costs.'),
  leftOut('AWS::Timestream::Database', 'The local environment keeps points in DynamoDB.'),
  leftOut('AWS::Timestream::Table', 'The local environment keeps points in DynamoDB.'),
  leftOut('AWS::Timestream::ScheduledQuery', 'The local environment keeps points in DynamoDB.'),
  leftOut('AWS::Timestream::InfluxDBInstance', 'The local environment keeps points in DynamoDB.'),
  leftOut('AWS::Timestream::InfluxDBCluster', 'The local environment keeps points in DynamoDB.'),
];

/** Services that are no resource of the stacks, and yet are asked. */
export const services: readonly Capability[] = [
  {
    type: 'Amazon MSK',
    treatment: 'replaced',
    how: 'A stub (`emulator/msk-stub`) behind the gateway: ListClustersV2, DescribeClusterV2, ListNodes, ListTopics, GetBootstrapBrokers, ListTagsForResource.',
    why: 'the emulator has no route for /api/v2/clusters',
  },
  {
    type: 'AWS Cost Explorer',
    treatment: 'replaced',
    how: 'The same stub: GetCostAndUsage with invented costs.',
    why: 'the emulator does not answer it',
  },
  {
    type: 'PagerDuty',
    treatment: 'replaced',
    how: 'A sink (`emulator/sink`) that takes events as the Events API v2 does, tells them, and can be made to answer 429 or 500.',
    why: 'nobody is to be paged',
  },
  {
    type: 'AWS/Lambda and AWS/SQS metrics',
    treatment: 'replaced',
    how: 'The sidecar asks queues how deep they are, and the gateway when a function last called anything.',
    why: 'the emulator counts only what is invoked by the API, and nothing of queues',
  },
  {
    type: 'CloudWatch metrics of our own (EMF)',
    treatment: 'left out',
    how: 'They stay in the logs; an alarm on one of them sees no data.',
    why: 'the emulator makes no metrics of log lines',
  },
];

/** The types that are taken out of the templates. */
export const removedTypes: ReadonlySet<string> = new Set(
  capabilities
    .filter(({ type, treatment }) => treatment === 'left out' || type === 'AWS::CloudWatch::CompositeAlarm')
    .map(({ type }) => type),
);

function deployed(type: string, how: string, why = ''): Capability {
  return { type, treatment: 'deployed', how, why };
}

function leftOut(type: string, how: string): Capability {
  return { type, treatment: 'left out', how, why: unknownType };
}
