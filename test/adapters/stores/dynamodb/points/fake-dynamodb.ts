import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  DynamoDBClient,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { pointTable } from '../../../../../lib/adapters/stores/dynamodb/index.ts';

type Item = Record<string, AttributeValue>;

const { partitionKey, sortKey } = pointTable;
const kB = 1024;

export interface FakeLimits {
  /** What one answer of BatchGetItem holds. @default 16 MB */
  readonly batchBytes?: number;
  /** What one page of Query holds. @default 1 MB */
  readonly pageBytes?: number;
}

/**
 * A table on demand in memory behind a mocked client, for the calls that the store makes: keys, conditions, the
 * limits of BatchGetItem, the pages of Query; everything else is refused. It counts units as the service does:
 * a write costs one per 1 kB of the whole item (the larger of before and after, and a failed one too), a read
 * one per 4 kB, half when it need not be consistent, of each item by BatchGetItem and of all together by Query.
 * Source: DynamoDB developer guide, read and write operations, constraints.
 */
export function createFakeDynamoDb(limits: FakeLimits = {}) {
  const client = mockClient(new DynamoDBClient({ region: 'us-east-1' }));
  const table: Table = { partitions: new Map(), units: { read: 0, written: 0 } };
  const faults: Faults = {};
  client.on(PutItemCommand).callsFake((input) => {
    throwIfAny(faults.beforePut?.(input));
    put(table, input);
    throwIfAny(faults.afterPut?.(input));
    return {};
  });
  client.on(BatchGetItemCommand).callsFake((input) => batchGet(table, input, limits));
  client.on(QueryCommand).callsFake((input) => query(table, input, limits));
  return {
    client,
    faults,
    units: table.units,
    items: () => [...table.partitions.values()].flatMap((mine) => [...mine.values()]),
    /** Replaces the body of every item whose keys match. */
    damage: (keys: RegExp, body: Uint8Array = Uint8Array.of(1, 2, 3)) => {
      for (const [pk, mine] of table.partitions)
        for (const [sk, item] of mine) if (keys.test(`${pk} ${sk}`)) item.b = { B: body };
    },
  };
}

/** Errors that a put ends with: before it is done, or after, so that only its answer is lost. */
export interface Faults {
  beforePut?: (input: PutItemCommandInput) => Error | undefined;
  afterPut?: (input: PutItemCommandInput) => Error | undefined;
}

function throwIfAny(error: Error | undefined): void {
  if (error) throw error;
}

interface Table {
  readonly partitions: Map<string, Map<string, Item>>;
  readonly units: { read: number; written: number };
}

function partitionOf({ partitions }: Table, pk: AttributeValue | undefined): Map<string, Item> {
  const mine = partitions.get(pk?.S ?? '') ?? new Map<string, Item>();
  partitions.set(pk?.S ?? '', mine);
  return mine;
}

function put(table: Table, input: PutItemCommandInput) {
  const { Item: item = {}, ConditionExpression, ExpressionAttributeValues } = input;
  checkItem(item);
  const mine = partitionOf(table, item[partitionKey]);
  const sk = item[sortKey]?.S ?? '';
  const known = mine.get(sk);
  table.units.written += Math.ceil(Math.max(bytesOf(item), known ? bytesOf(known) : 0) / kB);
  if (!isMet(ConditionExpression, known, ExpressionAttributeValues))
    throw serviceError('ConditionalCheckFailedException');
  mine.set(sk, structuredClone(item));
}

function batchGet(
  table: Table,
  { RequestItems = {} }: BatchGetItemCommandInput,
  { batchBytes = 16 * kB * kB }: FakeLimits,
) {
  const [[name, { Keys = [], ConsistentRead = false }] = ['', {}], ...others] = Object.entries(RequestItems);
  const isCount = Keys.length >= 1 && Keys.length <= 100;
  const isUnique = new Set(Keys.map((key) => JSON.stringify(key))).size === Keys.length;
  if (others.length > 0 || !isCount || !isUnique) throw serviceError('ValidationException');
  const found: Item[] = [];
  let bytes = 0;
  for (const [i, key] of Keys.entries()) {
    const item = partitionOf(table, key[partitionKey]).get(key[sortKey]?.S ?? '');
    bytes += item ? bytesOf(item) : 0;
    if (bytes > batchBytes && i > 0)
      return { Responses: { [name]: found }, UnprocessedKeys: { [name]: { Keys: Keys.slice(i) } } };
    table.units.read += readUnits(item ? bytesOf(item) : 0, ConsistentRead);
    // In no order that a caller could rely on.
    if (item) found.unshift(structuredClone(item));
  }
  return { Responses: { [name]: found }, UnprocessedKeys: {} };
}

