import type { ListedProduct } from './products.ts';

/** What a product of the list costs: dollars a unit in the first tier that is paid. */
export type ListedUsd =
  | { readonly kind: 'usd'; readonly usd: number }
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

/** The one price of the products that GetProducts found; products of a similar name are passed over. */
export function listedUsd(priceList: readonly unknown[], wanted: ListedProduct): ListedUsd {
  const offers = priceList.map(offerOf).filter((offer) => offer !== undefined);
  const matching = offers.filter((offer) => isWanted(offer, wanted));
  if (matching.length === 0) return none(`no product with usage type ${wanted.usageType}`);
  const found = new Set(matching.map(firstPaid).filter((usd) => usd !== undefined));
  const [usd] = found;
  if (usd === undefined) return none('no tier with a price in dollars');
  if (found.size > 1) return none(`${found.size} products with different prices: ${[...found].join(', ')}`);
  return { kind: 'usd', usd };
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

/** A usage type begins with its region (`EUC1-`), except in us-east-1, and there with some services. */
function isWanted({ product }: Offer, { usageType, attributes = {} }: ListedProduct): boolean {
  const own = product?.attributes ?? {};
  const name = own.usagetype ?? '';
  const isNamed = name === usageType || /^[A-Z]{2,4}\d*$/.test(name.slice(0, -usageType.length - 1));
  return (
    isNamed &&
    name.endsWith(usageType) &&
    Object.entries(attributes).every(([key, value]) => own[key] === value)
  );
}

function firstPaid({ terms }: Offer): number | undefined {
  const tiers = Object.values(terms?.OnDemand ?? {})
    .flatMap(({ priceDimensions = {} }) => Object.values(priceDimensions))
    .map(({ beginRange = '0', pricePerUnit }) => ({
      from: Number(beginRange),
      usd: Number(pricePerUnit?.USD ?? Number.NaN),
    }))
    .filter(({ usd }) => usd > 0)
    .sort((a, b) => a.from - b.from);
  return tiers[0]?.usd;
}
