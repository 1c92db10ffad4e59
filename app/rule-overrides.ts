import { z } from 'zod';
import { type Rule, severities } from '../lib/domain/catalogue/rule.ts';
import {
  overriddenRules,
  overrideProblems,
  type RuleOverrides,
} from '../lib/domain/catalogue/rule-override.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import { readChecked } from './checked-file.ts';

const override = z.strictObject({
  off: z.boolean().optional(),
  severity: z.enum(severities).optional(),
  limit: z.number().optional(),
  recoveryLimit: z.number().optional(),
  silentMs: z.number().positive().optional(),
  periodMs: z.number().positive().optional(),
  periods: z.int().positive().optional(),
  breaching: z.int().positive().optional(),
  recoveryMs: z.number().nonnegative().optional(),
});

/**
 * The rules with the changes of a YAML or JSON file: rule id → what to change.
 * @throws ConfigError with every problem, naming the file, the path in it and what is allowed
 */
export function overrideRules(rules: readonly Rule[], file: string): readonly Rule[] {
  const overrides: RuleOverrides = readChecked(file, z.record(z.string(), override));
  const problems = Object.entries(overrides).flatMap(([id, change]) => {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) return [`${file}: ${id}: no such rule; docs/rules.md lists them`];
    return overrideProblems(rule, change ?? {}).map(({ key, words }) => `${file}: ${id}.${key}: ${words}`);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return overriddenRules(rules, overrides);
}
