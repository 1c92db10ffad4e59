import type { SQSEvent } from 'aws-lambda';
import { isQueueEvent, parseWork, type WorkMessage, workBatch, workOf } from '../../lambdas/work.ts';

const cluster = '111122223333/eu-west-1/orders';
const work: WorkMessage = { task: 'collect', cluster, part: 0, atMs: 1_795_000_000_000 };

/** A batch; those with a group come from a FIFO queue. */
function batchOf(...messages: readonly { body: string; group?: string }[]): SQSEvent {
  const Records = messages.map(({ body, group }, i) => ({
    messageId: `m${i}`,
    body,
    eventSource: 'aws:sqs',
    attributes: group === undefined ? {} : { MessageGroupId: group },
  }));
  return { Records } as unknown as SQSEvent;
}

function quietLogger() {
  const lines: unknown[][] = [];
  return {
    lines,
    info: (...line: unknown[]) => void lines.push(line),
    warn: (...line: unknown[]) => void lines.push(line),
  };
}

const bodyOf = (message: object) => ({ body: JSON.stringify(message) });
const failures = (...ids: readonly string[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
});

test('there is a message for each part of each cluster', () => {
  const messages = workOf('assess', [{ id: 'a/r/x' }, { id: 'a/r/y' }], 2, 7);
  expect(messages.map((one) => [one.task, one.cluster, one.part, one.atMs])).toEqual([
    ['assess', 'a/r/x', 0, 7],
    ['assess', 'a/r/x', 1, 7],
    ['assess', 'a/r/y', 0, 7],
    ['assess', 'a/r/y', 1, 7],
  ]);
});

test('what is sent can be read', () => {
  for (const message of [work, { ...work, task: 'backfill', days: 14 }])
    expect(parseWork(JSON.stringify(message))).toEqual({ kind: 'work', work: message });
});

test.each([
  ['collect', 'the message is no JSON object'],
  ['[]', 'the message is no JSON object'],
  ['null', 'the message is no JSON object'],
  [JSON.stringify({ ...work, task: 'delete' }), 'task: got "delete", allowed: collect, backfill, assess'],
  [JSON.stringify({ ...work, cluster: 'orders' }), 'cluster: got "orders", allowed: account/region/name'],
  [JSON.stringify({ ...work, part: -1 }), 'part: got -1, allowed: a whole number from 0'],
  [JSON.stringify({ ...work, part: '0' }), 'part: got "0"'],
  [JSON.stringify({ ...work, atMs: undefined }), 'atMs: got nothing, allowed: a time in ms'],
  [JSON.stringify({ ...work, days: 0 }), 'days: got 0, allowed: a whole number from 1'],
  [JSON.stringify({ ...work, more: 1 }), 'unknown field "more"; allowed: task, cluster, part, atMs, days'],
])('refuses %s and says why', (text, reason) => {
  expect(parseWork(text)).toEqual({ kind: 'unreadable', reason: expect.stringContaining(reason) });
});

test("a queue's batch is told from a schedule's word", () => {
  expect(isQueueEvent(batchOf(bodyOf(work)))).toBe(true);
  for (const event of [
    undefined,
    null,
    {},
    { task: 'collect' },
    { Records: 'x' },
    { Records: [{ eventSource: 's3' }] },
  ])
    expect(isQueueEvent(event)).toBe(false);
});

test('messages that fail, cannot be read or are for another stage are handed back alone, with a line each', async () => {
  const logger = quietLogger();
  const done: number[] = [];
  const batch = batchOf(
    bodyOf(work),
    { body: 'poison' },
    bodyOf({ ...work, part: 1 }),
    bodyOf({ ...work, task: 'evaluate' }),
    bodyOf({ ...work, part: 2 }),
  );
  const result = await workBatch(batch, 'collect', logger, async ({ part }) => {
    if (part === 1) throw new Error('the store\nis down');
    done.push(part);
  });
  expect(result).toEqual(failures('m1', 'm2', 'm3'));
  expect(done.sort()).toEqual([0, 2]);
  expect(logger.lines.map(([, about]) => about)).toEqual(
    expect.arrayContaining([
      { messageId: 'm1', reason: 'the message is no JSON object' },
      { messageId: 'm2', reason: 'Error: the store is down' },
      { messageId: 'm3', reason: 'task: got "evaluate", allowed here: collect' },
    ]),
  );
});

test('messages of one group are done in turn, and none after one that failed; other groups go on', async () => {
  const log: string[] = [];
  const of = (group: string, part: number) => ({
    ...bodyOf({ ...work, cluster: `a/r/${group}`, part }),
    group,
  });
  const batch = batchOf(of('x', 0), of('y', 0), of('x', 1), of('x', 2), of('y', 1));
  const result = await workBatch(batch, ['collect'], quietLogger(), async (message) => {
    log.push(`${message.cluster} ${message.part} begins`);
    await Promise.resolve();
    if (message.cluster === 'a/r/x' && message.part === 1) throw new Error('no');
    log.push(`${message.cluster} ${message.part} ends`);
  });
  expect(result).toEqual(failures('m2', 'm3'));
  expect(log.filter((line) => line.startsWith('a/r/x'))).toEqual([
    'a/r/x 0 begins',
    'a/r/x 0 ends',
    'a/r/x 1 begins',
  ]);
  expect(log).toContain('a/r/y 1 ends');
});
