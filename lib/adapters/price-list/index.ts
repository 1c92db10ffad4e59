import { type Filter, GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing';
import { type Price, type PriceName, type PriceTier, prices } from '../../domain/cost/prices.ts';
import { PortError } from '../../ports/errors.ts';
import { inParallel } from '../aws/parallel.ts';
import { type Delay, isDenied, lineOf, wait, withRetry } from '../aws/retry.ts';
import { type ListedUsd, listedUsd } from './parse.ts';
import { type ListedProduct, products } from './products.ts';

export interface RefreshedPrices {
  /** What the list gave. */
  readonly prices: Readonly<Partial<Record<PriceName, Price>>>;
  /** What it did not give: these keep their built-in figures. */
  readonly kept: readonly { readonly name: PriceName; readonly reason: string }[];
}

export interface RefreshOptions {
  /** A client of a region that has the API: us-east-1, eu-central-1 or ap-south-1. */
  readonly pricing: PricingClient;
  /** Region whose prices are asked for. */
  readonly region: string;
  /** Year and month of today: `2026-11`. */
  readonly asOf: string;
  /** @default a timer */
  readonly delay?: Delay;
}

/** Calls at the same time. */
const width = 4;
/** A price so many times another figure is of another unit, or of another product. */
const believable = 20;

/**
 * Today's prices of a region by the Price List API, as far as it has them.
 * @throws PortError when the credentials may not ask it (`pricing:GetProducts`)
 */
export async function refreshPrices(options: RefreshOptions): Promise<RefreshedPrices> {
  const names = Object.keys(prices) as PriceName[];
  const answers = await inParallel(names, width, async (name) => ({
    name,
    answer: await askFor(name, options),
  }));
  const found = answers.flatMap(({ name, answer }) =>
    answer.kind === 'usd' ? [[name, priceOfList(name, answer, options)] as const] : [],
  );
  return {
    prices: Object.fromEntries(found),
    kept: answers.flatMap(({ name, answer }) =>
      answer.kind === 'none' ? [{ name, reason: answer.reason }] : [],
    ),
  };
}

async function askFor(name: PriceName, options: RefreshOptions): Promise<ListedUsd> {
  const product = products[name];
  if (product === undefined) return { kind: 'none', reason: 'it is not asked for' };
  try {
    return believed(name, await listedPrice(product, options), product.times ?? 1);
  } catch (error) {
    if (isDenied(error))
      throw new PortError(`the price list cannot be asked (pricing:GetProducts): ${lineOf(error)}`, {
        cause: error,
      });
    return { kind: 'none', reason: lineOf(error) };
  }
}

/** By the first of its names that the list has there. */
async function listedPrice(product: ListedProduct, options: RefreshOptions): Promise<ListedUsd> {
  const reasons: string[] = [];
  for (const usageType of product.usageTypes) {
    const found = await productsOf(product, usageType, options);
    const listed = listedUsd(found, usageType, product.attributes);
    if (listed.kind === 'usd') return listed;
    reasons.push(listed.reason);
  }
  return { kind: 'none', reason: reasons.join('; ') };
}

/** Not believed when it is far from what is built in: then it is the price of something else. */
function believed(name: PriceName, listed: ListedUsd, times: number): ListedUsd {
  if (listed.kind === 'none') return listed;
  const usd = listed.usd * times;
  const known = prices[name].usd / prices[name].per;
  if (usd <= known / believable || usd >= known * believable)
    return { kind: 'none', reason: `the list says ${usd}, far from ${known}: another unit or product` };
  // Its units are parts of ours, so that its tiers begin at fewer of ours.
  const tiers = listed.tiers.map((tier) => ({ from: tier.from / times, usd: tier.usd * times }));
  return { kind: 'usd', usd, tiers };
}

async function productsOf(
  product: ListedProduct,
  usageType: string,
  options: RefreshOptions,
): Promise<readonly unknown[]> {
  const { pricing, delay = wait } = options;
  const items: unknown[] = [];
  let next: string | undefined;
  do {
    const command = new GetProductsCommand({
      ServiceCode: product.service,
      Filters: filtersOf(product, usageType, options.region),
      FormatVersion: 'aws_v1',
      ...(next !== undefined && { NextToken: next }),
    });
    const page = await withRetry(() => pricing.send(command), { delay });
    items.push(...(page.PriceList ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return items;
}

function filtersOf({ isGlobal }: ListedProduct, usageType: string, region: string): Filter[] {
  const named: Filter = { Type: 'CONTAINS', Field: 'usagetype', Value: usageType };
  return isGlobal ? [named] : [named, { Type: 'TERM_MATCH', Field: 'regionCode', Value: region }];
}

function priceOfList(
  name: PriceName,
  { usd, tiers }: { readonly usd: number; readonly tiers: readonly PriceTier[] },
  { region, asOf }: RefreshOptions,
): Price {
  const { per, unit } = prices[name];
  const source = `AWS Price List API, ${products[name]?.service ?? ''}`;
  // Parts of a millionth of a dollar times a million leave noise in the last digits.
  const ours = (each: number) => Number((each * per).toPrecision(10));
  const further = tiers.map((tier) => ({ from: tier.from, usd: ours(tier.usd) }));
  return {
    usd: ours(usd),
    ...(further.length > 0 && { tiers: further }),
    per,
    unit,
    region,
    asOf,
    source,
    basis: 'price_list',
  };
}
