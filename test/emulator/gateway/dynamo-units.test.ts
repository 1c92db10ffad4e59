import { dynamoUnits } from '../../../emulator/gateway/dynamo-units.ts';

const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
const unitsOf = (operation: string, request: unknown, answer: unknown = {}) =>
  dynamoUnits(operation, bytes(request), bytes(answer));
const blob = (size: number) => ({ B: Buffer.alloc(size).toString('base64') });

test.each([
  ['a small item', { pk: { S: 'a' } }, 1],
  ['an item of just 1 KB', { pk: blob(1022) }, 1],
  ['an item of a byte more', { pk: blob(1023) }, 2],
  [
    'lists, maps, numbers and sets',
    { a: { L: [{ N: '12' }] }, b: { M: { c: { BOOL: true } } }, d: { SS: ['e'] } },
    1,
  ],
])('writing %s', (_, Item, write) => {
  expect(unitsOf('PutItem', { Item })).toEqual({ write, read: 0 });
});

test('a transaction costs double, an update one', () => {
  const TransactItems = [{ Put: { Item: { pk: blob(3000) } } }, { ConditionCheck: {} }];
  expect(unitsOf('TransactWriteItems', { TransactItems })).toEqual({ write: 8, read: 0 });
  expect(unitsOf('UpdateItem', {})).toEqual({ write: 1, read: 0 });
});

test('reading costs half a unit for each 4 KB, a whole one where it is consistent', () => {
  expect(unitsOf('GetItem', {}, { Item: { pk: blob(5000) } }).read).toBe(1);
  expect(unitsOf('GetItem', { ConsistentRead: true }, { Item: { pk: blob(5000) } }).read).toBe(2);
  expect(unitsOf('GetItem', {}, {}).read).toBe(0.5);
});

test('a query is rounded as a whole, a batch item by item, and missing keys cost too', () => {
  const Items = Array.from({ length: 8 }, () => ({ pk: blob(1000) }));
  expect(unitsOf('Query', {}, { Items }).read).toBe(1);
  const Keys = Array.from({ length: 10 }, () => ({}));
  expect(unitsOf('BatchGetItem', { RequestItems: { t: { Keys } } }, { Responses: { t: Items } }).read).toBe(
    5,
  );
});

test('what is no JSON, and other operations, cost nothing', () => {
  expect(dynamoUnits('ListTables', Buffer.from(''), Buffer.from(''))).toEqual({ write: 0, read: 0 });
});
