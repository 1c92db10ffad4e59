import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { createOnce } from '../../lambdas/once.ts';

const context = { getRemainingTimeInMillis: () => 60_000 } as Context;
const event = { task: 'collect', scheduledAt: '2026-11-22T12:00:00Z' };

/** A table that keeps Powertools' records and refuses a second one under the same key. */
function createTable() {
  const records = new Map<string, Record<string, AttributeValue>>();
  const dynamodb = mockClient(DynamoDBClient);
  dynamodb.onAnyCommand().callsFake(({ Key }) => {
    if (Key?.id) records.delete(Key.id.S);
    return {};
  });
  dynamodb.on(PutItemCommand).callsFake(({ Item }) => {
    const known = records.get(Item.id.S);
    const isOver =
      Number(known?.in_progress_expiration?.N ?? 0) < Date.now() && known?.status?.S === 'INPROGRESS';
    if (known !== undefined && !isOver)
      throw new ConditionalCheckFailedException({ message: '', $metadata: {}, Item: known });
    records.set(Item.id.S, Item);
    return {};
  });
  dynamodb.on(UpdateItemCommand).callsFake(({ Key, ExpressionAttributeNames, ExpressionAttributeValues }) => {
    const status = ExpressionAttributeValues[':status'];
    const name = ExpressionAttributeNames['#status'] ?? 'status';
    records.set(Key.id.S, { ...records.get(Key.id.S), [name]: status });
    return {};
  });
  return { records, close: () => dynamodb.restore() };
}

test('a scheduled run that is delivered twice runs once; another time, task or stage is another run', async () => {
  const table = createTable();
  const runs: string[] = [];
  const run = (name: string) => async () => {
    runs.push(name);
    return name;
  };
  const once = createOnce('runs', 'collect');
  expect(await once(event, context, run('first'))).toBe('first');
  expect(await once({ ...event }, context, run('again'))).toBeUndefined();
  await once({ ...event, scheduledAt: '2026-11-22T12:05:00Z' }, context, run('later'));
  await createOnce('runs', 'discover')(event, context, run('other stage'));
  expect(runs).toEqual(['first', 'later', 'other stage']);
  table.close();
});

test('a run that failed may be tried again, and messages of a queue always pass', async () => {
  const table = createTable();
  const once = createOnce('runs', 'collect');
  await expect(once(event, context, () => Promise.reject(new Error('the store is down')))).rejects.toThrow();
  expect(table.records.size).toBe(0);
  expect(await once({ Records: [] }, context, async () => 1)).toBe(1);
  expect(await once({ Records: [] }, context, async () => 2)).toBe(2);
  expect(table.records.size).toBe(0);
  table.close();
});

test('without a table every event runs', async () => {
  const once = createOnce(undefined, 'assess');
  expect(await once(event, context, async () => 1)).toBe(1);
  expect(await once(event, context, async () => 2)).toBe(2);
});
