import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import {
  createDynamoIncidentStore,
  incidentTable,
} from '../../../../../lib/adapters/stores/dynamodb/index.ts';
import { StoreError } from '../../../../../lib/ports/errors.ts';
import { incidentOf, incidentStoreContract } from '../../../../contracts/incident-store.ts';

type Item = Record<string, unknown>;

/** A table in memory behind a mocked client: transactions with the store's two conditions, pages of two. */
function createFakeTable() {
  const dynamodb = mockClient(DynamoDBDocumentClient);
  const items = new Map<string, Item>();
  const id = (item: Item) => `${item.pk} ${item.sk}`;

  dynamodb.on(TransactWriteCommand).callsFake(({ TransactItems = [] }: TransactWriteCommandInput) => {
    const reasons = TransactItems.map(({ Put }) =>
      Put && !isMet(Put, items.get(id(Put.Item ?? {}))) ? failed : none,
    );
    if (reasons.includes(failed)) throw canceled(reasons);
    for (const { Put, Delete } of TransactItems) {
      if (Put?.Item) items.set(id(Put.Item), Put.Item);
      if (Delete?.Key) items.delete(id(Delete.Key));
    }
    return {};
  });
  dynamodb.on(QueryCommand).callsFake((input: QueryCommandInput) => {
    const partition = input.ExpressionAttributeValues?.[':pk'];
    const mine = [...items.values()].filter(({ pk }) => pk === partition);
    mine.sort((a, b) => (String(a.sk) < String(b.sk) ? -1 : 1));
    if (input.ScanIndexForward === false) mine.reverse();
    const start = mine.findIndex(({ sk }) => sk === input.ExclusiveStartKey?.sk) + 1;
    const page = mine.slice(start, start + 2);
    const last = page.at(-1);
    const isMore = start + 2 < mine.length && last;
    return { Items: page, ...(isMore && { LastEvaluatedKey: { pk: last.pk, sk: last.sk } }) };
  });
  return { dynamodb, items };
}

const failed = 'ConditionalCheckFailed';
const none = 'None';
type Put = NonNullable<NonNullable<TransactWriteCommandInput['TransactItems']>[number]['Put']>;

function isMet({ ConditionExpression, ExpressionAttributeValues }: Put, known: Item | undefined): boolean {
  if (ConditionExpression === undefined) return true;
  if (ConditionExpression === 'attribute_not_exists(#pk)') return known === undefined;
  if (ConditionExpression === '#version = :seen')
    return known?.version === ExpressionAttributeValues?.[':seen'];
  throw new Error(`this fake does not know the condition ${ConditionExpression}`);
}

function canceled(codes: readonly string[]): Error {
  return Object.assign(new Error('canceled'), {
    name: 'TransactionCanceledException',
    CancellationReasons: codes.map((Code) => ({ Code })),
    $metadata: { httpStatusCode: 400 },
  });
}

function storeOf() {
  const fake = createFakeTable();
  const pauses: number[] = [];
  const delay = async (ms: number) => void pauses.push(ms);
  const store = createDynamoIncidentStore({
    dynamodb: new DynamoDBClient({ region: 'us-east-1' }),
    table: 'incidents',
    delay,
  });
  return { ...fake, store, pauses };
}

incidentStoreContract('dynamodb', async () => storeOf().store);

test('many incidents are read over all pages, open ones and the newest of all', async () => {
  const { store } = storeOf();
  for (let i = 1; i <= 7; i++) await store.put(incidentOf({ id: `i${i}`, triggeredAtMs: i }));
  expect(await store.open()).toHaveLength(7);
  expect((await store.list(5)).map(({ id }) => id)).toEqual(['i7', 'i6', 'i5', 'i4', 'i3']);
  expect(await store.list(0)).toEqual([]);
});

test('all reads are consistent: an open incident that is missed would be opened twice', async () => {
  const { store, dynamodb } = storeOf();
  await store.open();
  await store.list(1);
  for (const call of dynamodb.commandCalls(QueryCommand))
    expect(call.args[0].input.ConsistentRead).toBe(true);
});

test('an incident expires only once it is over', async () => {
  const { store, items } = storeOf();
  await store.put(incidentOf());
  expect([...items.values()].some((item) => incidentTable.expires in item)).toBe(false);
  const resolvedAtMs = incidentOf().triggeredAtMs + 1000;
  await store.put(incidentOf({ version: 2, status: 'resolved', resolvedAtMs }));
  expect([...items.values()]).toEqual([
    expect.objectContaining({ pk: 'incidents', expires: (resolvedAtMs + 400 * 86_400_000) / 1000 }),
  ]);
});

test('two writers at once are told apart: after a conflict the condition decides', async () => {
  const { store, dynamodb, pauses } = storeOf();
  dynamodb
    .on(TransactWriteCommand)
    .rejectsOnce(canceled(['TransactionConflict', none]))
    .rejectsOnce(canceled([failed, none]));
  expect(await store.put(incidentOf())).toBe(false);
  expect(pauses).toHaveLength(1);
});

test('a throttled write is repeated under one token, so that a lost answer changes nothing', async () => {
  const { store, dynamodb } = storeOf();
  dynamodb
    .on(TransactWriteCommand)
    .rejectsOnce(Object.assign(new Error('x'), { name: 'ThrottlingException' }))
    .resolves({});
  expect(await store.put(incidentOf())).toBe(true);
  const tokens = dynamodb
    .commandCalls(TransactWriteCommand)
    .map((call) => call.args[0].input.ClientRequestToken);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
});

test('a large incident is packed and comes back as it was', async () => {
  const { store, items } = storeOf();
  const words = 'partitions miss a replica '.repeat(40);
  const timeline = Array.from({ length: 400 }, (_, i) => ({
    seq: i + 1,
    atMs: i,
    kind: 'updated' as const,
    words,
  }));
  const large = incidentOf({ timeline });
  await store.put(large);
  for (const { body } of items.values()) expect((body as Uint8Array).byteLength).toBeLessThan(390_000);
  expect(await store.open()).toEqual([large]);
});

test('refuses an incident that is too large even when packed, and says what to do', async () => {
  const { store } = storeOf();
  let seed = 1;
  const noise = Array.from({ length: 700_000 }, () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (seed % 90));
  }).join('');
  const writing = store.put(incidentOf({ title: noise }));
  await expect(writing).rejects.toThrow(StoreError);
  await expect(writing).rejects.toThrow(/dynamodb takes 390000; shorten its timeline/);
});

test('a table that does not answer is a StoreError that names it', async () => {
  const { store, dynamodb } = storeOf();
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  dynamodb.on(QueryCommand).rejects(denied).on(TransactWriteCommand).rejects(denied);
  await expect(store.open()).rejects.toThrow(
    'dynamodb table incidents does not answer: AccessDeniedException: no',
  );
  await expect(store.put(incidentOf())).rejects.toThrow(StoreError);
});
