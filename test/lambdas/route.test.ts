import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { createHandler } from '../../lambdas/route/handler.ts';
import { createSecretReceiver, severitiesBySecret } from '../../lambdas/route/receivers.ts';
import { createSecretReader } from '../../lambdas/route/secret.ts';
import { rules } from '../../lib/domain/catalogue/index.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import { findingMessage } from '../../lib/domain/incidents/message.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';
import { createMemoryIncidentStore } from '../memory/incident-store.ts';

const logger = { info: () => undefined, warn: () => undefined };
const nowMs = Date.UTC(2026, 10, 22);
const clock = { nowMs: () => nowMs };
const finding: Finding = {
  rule: 'offline_partitions',
  entity: { cluster: '111122223333/eu-west-1/orders' },
  status: 'firing',
  severity: 'critical',
  sinceMs: nowMs - 60_000,
  atMs: nowMs,
  evidence: { words: '3 partitions have no leader', values: { value: 3 } },
};

function inbox(id = 'inbox'): Receiver & { readonly got: Incident[] } {
  const got: Incident[] = [];
  return {
    id,
    got,
    deliver: async (incident) => {
      got.push(incident);
      return { kind: 'delivered' };
    },
  };
}

function batchOf(...bodies: readonly string[]) {
  return { Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) } as never;
}

function alarmMessage(state: 'ALARM' | 'OK'): string {
  const Message = JSON.stringify({
    AlarmName: 'tidewatch/dev/orders/offline_partitions',
    AlarmDescription:
      'x\n[tidewatch {"rule":"offline_partitions","severity":"critical","cluster":"111122223333/eu-west-1/orders"}]',
    NewStateValue: state,
    OldStateValue: state === 'OK' ? 'ALARM' : 'OK',
    NewStateReason:
      'Threshold Crossed: 1 datapoint [3.0 (22/11/26 00:00:00)] was greater than the threshold (0.0).',
    StateChangeTime: new Date(nowMs + (state === 'OK' ? 60_000 : 0)).toISOString(),
  });
  return JSON.stringify({
    Type: 'Notification',
    TopicArn: 'arn:aws:sns:eu-west-1:111122223333:tidewatch-dev-critical',
    Message,
  });
}

test('a finding becomes an incident that receivers are told of once', async () => {
  const receiver = inbox();
  const handler = createHandler({
    incidents: createMemoryIncidentStore(),
    receivers: [receiver],
    clock,
    rules,
    logger,
  });
  const event = batchOf(findingMessage(finding));
  expect(await handler(event)).toEqual({ batchItemFailures: [] });
  expect(await handler(event)).toEqual({ batchItemFailures: [] });
  expect(receiver.got.map(({ rule, status }) => [rule, status])).toEqual([
    ['offline_partitions', 'triggered'],
  ]);
});

test("a CloudWatch alarm of ours opens the rule's incident, and its OK resolves it", async () => {
  const receiver = inbox();
  const handler = createHandler({
    incidents: createMemoryIncidentStore(),
    receivers: [receiver],
    clock,
    rules,
    logger,
  });
  await handler(batchOf(alarmMessage('ALARM')));
  await handler(batchOf(alarmMessage('OK')));
  expect(receiver.got.map(({ rule, status }) => [rule, status])).toEqual([
    ['offline_partitions', 'triggered'],
    ['offline_partitions', 'resolved'],
  ]);
  expect(new Set(receiver.got.map(({ dedupKey }) => dedupKey)).size).toBe(1);
});

test('a message that cannot be read is handed back alone, the rest is routed', async () => {
  const receiver = inbox();
  const handler = createHandler({
    incidents: createMemoryIncidentStore(),
    receivers: [receiver],
    clock,
    rules,
    logger,
  });
  const result = await handler(batchOf('not JSON', findingMessage(finding)));
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  expect(receiver.got).toHaveLength(1);
});

