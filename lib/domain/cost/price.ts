/** A lower price of the units of a month beyond a number. */
export interface PriceTier {
  /** Units of the month from which it holds. */
  readonly from: number;
  readonly usd: number;
}

/** A price as its provider published it. Prices change: the date and the source go wherever it is printed. */
export interface Price {
  /** In the first tier that is paid. */
  readonly usd: number;
  /** Further tiers, by units upwards. @default one price for all units */
  readonly tiers?: readonly PriceTier[];
  /** How many units the dollars buy. */
  readonly per: number;
  readonly unit: string;
  readonly region: string;
  /** Year and month in which the price was looked up. */
  readonly asOf: string;
  readonly source: string;
  /** How it is known: `document`: read in a document of AWS; `quoted`: commonly quoted, and not read on the
   *  provider's page; `price_list`: the answer of the Price List API. */
  readonly basis: 'document' | 'quoted' | 'price_list';
}
