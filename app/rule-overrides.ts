import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Rule, severities } from '../lib/domain/catalogue/rule.ts';
import {
  overriddenRules,
  overrideProblems,
  type RuleOverrides,
} from '../lib/domain/catalogue/rule-override.ts';
import { ConfigError } from '../lib/ports/errors.ts';

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
  const overrides = readOverrides(file);
  const problems = Object.entries(overrides).flatMap(([id, change]) => {
    const rule = rules.find((one) => one.id === id);
    if (rule === undefined) return [`${file}: ${id}: no such rule; docs/rules.md lists them`];
    return overrideProblems(rule, change ?? {}).map(({ key, words }) => `${file}: ${id}.${key}: ${words}`);
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return overriddenRules(rules, overrides);
}

function readOverrides(file: string): RuleOverrides {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new ConfigError([`${file}: ${whyUnreadable(cause)}`], { cause });
  }
  const result = z.record(z.string(), override).safeParse(content);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'top level'}: ${issue.message}`),
  );
}

function whyUnreadable(cause: unknown): string {
  const { code, message = String(cause) } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'ENOENT') return 'no such file; give the path of a YAML or JSON file';
  return message.split('\n', 1)[0] ?? message;
}