test('the schedule delivers again what a receiver did not take', async () => {
  let nowIs = nowMs;
  let isDown = true;
  const got: Incident[] = [];
  const receiver: Receiver = {
    id: 'flaky',
    deliver: async (incident) => {
      if (isDown) return { kind: 'failed', retry: true, reason: 'down' };
      got.push(incident);
      return { kind: 'delivered' };
    },
  };
  const handler = createHandler({
    incidents: createMemoryIncidentStore(),
    receivers: [receiver],
    clock: { nowMs: () => nowIs },
    rules,
    logger,
  });
  await handler(batchOf(findingMessage(finding)));
  isDown = false;
  nowIs += 3_600_000;
  expect(await handler({ task: 'retry' })).toEqual({ batchItemFailures: [] });
  expect(got).toHaveLength(1);
});

describe('a receiver with its key in Secrets Manager', () => {
  const incident = { severity: 'warning', status: 'triggered' } as Incident;

  test('is told of its severities only, and of every end', async () => {
    const inner = inbox();
    const receiver = createSecretReceiver({
      id: 'low',
      severities: ['warning'],
      secret: async () => 'k',
      make: () => inner,
    });
    await receiver.deliver(incident);
    await receiver.deliver({ ...incident, severity: 'critical' });
    await receiver.deliver({ ...incident, severity: 'critical', status: 'resolved' });
    expect(inner.got.map(({ severity, status }) => `${severity} ${status}`)).toEqual([
      'warning triggered',
      'critical resolved',
    ]);
  });

  test('is made anew when the key has changed', async () => {
    const keys: string[] = [];
    let key = 'one';
    const receiver = createSecretReceiver({
      id: 'low',
      severities: ['warning'],
      secret: async () => key,
      make: (secret) => {
        keys.push(secret);
        return inbox();
      },
    });
    await receiver.deliver(incident);
    await receiver.deliver(incident);
    key = 'two';
    await receiver.deliver(incident);
    expect(keys).toEqual(['one', 'two']);
  });

  test('fails for another try when the key cannot be had, and never quotes what was wrong', async () => {
    const receiver = createSecretReceiver({
      id: 'low',
      severities: ['warning'],
      secret: async () => {
        throw new RangeError('the secret is hunter2');
      },
      make: () => inbox(),
    });
    expect(await receiver.deliver(incident)).toEqual({
      kind: 'failed',
      retry: true,
      reason: 'the key of low cannot be had: RangeError',
    });
  });

  test('one secret for several severities is one receiver', () => {
    expect(severitiesBySecret({ critical: 'a', error: 'a', warning: 'b' })).toEqual(
      new Map([
        ['a', ['critical', 'error']],
        ['b', ['warning']],
      ]),
    );
  });
});

describe('the secret reader', () => {
  const client = mockClient(SecretsManagerClient);
  beforeEach(() => client.reset());

  test.each([
    ['a plain text', 'abc\n'],
    ['JSON', '{"routingKey":"abc"}'],
  ])('takes %s', async (_, SecretString) => {
    client.on(GetSecretValueCommand, { SecretId: 'pd' }).resolves({ SecretString });
    expect(await createSecretReader(new SecretsManagerClient({ region: 'x' }), clock, 'pd')()).toBe('abc');
  });

  test('remembers a secret for ten minutes', async () => {
    client.on(GetSecretValueCommand).resolves({ SecretString: 'abc' });
    let nowIs = 0;
    const read = createSecretReader(new SecretsManagerClient({ region: 'x' }), { nowMs: () => nowIs }, 'pd');
    await read();
    nowIs = 599_999;
    await read();
    expect(client.commandCalls(GetSecretValueCommand)).toHaveLength(1);
    nowIs = 600_000;
    await read();
    expect(client.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  test.each(['', '{}', '{broken'])('refuses %p, which holds no key', async (SecretString) => {
    client.on(GetSecretValueCommand).resolves({ SecretString });
    const read = createSecretReader(new SecretsManagerClient({ region: 'x' }), clock, 'pd');
    await expect(read()).rejects.toThrow('secret pd holds no key: store the integration key as its text');
  });
});
