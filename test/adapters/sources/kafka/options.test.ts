import { parseServer, serverText, settingsOf } from '../../../../lib/adapters/sources/kafka/options.ts';
import { ConfigError } from '../../../../lib/ports/errors.ts';

const clock = { nowMs: () => 0 };

function refusal(options: object): readonly string[] {
  try {
    settingsOf({ brokers: ['a:9092'], clock, ...options });
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test.each([
  ['a:9092', { host: 'a', port: 9092 }],
  [
    'b-1.orders.c2.kafka.eu-west-1.amazonaws.com:9098',
    { host: 'b-1.orders.c2.kafka.eu-west-1.amazonaws.com', port: 9098 },
  ],
  ['[::1]:9092', { host: '::1', port: 9092 }],
  ['a', undefined],
  ['a:', undefined],
  ['a:0', undefined],
  ['a:65536', undefined],
  ['http://a:9092', undefined],
  ['a b:9092', undefined],
  ['', undefined],
] as const)('the server of %j is %j', (text, server) => {
  expect(parseServer(text)).toEqual(server);
  if (server) expect(serverText(server)).toBe(text);
});

test('refuses every option that cannot work, all at once', () => {
  const problems = refusal({
    brokers: ['a:9092', 'nonsense'],
    clusterName: 'a/b',
    clusterId: 'only-one',
    sasl: { mechanism: 'aws', region: 'Ireland' },
    ssl: false,
    maxGroupPartitions: 0,
    connectTimeoutMs: Number.NaN,
  });
  expect(problems).toHaveLength(7);
  expect(problems.join('\n')).toMatch(/"nonsense": not a host:port/);
});

test('refuses no brokers and an empty login', () => {
  expect(refusal({ brokers: [] })).toEqual(['kafka brokers: got none, need at least one host:port']);
  expect(refusal({ sasl: { mechanism: 'plain', username: 'u', password: '' } })).toEqual([
    'kafka sasl plain: username and password must not be empty',
  ]);
});

test('a login pasted into a broker is not repeated', () => {
  expect(refusal({ brokers: ['kafka://user:hunter2@a:9092'] }).join()).not.toMatch(/hunter2|user/);
});

test('MSK IAM turns TLS on; otherwise it is off', () => {
  const aws = { mechanism: 'aws', region: 'eu-west-1' } as const;
  expect(settingsOf({ brokers: ['a:9098'], clock, sasl: aws }).ssl).toBe(true);
  expect(settingsOf({ brokers: ['a:9098'], clock, sasl: aws, ssl: { ca: 'x' } }).ssl).toEqual({ ca: 'x' });
  expect(settingsOf({ brokers: ['a:9092'], clock }).ssl).toBe(false);
});

test('a cluster without a name is called by its first broker', () => {
  expect(settingsOf({ brokers: ['a:9092', 'b:9092'], clock }).clusterId).toBe('local/local/a_9092');
});
