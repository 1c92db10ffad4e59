import { type PriceName, type PriceTable, priceOf } from '../prices.ts';

/** One line of an estimate, for a month. */
export interface EstimateLine {
  /** The stage that it is for, or `alarms`, `dashboards`, `storage`, `network`. */
  readonly stage: string;
  /** What is billed: `CloudWatch`, `Lambda`, `SQS` … */
  readonly resource: string;
  readonly what: string;
  readonly units: number;
  readonly price: PriceName;
  readonly usd: number;
}

export type LineOf = (
  stage: string,
  resource: string,
  what: string,
  price: PriceName,
  units: number,
) => EstimateLine;

/** Makes lines by a table of prices. */
export function lineMaker(prices: PriceTable): LineOf {
  return (stage, resource, what, price, units) => ({
    stage,
    resource,
    what,
    units,
    price,
    usd: priceOf(units, prices[price]),
  });
}

export function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
