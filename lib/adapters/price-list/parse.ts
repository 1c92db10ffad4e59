import type { PriceTier } from '../../domain/cost/prices.ts';
import type { ListedProduct } from './products.ts';

/** What a product of the list costs: dollars a unit in the first tier that is paid, and in those after it. */
export type ListedUsd =
  | { readonly kind: 'usd'; readonly usd: number; readonly tiers: readonly PriceTier[] }
  | { readonly kind: 'none'; readonly reason: string };

/** The part of a product's JSON that is read. Source: AWS Billing user guide, reading a service price list. */
interface Offer {
  readonly product?: { readonly attributes?: Readonly<Record<string, string>> };
  readonly terms?: { readonly OnDemand?: Readonly<Record<string, Term>> };
}
interface Term {
  readonly priceDimensions?: Readonly<Record<string, Dimension>>;
}
interface Dimension {
  readonly beginRange?: string;
  readonly pricePerUnit?: Readonly<Record<string, string>>;
}

/**
 * The one price of the products that GetProducts found; products of a similar name are passed over.
 * @param attributes what the product must have besides
 */
export function listedUsd(
  priceList: readonly unknown[],
  usageType: string,
  attributes: ListedProduct['attributes'] = {},
): ListedUsd {
  const offers = priceList.map(offerOf).filter((offer) => offer !== undefined);
  const matching = offers.filter((offer) => isWanted(offer, usageType, attributes));
  if (matching.length === 0) return none(`no product with usage type ${usageType}`);
  const priced = matching.map(paidTiers).filter((tiers) => tiers.length > 0);
  const [first] = priced;
  if (first === undefined) return none('no tier with a price in dollars');
  const found = new Set(priced.map(([tier]) => tier?.usd));
  if (found.size > 1) return none(`${found.size} products with different prices: ${[...found].join(', ')}`);
  const [{ usd } = { usd: 0 }, ...tiers] = first;
  return { kind: 'usd', usd, tiers };
}

function none(reason: string): ListedUsd {
  return { kind: 'none', reason };
}

/** The SDK hands over a product as text, or as text that knows itself to be JSON. */
function offerOf(item: unknown): Offer | undefined {
  try {
    const value: unknown = JSON.parse(String(item));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The region that a usage type begins with, except in us-east-1, and there with some services: `EUC1`, or with KMS
 *  `eu-central-1`. `IA` is a class of DynamoDB's tables. */
const regionPrefix = /^(?!IA$)(?:[A-Z]{2,4}\d*|[a-z]{2}(?:-[a-z]+)+-\d)$/;

function isWanted(
  { product }: Offer,
  usageType: string,
  attributes: Readonly<Record<string, string>>,
): boolean {
  const own = product?.attributes ?? {};
  const name = own.usagetype ?? '';
  const isNamed =
    name === usageType ||
    (name.endsWith(`-${usageType}`) && regionPrefix.test(name.slice(0, -usageType.length - 1)));
  return isNamed && Object.entries(attributes).every(([key, value]) => own[key] === value);
}

/** Tiers with a price, by units upwards. */
function paidTiers({ terms }: Offer): readonly PriceTier[] {
  return Object.values(terms?.OnDemand ?? {})
    .flatMap(({ priceDimensions = {} }) => Object.values(priceDimensions))
    .map(({ beginRange = '0', pricePerUnit }) => ({
      from: Number(beginRange),
      usd: Number(pricePerUnit?.USD ?? Number.NaN),
    }))
    .filter(({ from, usd }) => Number.isFinite(from) && usd > 0)
    .sort((a, b) => a.from - b.from);
}
