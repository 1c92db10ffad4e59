import { costByPart, type Estimate, estimateCost } from '../../domain/cost/estimate/index.ts';
import type { PriceTable } from '../../domain/cost/prices.ts';
import type { Environment } from '../config/environment.ts';
import { EnvironmentError } from '../config/errors.ts';
import type { CostEstimate } from '../render/dashboard/costs.ts';
import { type AssumedSize, defaultSize, estimateFacts } from './facts.ts';

export { type AssumedSize, defaultSize } from './facts.ts';

/** The estimate as the dashboard draws it, with all of its lines. */
export type EnvironmentEstimate = CostEstimate & { readonly estimate: Estimate };

export interface EstimateOptions {
  /** @default 50 topics of 6 partitions and 20 groups a cluster; no clusters found by tags */
  readonly size?: AssumedSize;
  /** @default those of us-east-1 */
  readonly prices?: PriceTable;
}

/** What the environment costs in a month, from its configuration alone. */
export function estimateOf(
  environment: Environment,
  { size = defaultSize, prices }: EstimateOptions = {},
): EnvironmentEstimate {
  const estimate = estimateCost(estimateFacts(environment, size), prices);
  const budgetUsd = environment.budget?.monthlyUsd;
  return {
    lines: costByPart(estimate.lines).map(({ part, usd }) => ({ what: part, monthlyUsd: usd })),
    asOf: estimate.asOf,
    ...(budgetUsd !== undefined && { budgetUsd }),
    estimate,
  };
}

/** Parts of the cost that a refusal names. */
const namedParts = 3;

/** @throws EnvironmentError when the estimate is over the environment's budget; one without a budget may cost
 *  what it does */
export function refuseOverBudget({ name, budget }: Environment, { lines }: CostEstimate): void {
  const usd = lines.reduce((total, { monthlyUsd }) => total + monthlyUsd, 0);
  if (budget === undefined || usd <= budget.monthlyUsd) return;
  const largest = lines
    .toSorted((a, b) => b.monthlyUsd - a.monthlyUsd)
    .slice(0, namedParts)
    .map(({ what, monthlyUsd }) => `${what} ${monthlyUsd.toFixed(2)}`);
  throw new EnvironmentError([
    `config/${name}.yaml: budget.monthlyUsd: got ${budget.monthlyUsd}; the estimate is ${usd.toFixed(2)} a month (${largest.join(', ')}); raise it, or see "tidewatch estimate --env ${name}"`,
  ]);
}
