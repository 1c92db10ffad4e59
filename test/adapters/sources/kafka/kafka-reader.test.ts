import { AssignerProtocol } from 'kafkajs';
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js';
import type { Broker, BrokerPool } from '../../../../lib/adapters/sources/kafka/broker-pool.ts';
import { decodeGroups } from '../../../../lib/adapters/sources/kafka/consumer-group-describe.ts';
import { createKafkaReader } from '../../../../lib/adapters/sources/kafka/kafka-reader.ts';
import { settingsOf } from '../../../../lib/adapters/sources/kafka/options.ts';
import type { ClusterReader } from '../../../../lib/adapters/sources/kafka/reader.ts';

type Answers = Readonly<Record<string, unknown>>;

/** A broker that gives decoded answers by the name of the request; an Error is thrown. */
function fakeBroker(answers: Answers, asked: string[]): Broker {
  const nameOf = (key: number) => Object.entries(apiKeys).find(([, one]) => one === key)?.[0] ?? '';
  return {
    versions: answers.ConsumerGroupDescribe ? { 69: { minVersion: 0, maxVersion: 0 } } : {},
    isConnected: () => true,
    connect: async () => {},
    disconnect: async () => {},
    lookupRequest: (apiKey) => () => ({
      request: { apiKey, apiVersion: 0, apiName: nameOf(apiKey), encode: () => Promise.reject() },
      response: { decode: async () => ({}), parse: () => Promise.reject(new Error('parsed strictly')) },
    }),
    connectionPool: {
      host: 'fake',
      port: 1,
      async send({ request }) {
        asked.push(request.apiName);
        const answer = answers[request.apiName];
        if (answer instanceof Error) throw answer;
        return answer;
      },
    },
  };
}

function readerOf(brokers: Readonly<Record<number, Answers | Error>>): {
  reader: ClusterReader;
  asked: string[];
} {
  const asked: string[] = [];
  const ids = Object.keys(brokers).map(Number);
  const node = async (id: number) => {
    const answers = brokers[id];
    if (answers === undefined || answers instanceof Error) throw answers ?? new Error(`no broker ${id}`);
    return fakeBroker(answers, asked);
  };
  const pool: BrokerPool = {
    any: () => node(ids[0] ?? -1),
    node,
    learn: async () => {},
    ids: () => ids,
    where: (id) => `fake:${id}`,
    close: async () => {},
  };
  const settings = settingsOf({ brokers: ['fake:1'], clock: { nowMs: () => 0 } });
  return { reader: createKafkaReader(settings, pool), asked };
}

const refused = Object.assign(new Error('connect ECONNREFUSED'), {
  name: 'KafkaJSConnectionError',
  code: 'ECONNREFUSED',
});

test('a partition without a leader is part of the metadata, not the end of it', async () => {
  const { reader } = readerOf({
    1: {
      Metadata: {
        brokers: [{ nodeId: 1, host: 'fake', port: 1 }],
        topicMetadata: [
          {
            topicErrorCode: 0,
            topic: 'orders',
            partitionMetadata: [
              { partitionErrorCode: 5, partitionId: 1, leader: -1, replicas: [3], isr: [] },
              { partitionErrorCode: 0, partitionId: 0, leader: 1, replicas: [1, 3], isr: [1] },
            ],
          },
          { topicErrorCode: 29, topic: 'secret', partitionMetadata: [] },
        ],
      },
    },
  });
  const { value, problems } = await reader.topology();
  expect(value?.topics).toEqual([
    {
      name: 'orders',
      partitions: [
        { partition: 0, leader: 1, replicas: [1, 3], isr: [1] },
        { partition: 1, replicas: [3], isr: [] },
      ],
    },
  ]);
  expect(problems).toMatchObject([
    {
      kind: 'denied',
      message: 'topic secret: TOPIC_AUTHORIZATION_FAILED: allow Describe and DescribeConfigs on the topic',
    },
  ]);
});

test('a broker that is down costs its own groups only', async () => {
  const { reader } = readerOf({
    1: { ListGroups: { errorCode: 0, groups: [{ groupId: 'billing', protocolType: 'consumer' }] } },
    2: refused,
    3: { ListGroups: { errorCode: 14, groups: [] } },
  });
  const { value, problems } = await reader.groups();
  expect(value).toEqual([{ id: 'billing', protocolType: 'consumer', coordinator: 1 }]);
  expect(problems).toMatchObject([
    { kind: 'unreachable', where: 'fake:2', message: expect.stringContaining('connection refused') },
    {
      kind: 'unavailable',
      where: 'fake:3',
      message: expect.stringContaining('COORDINATOR_LOAD_IN_PROGRESS'),
    },
  ]);
});

