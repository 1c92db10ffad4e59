import { countedCost } from '../../../lib/domain/cost/counted-cost.ts';
import { prices } from '../../../lib/domain/cost/prices.ts';

test('counted calls of a day become dollars of a month, the dearest first', () => {
  const { usd, lines, unknown } = countedCost({
    's3 PutObject': 1000,
    'cloudwatch metrics requested': 100_000,
    'sqs ReceiveMessage': 20_000,
  });
  expect(lines.map(({ call }) => call)).toEqual([
    'cloudwatch metrics requested',
    'sqs ReceiveMessage',
    's3 PutObject',
  ]);
  expect(lines.map((line) => line.perMonth)).toEqual([3_000_000, 600_000, 30_000]);
  expect(usd).toBeCloseTo(30 + 0.24 + 0.15, 9);
  expect(unknown).toEqual([]);
});

test('calls without a price are named, not priced', () => {
  const { usd, unknown } = countedCost({ 'fooservice Bar': 5, 'dynamodb PutItem': 1000 });
  expect(usd).toBe(0);
  expect(unknown).toEqual(['dynamodb PutItem', 'fooservice Bar']);
});

test("DynamoDB's calls are free beside its units, and GetMetricData beside its metrics", () => {
  const { usd, unknown } = countedCost({
    'dynamodb PutItem': 1000,
    'dynamodb WRU': 100_000,
    'cloudwatch GetMetricData': 500,
  });
  expect(unknown).toEqual([]);
  expect(usd).toBeCloseTo(3 * 0.625, 9);
});

test('other prices count', () => {
  const sqsRequest = { ...prices.sqsRequest, usd: 1, per: 30 };
  expect(countedCost({ 'sqs SendMessage': 1 }, { ...prices, sqsRequest }).usd).toBe(1);
});

test('a batch of messages to a topic is one request', () => {
  expect(countedCost({ 'sns PublishBatch': 100_000 }).usd).toBeCloseTo(1.5, 9);
});
