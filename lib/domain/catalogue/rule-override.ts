import type { Condition, Rule, Severity, Threshold } from './rule.ts';

/** Changes to one rule, as a configuration gives them. */
export interface RuleOverride {
  readonly off?: boolean | undefined;
  /** The condition's limit; of several thresholds, that of the first. */
  readonly limit?: number | undefined;
  readonly recoveryLimit?: number | undefined;
  readonly silentMs?: number | undefined;
  readonly periodMs?: number | undefined;
  readonly periods?: number | undefined;
  readonly breaching?: number | undefined;
  readonly recoveryMs?: number | undefined;
  readonly severity?: Severity | undefined;
}
export type RuleOverrides = Readonly<Record<string, RuleOverride | undefined>>;

/** What in the override does not suit the rule, by key; empty when all is well. */
export function overrideProblems(
  rule: Rule,
  override: RuleOverride,
): readonly { readonly key: keyof RuleOverride; readonly words: string }[] {
  const problems: { key: keyof RuleOverride; words: string }[] = [];
  const { condition, id } = rule;
  const hasThreshold = firstThreshold(condition) !== undefined;
  const unsuited = (key: keyof RuleOverride, what: string) =>
    problems.push({ key, words: `${id} has no ${what} of its own; remove the line` });
  if (override.limit !== undefined && !hasThreshold && condition.kind !== 'time_to_limit')
    unsuited('limit', 'limit');
  if (override.recoveryLimit !== undefined && !hasThreshold) unsuited('recoveryLimit', 'limit');
  if (override.silentMs !== undefined && condition.kind !== 'absence') unsuited('silentMs', 'silence');
  const periods = override.periods ?? rule.periods;
  const breaching = breachingOf(rule, override);
  if (breaching > periods)
    problems.push({ key: 'breaching', words: `got ${breaching}; allowed: at most the ${periods} periods` });
  return problems;
}

/** The rules with the changes made and those switched off left out, in the same order. */
export function overriddenRules(rules: readonly Rule[], overrides: RuleOverrides): readonly Rule[] {
  return rules.flatMap((rule) => {
    const override = overrides[rule.id];
    if (!override) return [rule];
    return override.off ? [] : [overridden(rule, override)];
  });
}

function overridden(rule: Rule, override: RuleOverride): Rule {
  return {
    ...rule,
    severity: override.severity ?? rule.severity,
    periodMs: override.periodMs ?? rule.periodMs,
    periods: override.periods ?? rule.periods,
    breaching: breachingOf(rule, override),
    recoveryMs: override.recoveryMs ?? rule.recoveryMs,
    condition: overriddenCondition(rule.condition, override),
  };
}

/** Without a word on it, as many of the new periods must breach as of the old ones left quiet. */
function breachingOf(rule: Rule, override: RuleOverride): number {
  if (override.breaching !== undefined) return override.breaching;
  if (override.periods === undefined) return rule.breaching;
  return Math.max(1, override.periods - (rule.periods - rule.breaching));
}

function firstThreshold(condition: Condition): Threshold | undefined {
  const conditions = condition.kind === 'all' ? condition.of : [condition];
  return conditions.find((one) => one.kind === 'threshold');
}

function overriddenCondition(condition: Condition, override: RuleOverride): Condition {
  const { limit, silentMs } = override;
  switch (condition.kind) {
    case 'threshold':
      return overriddenThreshold(condition, override);
    case 'all': {
      const first = firstThreshold(condition);
      const change = (one: (typeof condition.of)[number]) =>
        one === first ? overriddenThreshold(first, override) : one;
      return { ...condition, of: condition.of.map(change) };
    }
    case 'time_to_limit':
      return limit === undefined ? condition : { ...condition, limit: { kind: 'number', value: limit } };
    case 'absence':
      return { ...condition, silentMs: silentMs ?? condition.silentMs };
    case 'anomaly':
    case 'lag_state':
      return condition;
  }
}

function overriddenThreshold(condition: Threshold, override: RuleOverride): Threshold {
  const number = (value: number | undefined) =>
    value === undefined ? undefined : ({ kind: 'number', value } as const);
  const limit = number(override.limit);
  // A new limit makes the old hysteresis meaningless: it could lie on the wrong side of it.
  const { recoveryLimit, ...rest } = condition;
  const recovery = number(override.recoveryLimit) ?? (limit ? undefined : recoveryLimit);
  return { ...rest, limit: limit ?? condition.limit, ...(recovery && { recoveryLimit: recovery }) };
}
