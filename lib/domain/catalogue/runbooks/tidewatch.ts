import type { Runbook } from '../runbook.ts';

const lambda = 'https://docs.aws.amazon.com/lambda/latest/dg';
const pages = {
  failures: `${lambda}/invocation-async-retain-records.html`,
  sqs: `${lambda}/services-sqs-errorhandling.html`,
  concurrency: `${lambda}/lambda-concurrency.html`,
  redrive:
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html',
  schedules: 'https://docs.aws.amazon.com/scheduler/latest/UserGuide/troubleshooting.html',
  throttling:
    'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TroubleshootingThrottling.html',
  distributedMap: 'https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html',
  composite: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm.html',
} as const;

const ownAlarms =
  "aws cloudwatch describe-alarms --state-value ALARM --alarm-name-prefix tidewatch --query 'MetricAlarms[].[AlarmName,StateUpdatedTimestamp,StateReason]' --output table";
const ownFunctions =
  'aws lambda list-functions --query "Functions[?starts_with(FunctionName, \'tidewatch-\')].[FunctionName,LoggingConfig.LogGroup]" --output table';
const ownQueues = 'aws sqs list-queues --queue-name-prefix tidewatch-';

/** What to do when Tidewatch itself is ill. */
export const tidewatchRunbooks: readonly Runbook[] = [
  {
    id: 'tidewatch_stage_silent',
    family: 'tidewatch',
    title: 'A stage of Tidewatch does not run',
    firstCommand:
      "aws scheduler list-schedules --name-prefix tidewatch --query 'Schedules[].[Name,State]' --output table",
    symptoms: [
      'A function of Tidewatch was not invoked for three of its turns.',
      'Rules that our own evaluation watches are watched by nobody; those of CloudWatch alarms go on.',
      'Shortly after the first deployment it is no trouble: the alarm is there before the first run.',
    ],
    causes: [
      'Its schedule is disabled, or was deleted beside the stack.',
      'The stage before it sends nothing: discover feeds collect, collect feeds assess, assess feeds evaluate.',
      'It is throttled: its reserved concurrency is 0, or the account has no more.',
      'The trigger between its queue and the function is disabled, or the key may no longer be used.',
    ],
    solutions: [
      'Look at which stages are silent: the first of them in the order discover, collect, assess, evaluate is the one to mend.',
      'See that its schedule is ENABLED, and the dead letters of the stage for runs that could not be handed over.',
      'See Throttles and ConcurrentExecutions of the function; raise functions.STAGE.reservedConcurrency or the quota of the account.',
      'A trigger that is disabled: aws lambda list-event-source-mappings, then update-event-source-mapping --enabled.',
      'When in doubt deploy again: cdk deploy puts every schedule, trigger and permission back.',
    ],
    references: [pages.schedules, pages.concurrency],
  },
  {
    id: 'tidewatch_stage_failing',
    family: 'tidewatch',
    title: 'A stage of Tidewatch fails',
    firstCommand: ownFunctions,
    symptoms: [
      'Runs of the function end in errors one after another, or were given up and wait among its dead letters.',
      'Each run logs one line with the reason; nothing else of Tidewatch need be wrong.',
    ],
    causes: [
      'A permission, secret or setting that it needs is gone: it fails at its very beginning each time.',
      'The store of points, the bucket of models or the table of incidents does not answer.',
      'It runs into its time limit or its memory: clusters have grown.',
      'An API of AWS refuses: throttled, or the role in another account cannot be assumed.',
    ],
    solutions: [
      'Read the newest errors in the log group of the function that the command lists: aws logs tail LOG_GROUP --since 1h --filter-pattern ERROR.',
      'AccessDenied or a missing parameter: deploy again; in another account, deploy its reader stack again.',
      'Task timed out or out of memory: raise functions.STAGE.timeoutSeconds or memoryMb, or polling.partsPerCluster.',
      'After it is mended, the next turn does the work; purge the dead letters once you have read them, so that the alarm ends.',
    ],
    references: [pages.failures],
  },
  {
    id: 'tidewatch_work_rejected',
    family: 'tidewatch',
    title: 'Messages of Tidewatch were given up',
    firstCommand: ownQueues,
    symptoms: [
      'A message came to its function five times, failed each time, and waits among the dead letters of its queue.',
      'Among those of route: somebody may not have been told of a finding.',
    ],
    causes: [
      'What it asks for cannot be done: a store that is down for longer than five tries, a cluster that cannot be read.',
      'Nobody of ours wrote it: something else publishes to the topics or sends to the queue.',
      'A new version sends what the old one, still running, cannot read.',
    ],
    solutions: [
      'Read one: aws sqs receive-message --queue-url URL --attribute-names All, for the URL of the dead letters; the log line "message handed back" has the reason.',
      'Of route: read the findings in them now, and tell those who should know.',
      'Once the cause is gone: aws sqs start-message-move-task --source-arn ARN sends them again. Work on collect, assess and evaluate is asked for anew each few minutes, so those may be purged instead.',
      'Foreign messages: find the sender in the topic policy or by CloudTrail, then purge.',
    ],
    references: [pages.sqs, pages.redrive],
  },
  {
    id: 'tidewatch_work_behind',
    family: 'tidewatch',
    title: 'A stage of Tidewatch does not keep up',
    firstCommand: ownQueues,
    symptoms: [
      'The oldest message in front of a stage waits for more than a quarter of an hour.',
      'Findings come late by as much.',
    ],
    causes: [
      'More clusters or series than its functions take in the time.',
      'It is throttled, by its reserved concurrency or by the account.',
      'Its messages fail and come again, until they are given up.',
      'The past of new clusters is being read: that ends by itself, within the hour for most.',
    ],
    solutions: [
      'See in the log of the function whether it reports work or hands messages back; in the latter case go on with the reason there.',
      'Throttles: raise functions.STAGE.reservedConcurrency, or take it away.',
      'Long runs: raise polling.partsPerCluster, so that one cluster is worked on by several at once, and functions.STAGE.memoryMb.',
      'Poll less: polling.signals: needed, or more minutes for the normal and slow cadence.',
    ],
    references: [pages.sqs, pages.concurrency],
  },
  {
    id: 'tidewatch_store_down',
    family: 'tidewatch',
    title: 'The store of Tidewatch does not answer',
    firstCommand: ownAlarms,
    symptoms: [
      'For a quarter of an hour messages are handed back because a store cannot be read or written.',
      'No new points, verdicts and findings; CloudWatch alarms go on, as they do not use it.',
    ],
    causes: [
      'Timestream for InfluxDB: the instance is down, full, or at its limit of series; its token was changed.',
      'DynamoDB: throttled on a hot table, or the key of the table may no longer be used.',
      'The network between them: a security group, a route, or an endpoint of the VPC is gone.',
    ],
    solutions: [
      'The log line "message handed back" names the store and the reason: start from there.',
      'InfluxDB: aws timestream-influxdb list-db-instances shows its state; look at DiskUtilization and CPUUtilization, and raise storageGib or instanceType.',
      'DynamoDB: look at ThrottledRequests and SystemErrors of the table; a new table takes up to 4,000 writes a second and grows by itself.',
      'A disabled key: aws kms enable-key; a deletion that is pending: aws kms cancel-key-deletion.',
      'When it is back, do nothing: what was not collected is collected from where it stopped. Move dead letters of the queue back only if they are of route.',
    ],
    references: [pages.throttling],
  },
  {
    id: 'tidewatch_models_old',
    family: 'tidewatch',
    title: 'Models are not trained',
    firstCommand:
      "aws stepfunctions list-state-machines --query 'stateMachines[].[name,stateMachineArn]' --output table",
    symptoms: [
      'Two of the last three trainings failed, or forecasts are made with models that missed three trainings.',
      'Forecasts and bounds of what is normal drift away from what is; thresholds are as good as ever.',
    ],
    causes: [
      'The state machine failed as a whole: its plan could not read the store, or its role lacks a right.',
      'Batches ran into their time limit or memory: the machine succeeds, and models stay old.',
      'Series have too little data, or have gone silent: their model stays as it is.',
    ],
    solutions: [
      'aws stepfunctions list-executions --state-machine-arn ARN --status-filter FAILED; the failed state has the reason.',
      'Start it once by hand: aws stepfunctions start-execution --state-machine-arn ARN. Training twice does no harm.',
      'The summary in the log of the stage train counts failed batches: raise functions.train.memoryMb or timeoutSeconds.',
      'If all is well there, the oldest model is of a series that has ended: it is forgotten after the retention of its points.',
    ],
    references: [pages.distributedMap],
  },
  {
    id: 'broad_anomaly',
    family: 'tidewatch',
    title: 'Much of a cluster is unlike itself',
    firstCommand: 'aws kafka list-cluster-operations-v2 --cluster-arn {arn} --max-results 10',
    symptoms: [
      'At least a fifth of all series assessed on the cluster are anomalous, for half an hour.',
      'No single one need be past a limit; something that touches all of them has changed.',
    ],
    causes: [
      'A change of the cluster: version, instance type, brokers added, partitions moved.',
      'A change of the load: a release, a campaign, a test, a large producer that came or went, a holiday.',
      'The clock of a season: daylight saving has moved the day by an hour.',
      'The collection: points came late or twice after an outage, so that rates look odd.',
    ],
    solutions: [
      'See with the command whether MSK worked on the cluster then, and in your deployments what was released.',
      'Look at the overview for what changed first: traffic in, then connections, then CPU and latency, is a change of load; the reverse is a change of the cluster.',
      'A change that stays: models take it in within days, and wholly with the next training; start that by hand if you cannot wait.',
      'A change that nobody meant: go on with the incidents of the cluster, the worst severity first.',
    ],
    references: [pages.composite],
  },
];
