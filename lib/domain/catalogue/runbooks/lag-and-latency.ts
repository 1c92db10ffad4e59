import type { Runbook } from '../runbook.ts';
import { pages } from './references.ts';

export const lagAndLatencyRunbooks: readonly Runbook[] = [
  {
    id: 'consumer_lag',
    family: 'lag_and_latency',
    title: 'Consumers fall behind',
    firstCommand: 'kafka-consumer-groups.sh --bootstrap-server {bootstrap} --describe --group {group}',
    symptoms: [
      'The group has unread messages, or unread messages are older than the objective allows.',
      'Read the shape first. All groups and all partitions: the brokers. Some partitions: a hot key or one slow consumer. One group: its own code.',
      'Lag that jumps and then falls again while the cluster is in MAINTENANCE is a rolling restart, and ends by itself.',
    ],
    causes: [
      'The consumer is slow: a database or an API behind each message, a retry loop on one bad message, garbage collection.',
      'There are fewer consumers than the load needs, or more than partitions, so that some stay idle.',
      'One key is hot: all its messages are in one partition, whatever the number of partitions.',
      'The broker is slow: CPU over 60 %, handlers idle under 0.3, a volume at its throughput, throttling on Express.',
      'A transaction hangs: readers of committed messages stop at it, on some partitions, for ever.',
      'Producers send more than ever: look at bytes in and messages in of the topic.',
    ],
    solutions: [
      'Look at LAG and CONSUMER-ID of each partition: a partition without a consumer, one consumer on all the lagging ones, or lag everywhere.',
      'All partitions and groups: go to the runbook of the broker that is loaded; do not restart consumers.',
      'One group: read its log for errors in processing and for rebalances; roll back its last release if lag began with it.',
      'Add consumers up to the number of partitions; lower max.poll.records if max.poll.interval.ms is exceeded.',
      'Hot key: spread the key (a suffix, another key). More partitions do not help it.',
      'Lag that stands still on some partitions with read_committed: kafka-transactions.sh --bootstrap-server {bootstrap} find-hanging --broker-id N, then abort what hangs.',
      'Work out the end: lag divided by (rate read less rate produced). If that is later than retention, messages will be lost: raise retention.ms of the topic now.',
    ],
    references: [pages.lag, pages.clientPractices],
  },
  {
    id: 'lag_vanished',
    family: 'lag_and_latency',
    title: 'Lag is no longer reported, or the group is empty',
    firstCommand:
      'kafka-consumer-groups.sh --bootstrap-server {bootstrap} --describe --group {group} --state',
    symptoms: [
      'The lag of a group that had one is no longer emitted, or the group has no members.',
      'No lag is not zero lag: MSK emits it only while the group is stable or empty and has committed.',
    ],
    causes: [
      'The consumers crash in a loop, so the group never gets stable.',
      'The group rebalances without end.',
      'The consumers are stopped and their offsets have expired (offsets.retention.minutes).',
      'The group was renamed or retired: then silence this rule for it.',
      'The group has a colon or characters outside ASCII in its name: CloudWatch drops its lag.',
    ],
    solutions: [
      'State Stable with members: the consumers are well, the measurement is not. Look at the collector and its permissions.',
      'State PreparingRebalance again and again: go to the runbook on rebalance storms.',
      'State Empty or Dead: look at the deployment of the consumer: crash loop, scaled to zero, out of memory, cannot authenticate.',
      'Before starting consumers again after days, check the committed offsets still exist: else auto.offset.reset decides, and `latest` skips all that was missed.',
      'Check how far the first unread message is from the end of retention, and raise retention.ms if it is close.',
    ],
    references: [pages.lag],
  },
  {
    id: 'rebalance_storm',
    family: 'lag_and_latency',
    title: 'A group keeps rebalancing',
    firstCommand:
      'kafka-consumer-groups.sh --bootstrap-server {bootstrap} --describe --group {group} --members',
    symptoms: [
      'The group goes back and forth between Stable and PreparingRebalance.',
      'Lag grows in steps: nobody reads during a rebalance of the eager protocol.',
    ],
    causes: [
      'Consumers exceed max.poll.interval.ms because a batch takes too long, and are thrown out.',
      'session.timeout.ms is too short for their garbage collection or their network.',
      'A rolling deployment starts and stops many consumers one after the other.',
      'A consumer crashes on the same message each time it gets the partition.',
      'A topic of the subscription is created, deleted or given more partitions.',
    ],
    solutions: [
      'Find who leaves: the member list some times in a row, and the logs of the one that is missing.',
      'Lower max.poll.records before raising max.poll.interval.ms.',
      'Set session.timeout.ms to 45 to 60 s and heartbeat.interval.ms to a third or less of it.',
      'Give every consumer a group.instance.id, so that a restart does not rebalance.',
      'Move to CooperativeStickyAssignor in two deployments: first both assignors, then it alone.',
      'Close consumers on SIGTERM; set group.initial.rebalance.delay.ms to about the time of a deployment.',
    ],
    references: [pages.clientPractices, pages.cooperative],
  },
  {
    id: 'produce_latency',
    family: 'lag_and_latency',
    title: 'Producing is slow',
    firstCommand: 'aws kafka describe-cluster-v2 --cluster-arn {arn} --query ClusterInfo.State',
    symptoms: [
      'Produce requests take longer in the broker than is usual at this time.',
      'The phases tell where: request queue (handlers), local (disk), remote (followers), response queue and send (network, slow clients).',
    ],
    causes: [
      'A follower is slow or missing, and acks=all waits for it.',
      'The data volume is at its throughput or out of burst credits.',
      'Request handlers or network threads are saturated, mostly by many small batches.',
      'Traffic shaping of the instance, or throttling by quota.',
      'The cluster is in maintenance: one broker after the other is away.',
    ],
    solutions: [
      'State MAINTENANCE, UPDATING or REBOOTING_BROKER: wait for its end before changing anything.',
      'Local time high: runbook on volume throughput. Queue time high: runbook on saturated threads.',
      'Total high and local low with acks=all: look at follower fetch times and under-replicated partitions.',
      'One broker only: compare bytes in and leaders of the brokers, and move leaders off the hot one.',
      'Divide bytes in by messages in: under 1 kB with many messages, let producers batch (linger.ms 5 to 25, batch.size 64 kB and more, lz4 or zstd).',
    ],
    references: [pages.metrics, pages.clientPractices],
  },
  {
    id: 'threads_saturated',
    family: 'lag_and_latency',
    title: 'Request handlers or network threads are saturated',
    firstCommand:
      "aws cloudwatch get-metric-statistics --namespace AWS/Kafka --metric-name MessagesInPerSec --dimensions 'Name=Cluster Name,Value={cluster}' 'Name=Broker ID,Value={broker}' --statistics Average --period 300 --start-time $(date -u -d -1hour +%FT%TZ) --end-time $(date -u +%FT%TZ)",
    symptoms: [
      'The idle fraction of a thread pool is under 0.3.',
      'Requests wait in the queue, and all clients of the broker get slower.',
    ],
    causes: [
      'Small batches: each message is a request of its own.',
      'Many connections, above all new ones with TLS or IAM.',
      'Consumers that fetch with fetch.min.bytes of 1.',
      'A large instance that still has the default eight handler threads.',
      'Conversion or recompression of messages, for old clients or because topic and producer disagree on compression.',
    ],
    solutions: [
      'Compare messages in with bytes in: if messages are small, fix batching at the producers before scaling brokers.',
      'Network threads busy and new connections high: runbook on connection storms.',
      'Raise fetch.min.bytes to 32 kB and more for consumers that need throughput.',
      'On 4xlarge and larger set num.io.threads to the number of vCPUs, and num.network.threads to half of that, the first one first.',
      'Nothing wrong at the clients: a larger broker, or more brokers and then a reassignment.',
    ],
    references: [pages.bestPractices, pages.clientPractices],
  },
];
