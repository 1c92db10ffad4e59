import { rules } from '../../../lib/domain/catalogue/index.ts';
import type { RuleOverrides } from '../../../lib/domain/catalogue/rule-override.ts';

/** How busy the machine that runs the tests is, is not what they test: its load would page by rights. */
const causesLeftOut = new Set(['broker_load']);

/** Changes to rules for a test: the given ones, and the rules on load switched off. */
export function quickRules(changes: RuleOverrides): RuleOverrides {
  const loadRules = rules.filter(({ cause }) => causesLeftOut.has(cause.id));
  return { ...Object.fromEntries(loadRules.map(({ id }) => [id, { off: true }])), ...changes };
}