describe('describing groups', () => {
  const listed = ['classic', 'modern'].map((id) => ({ id, protocolType: 'consumer', coordinator: 1 }));
  const assignment = AssignerProtocol.MemberAssignment.encode({
    version: 0,
    assignment: { orders: [0, 1] },
    userData: Buffer.alloc(0),
  });
  const DescribeGroups = {
    groups: [
      {
        errorCode: 0,
        groupId: 'classic',
        state: 'Stable',
        members: [{ memberAssignment: assignment }, { memberAssignment: Buffer.from([1]) }],
      },
      { errorCode: 0, groupId: 'modern', state: 'Dead', members: [] },
    ],
  };

  test('asks for what looks dead by the new protocol', async () => {
    const groups = [
      { errorCode: 0, groupId: 'modern', state: 'Reconciling', members: [{ topics: ['orders'] }] },
    ];
    const { reader } = readerOf({ 1: { DescribeGroups, ConsumerGroupDescribe: { groups } } });
    const { value, problems } = await reader.describe(listed);
    expect(value).toEqual([
      { id: 'classic', state: 'Stable', members: 2, topics: ['orders'] },
      { id: 'modern', state: 'Reconciling', members: 1, topics: ['orders'] },
    ]);
    expect(problems).toEqual([]);
  });

  test('leaves state and members open on a broker that does not know the new protocol', async () => {
    const { reader, asked } = readerOf({ 1: { DescribeGroups } });
    const { value } = await reader.describe(listed);
    expect(value[1]).toEqual({ id: 'modern', topics: [] });
    expect(asked).toEqual(['DescribeGroups']);
  });

  test('decodes what Kafka 4.4.0 answered for a classic and a modern group', () => {
    const captured =
      '00000000000300452747726f75702062696c6c696e67206973206e6f74206120636f6e73756d65722067726f75702e08' +
      '62696c6c696e6701000000000000000001018000000000000000076d6f6465726e07537461626c650000000400000004' +
      '08756e69666f726d021733424437684f6672534d574e714c6d6c5045536a575100000000000412636f6e73756d65722d' +
      '6d6f6465726e2d310b2f3132372e302e302e3102076f72646572730102e622c65771964b6bb520a187e1e98c7e076f72' +
      '646572730200000000000002e622c65771964b6bb520a187e1e98c7e076f726465727302000000000000008000000000' +
      '00';
    expect(decodeGroups(Buffer.from(captured, 'hex')).groups).toEqual([
      { errorCode: 69, groupId: 'billing', state: '', members: [] },
      { errorCode: 0, groupId: 'modern', state: 'Stable', members: [{ topics: ['orders'] }] },
    ]);
  });
});

test('commits keep the good partitions, leave out those without one and count those with an error', async () => {
  const partitions = [
    { partition: 0, offset: '9007199254740991', errorCode: 0 },
    { partition: 1, offset: '-1', errorCode: 0 },
    { partition: 2, offset: '-1', errorCode: 3 },
    { partition: 3, offset: '-1', errorCode: 3 },
  ];
  const { reader } = readerOf({
    1: { OffsetFetch: { errorCode: 0, responses: [{ topic: 'orders', partitions }] } },
  });
  const { value, problems } = await reader.committed({
    id: 'billing',
    protocolType: 'consumer',
    coordinator: 1,
  });
  expect(value).toEqual([{ topic: 'orders', partition: 0, offset: 9007199254740991 }]);
  expect(problems).toMatchObject([{ count: 2, message: expect.stringContaining('billing on orders') }]);
});

test('one leader without an answer costs its partitions only', async () => {
  const answer = (offset: string, errorCode = 0) => ({ partition: 0, offset, errorCode });
  const { reader } = readerOf({
    1: {
      ListOffsets: {
        responses: [{ topic: 'orders', partitions: [answer('40'), { ...answer('-1', 6), partition: 2 }] }],
      },
    },
    2: refused,
  });
  const led = (partition: number, leader: number) => ({ topic: 'orders', partition, leader });
  const { value, problems } = await reader.watermarks([led(0, 1), led(1, 2), led(2, 1)]);
  expect(value).toEqual([{ topic: 'orders', partition: 0, low: 40, end: 40 }]);
  expect(problems.map(({ kind }) => kind).sort()).toEqual(['unavailable', 'unreachable']);
});

test('configuration comes from each broker for itself, refusals are named', async () => {
  const resource = (resourceType: number, resourceName: string, errorCode = 0) => ({
    resourceType,
    resourceName,
    errorCode,
    configEntries: [{ configName: 'retention.ms', configValue: resourceType === 2 ? '5' : null }],
  });
  const { reader } = readerOf({
    1: { DescribeConfigs: { resources: [resource(2, 'orders'), resource(2, 'secret', 29)] } },
    2: { DescribeConfigs: { resources: [resource(4, '2')] } },
  });
  const { value, problems } = await reader.configs(
    [
      { type: 'topic', name: 'orders' },
      { type: 'topic', name: 'secret' },
      { type: 'broker', name: '2' },
    ],
    ['retention.ms'],
  );
  expect(value).toEqual([
    { type: 'topic', name: 'orders', entries: new Map([['retention.ms', '5']]) },
    { type: 'broker', name: '2', entries: new Map([['retention.ms', '']]) },
  ]);
  expect(problems).toMatchObject([
    { kind: 'denied', message: expect.stringContaining('configuration of secret') },
  ]);
});

test('a failed login is told in one line without the password', async () => {
  const error = Object.assign(new Error('SASL PLAIN authentication\nfailed: hunter2'), {
    name: 'KafkaJSSASLAuthenticationError',
  });
  const sasl = { mechanism: 'plain', username: 'u', password: 'hunter2' } as const;
  const settings = settingsOf({ brokers: ['fake:1'], clock: { nowMs: () => 0 }, sasl });
  const pool = { any: () => Promise.reject(error) } as unknown as BrokerPool;
  const { problems } = await createKafkaReader(settings, pool).topology();
  expect(problems).toEqual([
    {
      kind: 'denied',
      where: 'fake:1',
      message: 'kafka cluster: the broker refused the login: SASL PLAIN authentication failed: …',
      count: 1,
    },
  ]);
});
