import { GetProductsCommand, type GetProductsCommandInput, PricingClient } from '@aws-sdk/client-pricing';
import { mockClient } from 'aws-sdk-client-mock';
import { addPricesCommand } from '../../../app/commands/prices.ts';
import { parsePrices } from '../../../lib/domain/cost/price-file.ts';
import { runCommand } from './run-command.ts';

function run(args: readonly string[]) {
  const clock = { nowMs: () => Date.UTC(2026, 10, 23) };
  const createPricing = async () => new PricingClient({});
  return runCommand(
    (program, io) => addPricesCommand(program, { io, clock, createPricing }),
    ['prices', ...args],
  );
}

test('a table has every price with its source and how it is known', async () => {
  const { out } = await run([]);
  expect(out).toMatch(
    /0\.01 +1000 +metrics requested by GetMetricData +getMetricData +us-east-1 2026-11 +document/,
  );
});

test('a refresh writes a dated file that an estimate takes, and names what the list has not', async () => {
  mockClient(PricingClient)
    .on(GetProductsCommand)
    .callsFake((input: GetProductsCommandInput) => {
      if (input.Filters?.[0]?.Value !== 'KMS-Keys') return {};
      const priceDimensions = { r: { beginRange: '0', pricePerUnit: { USD: '1.2' } } };
      const product = { attributes: { usagetype: 'EUC1-KMS-Keys' } };
      return { PriceList: [JSON.stringify({ product, terms: { OnDemand: { t: { priceDimensions } } } })] };
    });
  const { out, err, files } = await run(['--refresh', '--region', 'eu-central-1', '--out', 'prices.json']);
  expect(out).toBe('1 prices of eu-central-1 written to prices.json\n');
  expect(err).toContain('influxHour: built-in figure of us-east-1 kept: it is not asked for\n');
  const text = files.get('prices.json') ?? '';
  expect(JSON.parse(text)).toMatchObject({ region: 'eu-central-1', date: '2026-11-23' });
  const parsed = parsePrices(text, 'prices.json');
  expect(parsed.kind === 'prices' && parsed.prices.kmsKey).toMatchObject({
    usd: 1.2,
    asOf: '2026-11',
    basis: 'price_list',
  });
});

test('refuses a refresh without a region or a file', async () => {
  expect((await run(['--refresh', '--region', 'eu-central-1'])).error).toMatch(
    /^ConfigError: --refresh: give --region and --out too/,
  );
});
