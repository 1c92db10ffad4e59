/** A price as its provider published it. Prices change: the date and the source go wherever it is printed. */
export interface Price {
  readonly usd: number;
  /** How many units the dollars buy. */
  readonly per: number;
  readonly unit: string;
  readonly region: string;
  /** Year and month in which the price was looked up. */
  readonly asOf: string;
  readonly source: string;
}

export const prices = {
  /** Billed per metric asked for, whatever the window and the number of points; outside the free tier. */
  getMetricData: {
    usd: 0.01,
    per: 1000,
    unit: 'metrics requested by GetMetricData',
    region: 'us-east-1',
    asOf: '2026-11',
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
} as const satisfies Record<string, Price>;

/** Dollars for so many units. */
export function priceOf(units: number, price: Price): number {
  return (units / price.per) * price.usd;
}
