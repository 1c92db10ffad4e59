import { GetProductsCommand, type GetProductsCommandInput, PricingClient } from '@aws-sdk/client-pricing';
import { mockClient } from 'aws-sdk-client-mock';
import { refreshPrices } from '../../../lib/adapters/price-list/index.ts';
import { listedUsd } from '../../../lib/adapters/price-list/parse.ts';
import { prices } from '../../../lib/domain/cost/prices.ts';

/** A product as the price list writes it; tiers are dollars by the unit that they begin at. */
function product(
  usagetype: string,
  tiers: Readonly<Record<string, string>>,
  attributes: Readonly<Record<string, string>> = {},
): string {
  const dimensions = Object.entries(tiers).map(([beginRange, USD], i) => [
    `r${i}`,
    { beginRange, pricePerUnit: { USD } },
  ]);
  return JSON.stringify({
    product: { attributes: { usagetype, ...attributes } },
    terms: { OnDemand: { t: { priceDimensions: Object.fromEntries(dimensions) } } },
  });
}

const writes = 'WriteRequestUnits';

test.each([
  'WriteRequestUnits',
  'EUC1-WriteRequestUnits',
  'EU-WriteRequestUnits',
  'eu-central-1-WriteRequestUnits',
])('a usage type is found with and without its region: %s', (name) => {
  expect(listedUsd([product(name, { 0: '0.000000625' })], writes)).toEqual({
    kind: 'usd',
    usd: 0.000000625,
    tiers: [],
  });
});

test('tiers that are paid count, by units upwards, and free ones do not', () => {
  const list = [product(writes, { 1000: '0.2', 0: '0', 100: '0.3' })];
  expect(listedUsd(list, writes)).toEqual({ kind: 'usd', usd: 0.3, tiers: [{ from: 1000, usd: 0.2 }] });
});

test('of products of one usage type the one with the attributes counts', () => {
  const list = [
    product('TimedStorage-ByteHrs', { 0: '0.021' }, { volumeType: 'INTAAS3ObjectOverhead' }),
    product('TimedStorage-ByteHrs', { 0: '0.023' }, { volumeType: 'Standard' }),
  ];
  expect(listedUsd(list, 'TimedStorage-ByteHrs', { volumeType: 'Standard' })).toMatchObject({ usd: 0.023 });
});

test.each([
  [
    'another product of a similar name',
    [product('EUC1-IA-WriteRequestUnits', { 0: '1' }), product('ReplWriteRequestUnits', { 0: '1' })],
    /^no product with/,
  ],
  [
    'a class of tables that looks like a region',
    [product('IA-WriteRequestUnits', { 0: '1' })],
    /^no product with/,
  ],
  ['a product without a price', [product('WriteRequestUnits', { 0: '0' })], /^no tier with a price/],
  [
    'two prices of one name',
    [product('EU-WriteRequestUnits', { 0: '1' }), product('WriteRequestUnits', { 0: '2' })],
    /^2 products with different prices: 1, 2$/,
  ],
  ['what is no JSON', ['<html>'], /^no product with/],
])('refuses %s', (_, list, reason) => {
  const listed = listedUsd(list, writes);
  expect(listed).toEqual({ kind: 'none', reason: expect.stringMatching(reason) });
});

const options = { region: 'eu-central-1', asOf: '2026-11', delay: async () => {} };

/** A client whose list has the products given, whatever else is asked for. */
function listing(products: readonly string[]) {
  const pricing = mockClient(PricingClient);
  pricing.on(GetProductsCommand).callsFake((input: GetProductsCommandInput) => {
    const wanted = input.Filters?.[0]?.Value ?? '';
    return { PriceList: products.filter((one) => one.includes(wanted)) };
  });
  return pricing;
}

