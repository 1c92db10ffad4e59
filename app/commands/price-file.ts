import { readFileSync } from 'node:fs';
import { parsePrices } from '../../lib/domain/cost/price-file.ts';
import type { PriceTable } from '../../lib/domain/cost/prices.ts';
import { ConfigError } from '../../lib/ports/errors.ts';

/** Prices of a file that `tidewatch prices --refresh` wrote. @throws ConfigError when the file cannot be read, or is none of prices */
export function readPrices(file: string): PriceTable {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`--prices ${file}: cannot be read`], { cause: error });
  }
  const parsed = parsePrices(text, file);
  if (parsed.kind === 'refused') throw new ConfigError(parsed.problems);
  return parsed.prices;
}
