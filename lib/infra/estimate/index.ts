import type { Environment } from '../config/environment.ts';
import type { CostEstimate } from '../render/dashboard/costs.ts';
export function estimateOf(_environment: Environment): CostEstimate {
  return { lines: [], asOf: '2026-11' };
}
export function refuseOverBudget(_environment: Environment, _estimate: CostEstimate): void {}