function query(table: Table, input: QueryCommandInput, { pageBytes = kB * kB }: FakeLimits) {
  const partition = partitionOf(table, input.ExpressionAttributeValues?.[':pk']);
  const after = input.ExclusiveStartKey?.[sortKey]?.S ?? '';
  const rest = [...partition]
    .filter(([sk]) => sk > after && isWithin(sk, input))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
  const page: Item[] = [];
  let bytes = 0;
  for (const item of rest) {
    if (page.length > 0 && bytes + bytesOf(item) > pageBytes) break;
    page.push(structuredClone(item));
    bytes += bytesOf(item);
  }
  table.units.read += readUnits(bytes, input.ConsistentRead === true);
  const last = page.at(-1);
  const key = last && { [partitionKey]: last[partitionKey], [sortKey]: last[sortKey] };
  return { Items: page, ...(page.length < rest.length && { LastEvaluatedKey: key }) };
}

export function serviceError(name: string, status = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
}

/** Names and values; a number takes a byte a two digits and one more. */
export function bytesOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, { S, N, B }]) => {
    const value = S !== undefined ? Buffer.byteLength(S) : N !== undefined ? Math.ceil(N.length / 2) + 1 : 0;
    return sum + name.length + value + (B?.length ?? 0);
  }, 0);
}

function readUnits(bytes: number, isConsistent: boolean): number {
  return Math.max(1, Math.ceil(bytes / (4 * kB))) * (isConsistent ? 1 : 0.5);
}

function checkItem(item: Item): void {
  const lengthOf = (name: string) => Buffer.byteLength(item[name]?.S ?? '');
  const isKey = (name: string, most: number) => lengthOf(name) >= 1 && lengthOf(name) <= most;
  const isValid = isKey(partitionKey, 2048) && isKey(sortKey, 1024) && bytesOf(item) <= 400 * kB;
  if (!isValid) throw serviceError('ValidationException');
}

type Values = Item | undefined;

/** `attribute_not_exists(a)`, `a = :b`, `a <= :b`, joined by OR. */
function isMet(condition: string | undefined, item: Item | undefined, values: Values): boolean {
  if (condition === undefined) return true;
  return condition.split(' OR ').some((term) => {
    const absent = /^attribute_not_exists\((\w+)\)$/.exec(term);
    if (absent) return item?.[absent[1] ?? ''] === undefined;
    const [, name = '', operator, value = ''] = /^(\w+) (=|<=) (:\w+)$/.exec(term) ?? [];
    if (operator === undefined) throw new Error(`this fake does not know the condition ${term}`);
    const have = item?.[name]?.N;
    const want = Number(values?.[value]?.N);
    return have !== undefined && (operator === '=' ? Number(have) === want : Number(have) <= want);
  });
}

/** `pk = :pk`, alone or with one condition on the sort key. */
function isWithin(sk: string, { KeyConditionExpression = '', ExpressionAttributeValues }: QueryCommandInput) {
  const value = (name: string) => ExpressionAttributeValues?.[name]?.S ?? '';
  const [partition, range] = KeyConditionExpression.split(/ AND (.*)/);
  if (partition === `${partitionKey} = :pk` && range === undefined) return true;
  if (range === `begins_with(${sortKey}, :begin)`) return sk.startsWith(value(':begin'));
  if (range === `${sortKey} BETWEEN :from AND :to`) return sk >= value(':from') && sk <= value(':to');
  throw new Error(`this fake does not know ${KeyConditionExpression}`);
}
