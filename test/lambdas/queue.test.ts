import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { createQueueSender } from '../../lambdas/queue.ts';
import { type WorkMessage, workOf } from '../../lambdas/work.ts';

const sqs = mockClient(SQSClient);
const url = 'https://sqs.eu-west-1.amazonaws.com/111122223333/tidewatch-dev-collect';
beforeEach(() => sqs.reset());

function senderOf(queue = url) {
  const pauses: number[] = [];
  const client = new SQSClient({ region: 'eu-west-1' });
  const send = createQueueSender(client, queue, { delay: async (ms) => void pauses.push(ms) });
  return { send, pauses };
}

const messages = (count: number): readonly WorkMessage[] =>
  workOf(
    'collect',
    Array.from({ length: count }, (_, i) => ({ id: `a/r/c${i}` })),
    1,
    1000,
  );
const sent = () => sqs.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input);
const bodies = () =>
  sent().flatMap(({ Entries = [] }) => Entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody)));

test('ten messages go in a call, each once', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await senderOf().send(messages(23));
  expect(
    sent()
      .map(({ Entries }) => Entries?.length)
      .sort(),
  ).toEqual([10, 10, 3]);
  expect(bodies()).toEqual(expect.arrayContaining([...messages(23)]));
  expect(sent()[0]?.Entries?.[0]).not.toHaveProperty('MessageGroupId');
});

test('no message is no call', async () => {
  await senderOf().send([]);
  expect(sent()).toEqual([]);
});

test('to a FIFO queue a cluster is a group, and the same task at the same time is one message', async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  await senderOf(`${url}.fifo`).send([
    { task: 'evaluate', cluster: 'a/r/x', part: 0, atMs: 1000 },
    { task: 'evaluate', cluster: 'a/r/x', part: 0, atMs: 1000 },
    { task: 'evaluate', cluster: 'a/r/x', part: 1, atMs: 1000 },
    { task: 'evaluate', cluster: 'a/r/x', part: 0, atMs: 2000 },
  ]);
  const entries = sent()[0]?.Entries ?? [];
  expect(entries.map(({ MessageGroupId }) => MessageGroupId)).toEqual(entries.map(() => 'a/r/x'));
  const [first, again, ...others] = entries.map(({ MessageDeduplicationId }) => MessageDeduplicationId);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(3);
});

test("the longest cluster's ids stay within SQS's 128 characters", async () => {
  sqs.on(SendMessageBatchCommand).resolves({});
  const cluster = `111122223333/us-gov-west-1/${'n'.repeat(64)}`;
  await senderOf(`${url}.fifo`).send([{ task: 'evaluate', cluster, part: 0, atMs: 1_795_000_000_000 }]);
  const [entry] = sent()[0]?.Entries ?? [];
  expect(entry?.MessageGroupId?.length).toBeLessThanOrEqual(128);
  expect(entry?.MessageDeduplicationId?.length).toBeLessThanOrEqual(128);
});

test('messages that SQS could not take are sent again, alone, after a pause', async () => {
  sqs
    .on(SendMessageBatchCommand)
    .resolvesOnce({ Successful: [], Failed: [{ Id: 'm1', Code: 'InternalError', SenderFault: false }] })
    .resolves({});
  const { send, pauses } = senderOf();
  await send(messages(3));
  expect(bodies().map(({ cluster }) => cluster)).toEqual(['a/r/c0', 'a/r/c1', 'a/r/c2', 'a/r/c1']);
  expect(pauses).toHaveLength(1);
});

test('refuses to go on with a message that SQS refuses, at once and by name', async () => {
  sqs.on(SendMessageBatchCommand).resolves({
    Successful: [],
    Failed: [{ Id: 'm0', Code: 'InvalidMessage', Message: 'bad', SenderFault: true }],
  });
  const { send } = senderOf();
  await expect(send(messages(2))).rejects.toThrow(
    'queue tidewatch-dev-collect did not take 1 of 2: InvalidMessage bad',
  );
  expect(sent()).toHaveLength(1);
});

test('what is not taken at the last try is an error, so that the schedule is tried again', async () => {
  sqs
    .on(SendMessageBatchCommand)
    .resolves({ Successful: [], Failed: [{ Id: 'm0', Code: 'InternalError', SenderFault: false }] });
  await expect(senderOf().send(messages(1))).rejects.toThrow('did not take 1 of 1: InternalError');
  expect(sent()).toHaveLength(4);
});
