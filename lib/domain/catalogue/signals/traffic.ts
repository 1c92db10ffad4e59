import type { Signal } from '../signal.ts';
import { metricOn, provisioned, serverless, standard } from './cloudwatch.ts';
import { meterOf } from './prometheus.ts';
import { notNegative } from './ranges.ts';

const meter = { domain: 'kafka.server', type: 'BrokerTopicMetrics' } as const;
/** The aggregate stands beside the topics' series: it is the one without a topic. */
const ofBroker = (name: string) => meterOf({ ...meter, name, labels: { topic: '' } });
const ofTopic = (name: string) => meterOf({ ...meter, name, entityLabels: { topic: 'topic' } });
const rate = { range: notNegative, rollup: 'average' } as const;

export const trafficSignals: readonly Signal[] = [
  {
    ...rate,
    id: 'bytes_in',
    title: 'Bytes in',
    description: 'Bytes a second from producers to the broker: the pulse of the service.',
    unit: 'bytes_per_second',
    entity: 'broker',
    harm: 'both',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('broker', 'BytesInPerSec', 'Average', provisioned('DEFAULT'))],
    prometheus: ofBroker('BytesInPerSec'),
  },
  {
    ...rate,
    id: 'bytes_out',
    title: 'Bytes out',
    description: 'Bytes a second from the broker to consumers.',
    unit: 'bytes_per_second',
    entity: 'broker',
    harm: 'both',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('broker', 'BytesOutPerSec', 'Average', provisioned('DEFAULT'))],
    prometheus: ofBroker('BytesOutPerSec'),
  },
  {
    ...rate,
    id: 'messages_in',
    title: 'Messages in',
    description: 'Messages a second from producers to the broker.',
    unit: 'messages_per_second',
    entity: 'broker',
    harm: 'both',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('broker', 'MessagesInPerSec', 'Average', provisioned('DEFAULT'))],
    prometheus: ofBroker('MessagesInPerSec'),
  },
  {
    ...rate,
    id: 'replication_bytes_in',
    title: 'Replication bytes in',
    description: 'Bytes a second that the broker copies from other brokers.',
    unit: 'bytes_per_second',
    entity: 'broker',
    harm: 'high',
    cadence: 'slow',
    cloudwatch: [metricOn('broker', 'ReplicationBytesInPerSec', 'Average', provisioned('PER_BROKER'))],
    prometheus: ofBroker('ReplicationBytesInPerSec'),
  },
  {
    ...rate,
    id: 'replication_bytes_out',
    title: 'Replication bytes out',
    description: 'Bytes a second that other brokers copy from the broker.',
    unit: 'bytes_per_second',
    entity: 'broker',
    harm: 'high',
    cadence: 'slow',
    cloudwatch: [metricOn('broker', 'ReplicationBytesOutPerSec', 'Average', provisioned('PER_BROKER'))],
    prometheus: ofBroker('ReplicationBytesOutPerSec'),
  },
  {
    ...rate,
    id: 'broker_topic_bytes_in',
    title: 'Bytes in, by topic and broker',
    description:
      'Bytes a second from producers to one topic on one broker. The series begins with the first byte.',
    unit: 'bytes_per_second',
    entity: 'broker_topic',
    harm: 'both',
    cadence: 'normal',
    cloudwatch: [metricOn('broker_topic', 'BytesInPerSec', 'Average', provisioned('DEFAULT'))],
    prometheus: ofTopic('BytesInPerSec'),
  },
  {
    ...rate,
    id: 'broker_topic_bytes_out',
    title: 'Bytes out, by topic and broker',
    description: 'Bytes a second from one topic on one broker to consumers.',
    unit: 'bytes_per_second',
    entity: 'broker_topic',
    harm: 'both',
    cadence: 'normal',
    cloudwatch: [metricOn('broker_topic', 'BytesOutPerSec', 'Average', provisioned('DEFAULT'))],
    prometheus: ofTopic('BytesOutPerSec'),
  },
  {
    ...rate,
    id: 'broker_topic_messages_in',
    title: 'Messages in, by topic and broker',
    description: 'Messages a second from producers to one topic on one broker.',
    unit: 'messages_per_second',
    entity: 'broker_topic',
    harm: 'both',
    cadence: 'normal',
    cloudwatch: [
      metricOn('broker_topic', 'MessagesInPerSec', 'Average', provisioned('PER_TOPIC_PER_BROKER')),
    ],
    prometheus: ofTopic('MessagesInPerSec'),
  },
  {
    ...rate,
    id: 'topic_bytes_in',
    title: 'Bytes in, by topic',
    description: 'Bytes a second from producers to the topic, over all its partitions.',
    unit: 'bytes_per_second',
    entity: 'topic',
    harm: 'both',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('topic', 'BytesInPerSec', 'Sum', serverless)],
    prometheus: ofTopic('BytesInPerSec'),
  },
  {
    ...rate,
    id: 'topic_bytes_out',
    title: 'Bytes out, by topic',
    description: 'Bytes a second from the topic to consumers, over all its partitions.',
    unit: 'bytes_per_second',
    entity: 'topic',
    harm: 'both',
    cadence: 'normal',
    assessed: true,
    cloudwatch: [metricOn('topic', 'BytesOutPerSec', 'Sum', serverless)],
    prometheus: ofTopic('BytesOutPerSec'),
  },
  {
    ...rate,
    id: 'topic_messages_in',
    title: 'Messages in, by topic',
    description:
      'Messages a second appended to the topic: of the Kafka protocol, the growth of its end offsets.',
    unit: 'messages_per_second',
    entity: 'topic',
    harm: 'both',
    cadence: 'critical',
    assessed: true,
    cloudwatch: [metricOn('topic', 'MessagesInPerSec', 'Sum', serverless)],
    kafka: true,
  },
  ...conversions(),
  {
    id: 'produce_conversion_time',
    title: 'Conversion time of produce',
    description: 'Mean time of converting the message format of a produce request.',
    unit: 'milliseconds',
    entity: 'broker',
    harm: 'high',
    range: notNegative,
    cadence: 'slow',
    rollup: 'average',
    cloudwatch: [
      metricOn('broker', 'ProduceMessageConversionsTimeMsMean', 'Average', standard('PER_BROKER')),
    ],
  },
];

