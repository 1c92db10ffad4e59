import type { RuleOverrides } from '../lib/domain/catalogue/rule-override.ts';

const minute = 60_000;
/** Less than from one collection to the next, so that the second good one resolves. */
const recoveryMs = minute / 2;

/**
 * Rules that stories of the local environment end in, quickened: what they say stays the catalogue's, but a
 * story takes minutes instead of an hour. Merged over `alarms` of local.yaml, which has no words for periods.
 */
export const quickRules: RuleOverrides = {
  consumer_lag_time: { limit: 90, periods: 2, breaching: 2, recoveryMs },
  consumer_lag_partition: { limit: 4000, periods: 2, breaching: 2, recoveryMs },
  consumer_lag_topic: { periodMs: minute, periods: 2, breaching: 2, recoveryMs },
  under_replicated: { periodMs: minute, periods: 2, breaching: 2, recoveryMs },
  offline_partitions: { recoveryMs },
};
