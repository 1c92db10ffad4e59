import { prices as builtIn } from '../cost/prices.ts';
import type { PlanOptions } from './plan-types.ts';

/** The options with their defaults. */
export type PlanSettings = Required<Omit<PlanOptions, 'fanOut' | 'retentionHours'>> &
  Pick<PlanOptions, 'fanOut' | 'retentionHours'>;

export function planSettings(options: PlanOptions): PlanSettings {
  return {
    horizonDays: 90,
    campaigns: [],
    growthShare: 0.1,
    level: 0.95,
    headroom: 0.2,
    survive: 'broker',
    zones: 3,
    replication: 3,
    peakFactor: 2,
    kinds: ['standard', 'express'],
    prices: builtIn,
    paths: 1000,
    seed: 1,
    ...options,
  };
}