/** Conversions of message formats, which old clients cause: on brokers, on their topics, on Serverless topics. */
function conversions(): Signal[] {
  return (['Fetch', 'Produce'] as const).flatMap((request) => {
    const name = `${request}MessageConversionsPerSec`;
    const id = `${request.toLowerCase()}_conversions`;
    const shared = {
      ...rate,
      unit: 'messages_per_second',
      harm: 'high',
      cadence: 'slow',
    } as const;
    const what = `Messages a second whose format is converted on ${request.toLowerCase()}, because clients are old`;
    return [
      {
        ...shared,
        id,
        title: `${request} conversions`,
        description: `${what}: it costs CPU and memory.`,
        entity: 'broker',
        cloudwatch: [metricOn('broker', name, 'Average', standard('PER_BROKER'))],
        prometheus: ofBroker(name),
      },
      {
        ...shared,
        id: `broker_topic_${id}`,
        title: `${request} conversions, by topic and broker`,
        description: `${what}, of one topic on one broker.`,
        entity: 'broker_topic',
        cloudwatch: [metricOn('broker_topic', name, 'Average', standard('PER_TOPIC_PER_BROKER'))],
        prometheus: ofTopic(name),
      },
      {
        ...shared,
        id: `topic_${id}`,
        title: `${request} conversions, by topic`,
        description: `${what}, of one topic.`,
        entity: 'topic',
        cloudwatch: [metricOn('topic', name, 'Sum', serverless)],
      },
    ];
  });
}
