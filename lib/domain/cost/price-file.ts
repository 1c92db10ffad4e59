import { prices as builtIn, type Price, type PriceName, type PriceTable } from './prices.ts';

/** A file of prices, as `tidewatch prices` writes it. */
export interface PriceFile {
  readonly region: string;
  /** Year, month and day of the answer. */
  readonly date: string;
  readonly prices: Readonly<Partial<Record<PriceName, Price>>>;
}

export type ParsedPrices =
  | { readonly kind: 'prices'; readonly prices: PriceTable }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** The built-in prices with those of a file in their place. @param text its JSON @param file names every problem */
export function parsePrices(text: string, file: string): ParsedPrices {
  const root = objectOf(text);
  const given = objectIn(root?.prices);
  if (given === undefined) {
    const problem = `${file}: not a file of prices; write one with "tidewatch prices --refresh"`;
    return { kind: 'refused', problems: [problem] };
  }
  const problems = Object.entries(given).flatMap(([name, price]) => {
    const problem = problemOf(name, price);
    return problem === undefined ? [] : [`${file}: prices.${name}: ${problem}`];
  });
  if (problems.length > 0) return { kind: 'refused', problems };
  return { kind: 'prices', prices: { ...builtIn, ...(given as PriceFile['prices']) } };
}

function problemOf(name: string, value: unknown): string | undefined {
  if (!Object.hasOwn(builtIn, name)) return `no such price; known: ${Object.keys(builtIn).join(', ')}`;
  const price = objectIn(value);
  if (price === undefined) return 'not an object';
  for (const key of ['usd', 'per'] as const) {
    const number = price[key];
    const isRight = typeof number === 'number' && Number.isFinite(number) && number >= 0;
    if (!isRight || (key === 'per' && number === 0))
      return `${key}: got ${JSON.stringify(number)}, allowed: a number ${key === 'per' ? 'above' : 'from'} 0`;
  }
  const missing = ['unit', 'region', 'asOf', 'source', 'basis'].find((key) => typeof price[key] !== 'string');
  if (missing) return `${missing}: got ${JSON.stringify(price[missing])}, allowed: a text`;
  return areTiers(price.tiers)
    ? undefined
    : `tiers: got ${JSON.stringify(price.tiers)}, allowed: a list of {from, usd}, from upwards`;
}

function areTiers(value: unknown): boolean {
  if (value === undefined) return true;
  if (!Array.isArray(value)) return false;
  let above = 0;
  return value.every((item: unknown) => {
    const { from, usd } = objectIn(item) ?? {};
    const isTier = typeof from === 'number' && from > above && typeof usd === 'number' && usd >= 0;
    if (isTier) above = from;
    return isTier;
  });
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function objectIn(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}