test('what the list has replaces the built-in figure, and the rest is named', async () => {
  const pricing = listing([
    product('EUC1-CW:GMD-Metrics', { 0: '0.000012' }),
    product('DashboardsUsageHour', { 0: '0', 3: '3.0' }),
    product('EUC1-CW:AlarmMonitorUsage', { 0: '0.12' }),
  ]);
  const refreshed = await refreshPrices({ pricing: new PricingClient({}), ...options });
  expect(Object.keys(refreshed.prices).sort()).toEqual([
    'alarmMetric',
    'anomalyAlarm',
    'dashboard',
    'getMetricData',
  ]);
  expect(refreshed.prices.getMetricData).toEqual({
    ...prices.getMetricData,
    usd: 0.012,
    region: 'eu-central-1',
    basis: 'price_list',
    source: 'AWS Price List API, AmazonCloudWatch',
  });
  expect(refreshed.prices.anomalyAlarm?.usd).toBeCloseTo(0.36, 9);
  expect(refreshed.kept.map(({ name }) => name)).toContain('kmsKey');
  expect(refreshed.kept).toContainEqual({ name: 'influxHour', reason: 'it is not asked for' });
  // A dashboard has no region; everything else is asked for in one.
  const asked = pricing.commandCalls(GetProductsCommand).map(({ args }) => args[0].input.Filters ?? []);
  const regional = asked.filter((filters) => filters.some(({ Value }) => Value === 'eu-central-1'));
  expect(regional).toHaveLength(asked.length - 1);
});

test('a name that only other regions have is asked for too', async () => {
  listing([
    product('EUC1-Requests-Tier1', { 0: '0.0000004', 100000000000: '0.0000003' }),
    product('EUC1-Requests-FIFO-Tier1', { 0: '0.0000005' }),
  ]);
  const { prices: found } = await refreshPrices({ pricing: new PricingClient({}), ...options });
  expect(found.sqsRequest).toMatchObject({ usd: 0.4, tiers: [{ from: 100_000_000_000, usd: 0.3 }] });
  expect(found.sqsFifoRequest).toMatchObject({ usd: 0.5 });
  expect(found.sqsFifoRequest).not.toHaveProperty('tiers');
});

test('every page is read', async () => {
  const pricing = mockClient(PricingClient);
  pricing.on(GetProductsCommand).callsFake((input: GetProductsCommandInput) => {
    if (input.Filters?.[0]?.Value !== 'KMS-Keys') return { PriceList: [] };
    return input.NextToken === 'more'
      ? { PriceList: [product('Other-KMS-Keys', { 0: '9' }), product('EUC1-KMS-Keys', { 0: '1.1' })] }
      : { PriceList: [], NextToken: 'more' };
  });
  const { prices: found } = await refreshPrices({ pricing: new PricingClient({}), ...options });
  expect(found.kmsKey?.usd).toBe(1.1);
});

test('refuses to believe a price of another unit', async () => {
  listing([product('EUC1-CW:GMD-Metrics', { 0: '0.01' })]);
  const { prices: found, kept } = await refreshPrices({ pricing: new PricingClient({}), ...options });
  expect(found.getMetricData).toBeUndefined();
  expect(kept).toContainEqual({
    name: 'getMetricData',
    reason: 'the list says 0.01, far from 0.00001: another unit or product',
  });
});

test('refuses credentials that may not ask, and says which right is missing', async () => {
  const denied = Object.assign(new Error('not for you'), { name: 'AccessDeniedException' });
  mockClient(PricingClient).on(GetProductsCommand).rejects(denied);
  await expect(refreshPrices({ pricing: new PricingClient({}), ...options })).rejects.toThrow(
    /^the price list cannot be asked \(pricing:GetProducts\): AccessDeniedException/,
  );
});

test('a service that fails costs its own prices alone', async () => {
  const pricing = listing([product('EUC1-KMS-Keys', { 0: '1' })]);
  pricing.on(GetProductsCommand, { ServiceCode: 'AmazonS3' }).rejects(new Error('no such service'));
  const { prices: found, kept } = await refreshPrices({ pricing: new PricingClient({}), ...options });
  expect(found.kmsKey?.usd).toBe(1);
  expect(kept).toContainEqual({ name: 's3Put', reason: 'Error: no such service' });
});
