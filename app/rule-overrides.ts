import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Rule } from '../lib/domain/catalogue/rule.ts';
import { severities } from '../lib/domain/catalogue/rule.ts';
import { ConfigError } from '../lib/ports/errors.ts';

const override = z.strictObject({
  enabled: z.boolean().optional(),
  severity: z.enum(severities).optional(),
  limit: z.number().optional(),
  recoveryLimit: z.number().optional(),
  silentMs: z.number().positive().optional(),
  periodMs: z.number().positive().optional(),
  periods: z.int().positive().optional(),
  breaching: z.int().positive().optional(),
  recoveryMs: z.number().nonnegative().optional(),
});
type Override = z.infer<typeof override>;

/**
 * The rules with the changes of a YAML or JSON file: rule id → what to change.
 * @throws ConfigError naming the file, the path in it and what is allowed
 */
export function overrideRules(rules: readonly Rule[], file: string): readonly Rule[] {
  const given = readOverrides(file);
  const known = new Set(rules.map(({ id }) => id));
  const unknown = Object.keys(given).filter((id) => !known.has(id));
  if (unknown.length > 0) {
    throw new ConfigError(unknown.map((id) => `${file}: ${id}: no such rule; docs/rules.md lists them`));
  }
  return rules.flatMap((rule) => {
    const change = given[rule.id];
    if (change === undefined) return [rule];
    return change.enabled === false ? [] : [changed(rule, change, file)];
  });
}

function readOverrides(file: string): Record<string, Override> {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8')) ?? {};
  } catch (cause) {
    throw new ConfigError([`${file}: ${String(cause).split('\n', 1)[0]}`], { cause });
  }
  const result = z.record(z.string(), override).safeParse(content);
  if (result.success) return result.data;
  throw new ConfigError(
    result.error.issues.map((issue) => `${file}: ${issue.path.join('.') || 'top level'}: ${issue.message}`),
  );
}

function changed(rule: Rule, change: Override, file: string): Rule {
  const { enabled: _, limit, recoveryLimit, silentMs, ...timing } = change;
  const next = { ...rule, ...timing };
  if (next.breaching > next.periods) {
    throw new ConfigError([
      `${file}: ${rule.id}: breaching ${next.breaching} is more than periods ${next.periods}`,
    ]);
  }
  const { condition } = rule;
  if (condition.kind === 'absence') {
    return { ...next, condition: { ...condition, silentMs: silentMs ?? condition.silentMs } };
  }
  if (limit === undefined && recoveryLimit === undefined) return next;
  if (condition.kind !== 'threshold') {
    throw new ConfigError([`${file}: ${rule.id}: has no limit to change, it is of kind ${condition.kind}`]);
  }
  const number = (value: number) => ({ kind: 'number', value }) as const;
  const { recoveryLimit: before, ...rest } = condition;
  // A recovery limit that belongs to another limit would be on the wrong side of the new one.
  const kept = limit === undefined && before !== undefined ? { recoveryLimit: before } : {};
  return {
    ...next,
    condition: {
      ...rest,
      ...(limit === undefined ? {} : { limit: number(limit) }),
      ...(recoveryLimit === undefined ? kept : { recoveryLimit: number(recoveryLimit) }),
    },
  };
}
