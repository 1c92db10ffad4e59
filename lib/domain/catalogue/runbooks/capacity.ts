import type { Runbook } from '../runbook.ts';
import { pages } from './references.ts';

export const capacityRunbooks: readonly Runbook[] = [
  {
    id: 'disk_filling',
    family: 'capacity',
    title: 'A data disk is filling',
    firstCommand: 'kafka-log-dirs.sh --bootstrap-server {bootstrap} --describe --broker-list {broker}',
    symptoms: [
      'The disk is over 85 %, or the forecast says when it will be.',
      'A full disk stops the broker, and the broker does not come back until it has room.',
    ],
    causes: [
      'Traffic or retention has grown.',
      'One topic or one partition is far larger than the others.',
      'Partitions are spread unevenly: one broker is full and others are not.',
      'A compacted topic is not compacted any more, because its cleaner has died.',
      'Copies to tiered storage fail, so that local segments stay.',
    ],
    solutions: [
      'Find the largest topics with the command, and whether all brokers are alike.',
      'Quick room: lower retention.ms of the largest topic whose owner agrees (kafka-configs.sh --alter); it takes effect within minutes.',
      'MSK: aws kafka update-broker-storage. It only grows, wants state ACTIVE, and bars the next growth for 6 to 24 hours: grow for a week, not for a day.',
      'The forecast reaches the limit within that time: grow by hand now and larger than automatic scaling would.',
      'One broker alone: move partitions away, ten a call at most (kafka-reassign-partitions.sh).',
      'For good: automatic scaling with a target of 50 to 60 %, tiered storage, or Express.',
    ],
    references: [pages.storage, pages.bestPractices],
  },
  {
    id: 'cpu_high',
    family: 'capacity',
    title: 'A broker is short of CPU',
    firstCommand:
      "aws cloudwatch get-metric-statistics --namespace AWS/Kafka --metric-name RequestHandlerAvgIdlePercent --dimensions 'Name=Cluster Name,Value={cluster}' 'Name=Broker ID,Value={broker}' --statistics Average --period 300 --start-time $(date -u -d -1hour +%FT%TZ) --end-time $(date -u +%FT%TZ)",
    symptoms: [
      'User and system CPU are over 60 %: too little is left for the loss of a broker or for patching.',
      'On t3 the credits run out, and at 0 the CPU is held to 20 %.',
    ],
    causes: [
      'Handlers idle under 0.3 too: requests, mostly small batches.',
      'Handlers idle enough: other work, such as recompression, conversion, compaction, collection of garbage, scraping too often.',
      'Many new connections with TLS or IAM.',
      'Leaders are not spread evenly, or another broker is away.',
    ],
    solutions: [
      'Compare the brokers: one hot broker is a matter of leaders and partitions, all of them one of size.',
      'Small messages: batch at the producers before paying for larger brokers.',
      'Set compression.type=producer for the topics; scrape at most each 60 s.',
      'Add brokers (and reassign), or take the next size: one broker after the other restarts, which itself costs capacity; do it before 80 %.',
      't3 is for tests: move to m7g.',
    ],
    references: [pages.bestPractices],
  },
  {
    id: 'heap_high',
    family: 'capacity',
    title: 'A broker is short of memory',
    firstCommand: 'kafka-consumer-groups.sh --bootstrap-server {bootstrap} --list | wc -l',
    symptoms: [
      'More than 60 % of the heap is still in use after collection.',
      'Pauses get longer, sessions time out, and in the end the broker runs out of memory.',
    ],
    causes: [
      'Many transactional ids, kept for seven days.',
      'Many consumer groups, connections or partitions.',
      'Messages of old formats that are converted in memory.',
    ],
    solutions: [
      'Lower transactional.id.expiration.ms from 604800000 to 86400000.',
      'Delete groups and topics that nobody uses.',
      'Bring partitions under the number that is recommended for the size.',
      'Update old clients; else take a larger instance.',
    ],
    references: [pages.bestPractices],
  },
  {
    id: 'network_shaped',
    family: 'capacity',
    title: 'The instance is over its network allowance',
    firstCommand:
      "aws cloudwatch get-metric-statistics --namespace AWS/Kafka --metric-name TrafficShaping --dimensions 'Name=Cluster Name,Value={cluster}' 'Name=Broker ID,Value={broker}' --statistics Sum --period 300 --start-time $(date -u -d -3hours +%FT%TZ) --end-time $(date -u +%FT%TZ)",
    symptoms: ['Packets are queued or dropped: latency rises while CPU is low.'],
    causes: [
      'Producers, consumers and replication together need more than the instance has; bursts hide it for a while.',
      'Consumers of one zone all read from the broker of that zone (client.rack).',
      'Leaders are concentrated on some brokers since the last maintenance.',
    ],
    solutions: [
      'Compare bytes in, bytes out and leaders of the brokers: two or three times the others means skew.',
      'Spread leaders (preferred election), spread clients over the zones.',
      'Compress at the producers; fewer consumer groups that read all.',
      'All brokers alike: a larger instance, or more brokers.',
    ],
    references: [pages.metrics, pages.bestPractices],
  },
  {
    id: 'volume_throughput',
    family: 'capacity',
    title: 'The data volume is at its throughput',
    firstCommand:
      'aws kafka describe-cluster-v2 --cluster-arn {arn} --query ClusterInfo.Provisioned.BrokerNodeGroupInfo.StorageInfo',
    symptoms: [
      'Reads and writes are over 80 % of what the volume gives, or its burst credits run out.',
      'CPU waits for disk, local time of requests rises, followers fall behind.',
    ],
    causes: [
      'Bytes in times the replication factor is near the limit (250 MiB/s unless more is provisioned).',
      'A consumer reads old data from disk: a replay, a new group from the beginning.',
      'A broker catches up after its return.',
    ],
    solutions: [
      'Much is read: find the group that replays, and slow it with a quota (kafka-configs.sh --entity-type clients).',
      'Much is written: provision throughput (kafka.m5.4xlarge or kafka.m7g.2xlarge and larger), or add brokers.',
      'A gp2 volume under 334 GiB does not reach 250 MiB/s: a larger volume is a faster one.',
      'After provisioning raise num.replica.fetchers, else replication stays at the old speed.',
    ],
    references: [pages.throughput],
  },
  {
    id: 'partitions_many',
    family: 'capacity',
    title: 'Too many partitions on a broker',
    firstCommand: 'kafka-topics.sh --bootstrap-server {bootstrap} --describe | grep -c Leader:',
    symptoms: [
      'More partitions than AWS recommends for the size, or file descriptors near their end.',
      'Metrics go missing, restarts take long, and over the maximum MSK refuses updates of the cluster.',
    ],
    causes: [
      'Topics with far more partitions than consumers.',
      'Topics that nobody uses.',
      'Brokers that were added and got no partitions.',
    ],
    solutions: [
      'Delete topics that nobody uses; partitions of a topic cannot be taken away, only a new topic has fewer.',
      'Add brokers and reassign, ten partitions a call at most (twenty on Express without intelligent rebalancing).',
      'Take a larger size: large and xlarge are good for 1,000, 2xlarge for 2,000, 4xlarge and up for 4,000.',
    ],
    references: [pages.bestPractices, pages.limits],
  },
  {
    id: 'express_throughput',
    family: 'capacity',
    title: 'An Express broker is near its quota',
    firstCommand:
      "aws cloudwatch get-metric-statistics --namespace AWS/Kafka --metric-name ProduceThrottleTime --dimensions 'Name=Cluster Name,Value={cluster}' 'Name=Broker ID,Value={broker}' --statistics Average --period 300 --start-time $(date -u -d -1hour +%FT%TZ) --end-time $(date -u +%FT%TZ)",
    symptoms: [
      'Ingress or egress is over 80 % of what the size sustains, or clients are throttled already.',
      'Between the sustained and the maximum rate it works and gets slower; at the maximum MSK holds clients back.',
    ],
    causes: [
      'Traffic has grown, or one more group reads everything (each group is egress once more).',
      'Brokers are loaded unevenly: some are throttled while others have room.',
    ],
    solutions: [
      'Compare the brokers. Uneven: is intelligent rebalancing on and not paused? Never reassign by hand beside it.',
      'Even: add brokers in threes, or take the next size.',
      'Egress: fewer groups, spread over the zones; ingress: compress at the producers.',
    ],
    references: [pages.expressPractices, pages.limits],
  },
  {
    id: 'express_storage',
    family: 'capacity',
    title: 'An Express cluster stores more than it should',
    firstCommand: 'kafka-configs.sh --bootstrap-server {bootstrap} --describe --entity-type topics',
    symptoms: [
      'Storage is off its usual course, or more than traffic, retention and three copies explain. It is billed by the byte-hour.',
    ],
    causes: [
      'A topic with a longer or no retention.',
      'A compacted topic whose keys grow without end.',
      'Traffic has grown for longer than retention.',
    ],
    solutions: [
      'Look for retention.ms=-1 and for retention far over the others.',
      'Agree on retention with the owners, and lower it.',
      'Traffic is the reason and is right: change the objective, and tell whoever pays.',
    ],
    references: [pages.expressMetrics, pages.expressPractices],
  },
  {
    id: 'tiered_storage',
    family: 'capacity',
    title: 'Tiered storage fails',
    firstCommand: 'kafka-log-dirs.sh --bootstrap-server {bootstrap} --describe --broker-list {broker}',
    symptoms: ['Copies fail: local disks fill. Reads fail: consumers of old data stand still.'],
    causes: [
      'Trouble of the storage service behind it.',
      'Topics with settings that tiering does not take, such as compaction.',
      'Many consumers replay at once.',
    ],
    solutions: [
      'Watch bytes waiting for tiered storage and the local disk: their forecast says how much time is left.',
      'Errors for more than an hour: open a case with broker and topics.',
      'Meanwhile grow the local storage, or lower retention of the largest topics.',
    ],
    references: [pages.tieredStorage],
  },
  {
    id: 'traffic_surge',
    family: 'capacity',
    title: 'Far more traffic than expected',
    firstCommand: 'kafka-get-offsets.sh --bootstrap-server {bootstrap} --topic {topic} --time -1',
    symptoms: [
      'A topic or broker gets far more than at this time of the day and week.',
      'CPU, disk and lag follow.',
    ],
    causes: [
      'A campaign, a holiday, a back-fill or a replay.',
      'A producer in a loop of retries, or one that sends everything twice.',
      'A hot partition: one key gets it all, and one broker with it.',
    ],
    solutions: [
      'Which topic and which client? Compare the topics; one alone points to its producers.',
      'Planned: put it into the calendar of campaigns, so that it is expected the next time.',
      'Not planned: slow the client with a quota (kafka-configs.sh --entity-type clients --add-config producer_byte_rate=N).',
      'Look at the forecasts of disk and lag: how long does this go well?',
    ],
    references: [pages.bestPractices],
  },
  {
    id: 'series_abnormal',
    family: 'capacity',
    title: 'A series of a file is not as expected',
    firstCommand: 'npx tidewatch watch --csv FILE --open',
    symptoms: ['A value is far outside of what the hours, days and weeks before it let expect.'],
    causes: [
      'What the series measures has changed: load, a release, a fault.',
      'How it is measured has changed: another unit, a counter that began anew, a gap that was filled with zeros.',
    ],
    solutions: [
      'Look at the chart with its band: a single spike, a new level or a new rhythm?',
      'Compare with other series of the same hour: what moved first is nearest to the cause.',
      'A new level that is right is adopted by itself within about a day.',
    ],
    references: [pages.anomalyDetection],
  },
];
