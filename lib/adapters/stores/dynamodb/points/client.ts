import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { StoreError } from '../../../../ports/errors.ts';
import { inParallel } from '../../../aws/parallel.ts';
import { nameOf, pauseMs, withRetry } from '../../../aws/retry.ts';
import { guarded } from '../unreachable.ts';
import type { Settings } from './options.ts';
import { type Item, type ItemKey, idOf, pointTable } from './table.ts';

/** Keys of one BatchGetItem call. Source: its API reference. */
const batchSize = 100;

type Attributes = Record<string, AttributeValue>;

/** Those of the items that are there, by `idOf`. Half the price where they may be some ms old. */
export async function getItems(
  settings: Settings,
  keys: readonly ItemKey[],
  { isConsistent }: { readonly isConsistent: boolean },
): Promise<ReadonlyMap<string, Item>> {
  const unique = [...new Map(keys.map((key) => [idOf(key), key])).values()];
  const batches = Array.from({ length: Math.ceil(unique.length / batchSize) }, (_, i) =>
    unique.slice(i * batchSize, (i + 1) * batchSize).map(attributesOfKey),
  );
  const found = await inParallel(batches, settings.width, (batch) => getBatch(settings, batch, isConsistent));
  return new Map(found.flat().map((item) => [idOf(item), item]));
}

/** The service may answer for a part only (16 MB, or throttled): the rest is asked for again. */
async function getBatch(settings: Settings, batch: Attributes[], ConsistentRead: boolean): Promise<Item[]> {
  const { dynamodb, table, delay, attempts } = settings;
  const items: Item[] = [];
  let rest: Attributes[] = batch;
  for (let attempt = 1; ; attempt++) {
    const input: BatchGetItemCommandInput = { RequestItems: { [table]: { Keys: rest, ConsistentRead } } };
    const read = () => dynamodb.send(new BatchGetItemCommand(input));
    const answer = await guarded(table, () => withRetry(read, { delay, attempts }));
    items.push(...(answer.Responses?.[table] ?? []).map(itemOf));
    const unprocessed = answer.UnprocessedKeys?.[table]?.Keys ?? [];
    if (unprocessed.length === 0) return items;
    if (unprocessed.length < rest.length) attempt = 1;
    else if (attempt >= attempts)
      throw new StoreError(`dynamodb table ${table} gave none of ${rest.length} items in ${attempts} tries`);
    rest = unprocessed;
    await delay(pauseMs(attempt));
  }
}

/** Which sort keys of a partition: all, those that begin so, or those between two, both included. */
export type SortKeys =
  | { readonly begin: string }
  | { readonly from: string; readonly to: string }
  | undefined;

/** The items of a partition in the order of their sort keys. Paid by their bytes together, so cheaper than
 *  `getItems` where several belong to one partition. They may be some ms old. */
export async function queryItems(
  settings: Settings,
  pk: string,
  sortKeys?: SortKeys,
): Promise<readonly Item[]> {
  const { dynamodb, table, delay, attempts } = settings;
  const items: Item[] = [];
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const input = { TableName: table, ...conditionOn(pk, sortKeys), ExclusiveStartKey };
    const read = () => dynamodb.send(new QueryCommand(input));
    const page = await guarded(table, () => withRetry(read, { delay, attempts }));
    items.push(...(page.Items ?? []).map(itemOf));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items;
}

function conditionOn(pk: string, sortKeys: SortKeys): Partial<QueryCommandInput> {
  const { partitionKey, sortKey } = pointTable;
  const values: Attributes = { ':pk': { S: pk } };
  if (sortKeys === undefined)
    return { KeyConditionExpression: `${partitionKey} = :pk`, ExpressionAttributeValues: values };
  const [condition, more] =
    'begin' in sortKeys
      ? [`begins_with(${sortKey}, :begin)`, { ':begin': { S: sortKeys.begin } }]
      : [`${sortKey} BETWEEN :from AND :to`, { ':from': { S: sortKeys.from }, ':to': { S: sortKeys.to } }];
  return {
    KeyConditionExpression: `${partitionKey} = :pk AND ${condition}`,
    ExpressionAttributeValues: { ...values, ...more },
  };
}

/** On what an item is written: that the stored one has the version seen (none: that there is none), that the
 *  stored one is not newer, or on nothing. */
export type Condition = { readonly seen: number | undefined } | 'not_newer' | 'always';

/** @returns false when the condition did not hold: somebody else has written since */
export async function putItem(settings: Settings, item: Item, condition: Condition): Promise<boolean> {
  const { dynamodb, table, delay, attempts } = settings;
  const input = { TableName: table, Item: attributesOf(item), ...conditionOf(item, condition) };
  const write = async () => {
    try {
      await dynamodb.send(new PutItemCommand(input));
      return true;
    } catch (error) {
      if (nameOf(error) === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  };
  return guarded(table, () => withRetry(write, { delay, attempts }));
}

function conditionOf({ version }: Item, condition: Condition): Partial<PutItemCommandInput> {
  const isAbsent = `attribute_not_exists(${pointTable.partitionKey})`;
  if (condition === 'always') return {};
  if (condition === 'not_newer')
    return {
      ConditionExpression: `${isAbsent} OR v <= :version`,
      ExpressionAttributeValues: { ':version': { N: String(version) } },
    };
  if (condition.seen === undefined) return { ConditionExpression: isAbsent };
  return {
    ConditionExpression: 'v = :seen',
    ExpressionAttributeValues: { ':seen': { N: String(condition.seen) } },
  };
}

function attributesOfKey({ pk, sk }: ItemKey): Attributes {
  return { [pointTable.partitionKey]: { S: pk }, [pointTable.sortKey]: { S: sk } };
}

/** Names of one letter: they are paid with every item. */
function attributesOf({ version, body, expiresMs, ...key }: Item): Attributes {
  return {
    ...attributesOfKey(key),
    v: { N: String(version) },
    b: { B: body },
    ...(expiresMs !== undefined && { [pointTable.expires]: { N: String(Math.ceil(expiresMs / 1000)) } }),
  };
}

function itemOf(attributes: Attributes): Item {
  const { partitionKey, sortKey } = pointTable;
  return {
    pk: attributes[partitionKey]?.S ?? '',
    sk: attributes[sortKey]?.S ?? '',
    version: Number(attributes.v?.N ?? 0),
    body: attributes.b?.B ?? new Uint8Array(0),
  };
}
