import type { RuleOverrides } from '../lib/domain/catalogue/rule-override.ts';
import { rules } from '../lib/domain/catalogue/rules/index.ts';

const minute = 60_000;
/** Less than from one collection to the next, so that the second good one resolves. */
const recoveryMs = minute / 2;

/** An incident is over when the last of its rules is: those that join it are to be as quick. */
function ofCause(cause: string, quick: RuleOverrides[string]): RuleOverrides {
  return Object.fromEntries(rules.filter((rule) => rule.cause.id === cause).map(({ id }) => [id, quick]));
}

/**
 * Rules that stories of the local environment end in, quickened: what they say stays the catalogue's, but a
 * story takes minutes instead of an hour. Merged over `alarms` of local.yaml, which has no words for periods.
 */
export const quickRules: RuleOverrides = {
  ...ofCause('consumer_lag', { recoveryMs }),
  consumer_lag_time: { limit: 90, periods: 2, breaching: 2, recoveryMs },
  consumer_lag_partition: { limit: 4000, periods: 2, breaching: 2, recoveryMs },
  consumer_lag_topic: { periodMs: minute, periods: 2, breaching: 2, recoveryMs },
  under_replicated: { periodMs: minute, periods: 2, breaching: 2, recoveryMs },
  offline_partitions: { recoveryMs },
};
