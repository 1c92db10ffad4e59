import { PublishBatchCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { createSnsNotifier } from '../../../../lib/adapters/notifiers/sns/index.ts';
import type { Finding } from '../../../../lib/domain/incidents/finding.ts';
import { parseMessage } from '../../../../lib/domain/incidents/message.ts';
import { NotifierError } from '../../../../lib/ports/errors.ts';

const topics = { critical: 'arn:critical', error: 'arn:error', warning: 'arn:warning', info: 'arn:info' };

function findingOf(given: Partial<Finding> = {}): Finding {
  return {
    rule: 'under_replicated',
    entity: { cluster: '123456789012/eu-central-1/orders', broker: '1' },
    status: 'firing',
    severity: 'critical',
    sinceMs: 1000,
    atMs: 2000,
    evidence: { words: '3 partitions miss a replica', values: { partitions: 3 } },
    ...given,
  };
}

function notifierOf() {
  const sns = mockClient(new SNSClient({ region: 'us-east-1' }));
  sns.on(PublishBatchCommand).resolves({ Successful: [], Failed: [] });
  const pauses: number[] = [];
  const delay = async (ms: number) => void pauses.push(ms);
  const notifier = createSnsNotifier({ sns: sns as never, topics, delay });
  const inputs = () => sns.commandCalls(PublishBatchCommand).map((call) => call.args[0].input);
  return { sns, notifier, pauses, inputs };
}

const entriesOf = (input: { PublishBatchRequestEntries?: { Id?: string }[] | undefined } | undefined) =>
  input?.PublishBatchRequestEntries ?? [];

test('a finding goes to the topic of its severity, with attributes to filter by', async () => {
  const { notifier, inputs } = notifierOf();
  const finding = findingOf();
  await notifier.publish([findingOf({ severity: 'info' }), finding]);
  expect(inputs().map(({ TopicArn }) => TopicArn)).toEqual(['arn:critical', 'arn:info']);
  const [entry] = inputs()[0]?.PublishBatchRequestEntries ?? [];
  expect(entry).toMatchObject({
    Subject: 'critical: under_replicated on orders, broker 1',
    MessageAttributes: {
      severity: { DataType: 'String', StringValue: 'critical' },
      cluster: { DataType: 'String', StringValue: '123456789012/eu-central-1/orders' },
      rule: { DataType: 'String', StringValue: 'under_replicated' },
      status: { DataType: 'String', StringValue: 'firing' },
    },
  });
  expect(parseMessage(entry?.Message ?? '', {} as never)).toEqual({ kind: 'finding', finding });
});

test('no more than ten go in one call, and their order stays', async () => {
  const { notifier, inputs } = notifierOf();
  await notifier.publish(Array.from({ length: 23 }, (_, i) => findingOf({ sinceMs: i })));
  expect(inputs().map((input) => entriesOf(input).length)).toEqual([10, 10, 3]);
  const since = inputs().flatMap(({ PublishBatchRequestEntries = [] }) =>
    PublishBatchRequestEntries.map(({ Message = '' }) => JSON.parse(Message).finding.sinceMs),
  );
  expect(since).toEqual(Array.from({ length: 23 }, (_, i) => i));
});

test('no call weighs more than 256 KB, counted in bytes', async () => {
  const { notifier, inputs } = notifierOf();
  const words = 'ö'.repeat(50_000);
  await notifier.publish(Array.from({ length: 5 }, () => findingOf({ evidence: { words, values: {} } })));
  expect(inputs().map((input) => entriesOf(input).length)).toEqual([2, 2, 1]);
});

test('a finding too large for any call is shortened and still goes', async () => {
  const { notifier, inputs } = notifierOf();
  await notifier.publish([findingOf({ evidence: { words: 'disk '.repeat(100_000), values: { a: 1 } } })]);
  const { finding } = JSON.parse(inputs()[0]?.PublishBatchRequestEntries?.[0]?.Message ?? '{}');
  expect(finding.evidence.words).toMatch(/^disk disk .* \(shortened\)$/);
  expect(finding.rule).toBe('under_replicated');
});

test('a subject is printable ASCII of fewer than 100 characters', async () => {
  const { notifier, inputs } = notifierOf();
  const entity = { cluster: 'a/r/orders', group: 'Zahlungen-für-alle'.repeat(9), topic: 'x\ny' };
  await notifier.publish([findingOf({ entity, status: 'resolved' })]);
  const subject = inputs()[0]?.PublishBatchRequestEntries?.[0]?.Subject;
  expect(subject).toMatch(/^resolved: under_replicated on orders, group Zahlungen-f\?r[ -~]*$/);
  expect(subject).toHaveLength(99);
});

test('nothing to publish calls nobody', async () => {
  const { notifier, inputs } = notifierOf();
  await notifier.publish([]);
  expect(inputs()).toEqual([]);
});

test('entries that failed on the side of the service go again, alone', async () => {
  const { notifier, sns, inputs, pauses } = notifierOf();
  sns
    .on(PublishBatchCommand)
    .resolvesOnce({ Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }] })
    .resolves({ Failed: [] });
  await notifier.publish([1, 2, 3].map((sinceMs) => findingOf({ sinceMs })));
  expect(inputs().map((input) => entriesOf(input).length)).toEqual([3, 1]);
  expect(JSON.parse(inputs()[1]?.PublishBatchRequestEntries?.[0]?.Message ?? '{}').finding.sinceMs).toBe(2);
  expect(pauses).toHaveLength(1);
});

test('a throttled call is made again', async () => {
  const { notifier, sns, inputs } = notifierOf();
  const throttled = Object.assign(new Error('x'), { name: 'ThrottledException' });
  sns.on(PublishBatchCommand).rejectsOnce(throttled).resolves({});
  await notifier.publish([findingOf()]);
  expect(inputs()).toHaveLength(2);
});

test('an entry that is our fault is not sent again, and is never lost in silence', async () => {
  const { notifier, sns, inputs } = notifierOf();
  const fault = { Id: '0', Code: 'InvalidParameter', Message: 'bad\nattribute', SenderFault: true };
  sns.on(PublishBatchCommand).resolves({ Failed: [fault] });
  await expect(notifier.publish([findingOf(), findingOf()])).rejects.toThrow(
    'sns did not take 1 of 2 findings: rule under_replicated: InvalidParameter: bad attribute; publish them again',
  );
  expect(inputs()).toHaveLength(1);
});

test('a topic that is gone does not keep the others from their findings', async () => {
  const { notifier, sns, inputs } = notifierOf();
  const gone = Object.assign(new Error('no topic'), { name: 'NotFoundException' });
  sns.on(PublishBatchCommand, { TopicArn: 'arn:critical' }).rejects(gone);
  await expect(notifier.publish([findingOf(), findingOf({ severity: 'warning' })])).rejects.toThrow(
    NotifierError,
  );
  expect(inputs().map(({ TopicArn }) => TopicArn)).toEqual(['arn:critical', 'arn:warning']);
});
