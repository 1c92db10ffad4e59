import { parsePrices } from '../../../lib/domain/cost/price-file.ts';
import { type Price, priceOf, prices } from '../../../lib/domain/cost/prices.ts';

const dashboard = { ...prices.dashboard, usd: 4, region: 'eu-central-1', basis: 'price_list' };

test('prices of a file take the place of the built-in ones', () => {
  const parsed = parsePrices(JSON.stringify({ prices: { dashboard } }), 'p.json');
  expect(parsed).toEqual({ kind: 'prices', prices: { ...prices, dashboard } });
});

test.each([
  ['no JSON', 'nonsense', /^p\.json: not a file of prices; write one with/],
  ['a list', '[]', /^p\.json: not a file of prices/],
  [
    'an unknown price',
    JSON.stringify({ prices: { moon: {} } }),
    /^p\.json: prices\.moon: no such price; known: get/,
  ],
  [
    'a negative price',
    JSON.stringify({ prices: { dashboard: { ...dashboard, usd: -1 } } }),
    'p.json: prices.dashboard: usd: got -1, allowed: a number from 0',
  ],
  [
    'dollars for nothing',
    JSON.stringify({ prices: { dashboard: { ...dashboard, per: 0 } } }),
    'p.json: prices.dashboard: per: got 0, allowed: a number above 0',
  ],
  [
    'a price of nowhere',
    JSON.stringify({ prices: { dashboard: { ...dashboard, region: undefined } } }),
    'p.json: prices.dashboard: region: got undefined, allowed: a text',
  ],
  [
    'tiers that do not go upwards',
    JSON.stringify({ prices: { dashboard: { ...dashboard, tiers: [{ from: 0, usd: 1 }] } } }),
    /^p\.json: prices\.dashboard: tiers: got \[\{"from":0,"usd":1\}\], allowed: a list of/,
  ],
] as const)('refuses %s', (_, text, message) => {
  const parsed = parsePrices(text, 'p.json');
  expect(parsed.kind).toBe('refused');
  const [problem] = parsed.kind === 'refused' ? parsed.problems : [];
  expect(problem).toMatch(message);
});

test('every price says its unit, its date, its region and how it is known', () => {
  for (const price of Object.values(prices)) {
    expect(price.usd).toBeGreaterThanOrEqual(0);
    expect(price.asOf).toMatch(/^20\d\d-\d\d$/);
    expect(price.source).toMatch(/^https:\/\/aws\.amazon\.com\/.+pricing/);
    expect(['document', 'quoted']).toContain(price.basis);
  }
});

test.each([
  [0, 0],
  [10_000, 3000],
  [10_001, 3000.1],
  [250_000, 3000 + 24_000],
  [1_500_000, 3000 + 24_000 + 37_500 + 10_000],
])('%d custom metrics cost $%d, each tier at its price', (units, usd) => {
  expect(priceOf(units, prices.customMetric)).toBeCloseTo(usd, 6);
});

test('tiers go upwards in units and downwards in price', () => {
  for (const { usd, tiers = [] } of Object.values<Price>(prices)) {
    const all = [{ from: 0, usd }, ...tiers];
    expect(all).toEqual(all.toSorted((a, b) => a.from - b.from));
    expect(all).toEqual(all.toSorted((a, b) => b.usd - a.usd));
  }
});
