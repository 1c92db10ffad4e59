import { ruleById } from '../rules/index.ts';
import type { Runbook } from '../runbook.ts';
import { selfRuleById } from '../self-rules.ts';
import { runbookById } from './index.ts';

/** The runbook of a rule of the catalogue, or of one by which Tidewatch watches itself. */
export function runbookOfRule(ruleId: string): Runbook | undefined {
  const runbook = ruleById(ruleId)?.runbook ?? selfRuleById(ruleId)?.runbook;
  return runbook === undefined ? undefined : runbookById(runbook);
}
