import type { PricingClient } from '@aws-sdk/client-pricing';
import type { Command } from 'commander';
import { refreshPrices } from '../../lib/adapters/price-list/index.ts';
import type { PriceFile } from '../../lib/domain/cost/price-file.ts';
import { prices as builtIn, type PriceName, type PriceTable } from '../../lib/domain/cost/prices.ts';
import type { Clock } from '../../lib/ports/clock.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { wallClock } from '../clocks.ts';
import { type CommandIo, processIo } from './command-io.ts';
import { textTable } from './text-table.ts';

interface PricesOptions {
  readonly refresh: boolean;
  readonly region?: string;
  readonly out?: string;
}

export interface PricesWorld {
  readonly io: CommandIo;
  readonly clock: Clock;
  readonly createPricing: () => Promise<PricingClient>;
}

/** Regions that have the API are few; what it is asked for may be of any. */
const apiRegion = 'us-east-1';

async function createPricing(): Promise<PricingClient> {
  const { PricingClient: Client } = await import('@aws-sdk/client-pricing');
  return new Client({ region: apiRegion });
}

export function addPricesCommand(
  program: Command,
  world: PricesWorld = { io: processIo(), clock: wallClock, createPricing },
): void {
  program
    .command('prices')
    .description(
      'show the prices that estimates are made with, or ask the AWS Price List API for those of a region',
    )
    .option('--refresh', 'ask the Price List API (pricing:GetProducts)', false)
    .option('--region <region>', 'region whose prices are asked for')
    .option('--out <file>', 'where to write them, for `tidewatch estimate --prices`')
    .action(async (options: PricesOptions) => pricesOf(options, world));
}

async function pricesOf({ refresh, region, out }: PricesOptions, world: PricesWorld): Promise<void> {
  if (!refresh) {
    world.io.out(priceTable(builtIn));
    return;
  }
  if (region === undefined || out === undefined)
    throw new ConfigError([
      '--refresh: give --region and --out too, like --region eu-central-1 --out prices.json',
    ]);
  const date = new Date(world.clock.nowMs()).toISOString().slice(0, 10);
  const pricing = await world.createPricing();
  const { prices, kept } = await refreshPrices({ pricing, region, asOf: date.slice(0, 7) });
  const file: PriceFile = { region, date, prices };
  await world.io.writeFile(out, `${JSON.stringify(file, null, 2)}\n`);
  world.io.out(`${Object.keys(prices).length} prices of ${region} written to ${out}\n`);
  for (const { name, reason } of kept)
    world.io.err(`${name}: built-in figure of ${builtIn[name].region} kept: ${reason}\n`);
}

function priceTable(prices: PriceTable): string {
  const names = Object.keys(prices) as PriceName[];
  const rows = names.map((name) => {
    const { usd, per, unit, region, asOf, basis, source } = prices[name];
    return [String(usd), String(per), unit, name, `${region} ${asOf}`, basis, source];
  });
  return textTable(['USD', 'per', 'unit', 'price', 'of', 'basis', 'source'], rows);
}
