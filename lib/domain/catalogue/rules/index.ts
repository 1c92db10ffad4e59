import type { Rule } from '../rule.ts';
import { brokerFailureRules } from './broker-failure.ts';
import { customRules } from './custom.ts';
import { diskRules } from './disk.ts';
import { expressRules } from './express.ts';
import { lagRules } from './lag.ts';
import { latencyRules } from './latency.ts';
import { loadRules } from './load.ts';
import { messageLossRules } from './message-loss.ts';
import { securityRules } from './security.ts';
import { trafficRules } from './traffic.ts';

/** Every rule, those of the worst trouble first. */
export const rules: readonly Rule[] = [
  ...brokerFailureRules,
  ...messageLossRules,
  ...lagRules,
  ...latencyRules,
  ...loadRules,
  ...diskRules,
  ...expressRules,
  ...trafficRules,
  ...securityRules,
  ...customRules,
];

const byId: ReadonlyMap<string, Rule> = new Map(rules.map((rule) => [rule.id, rule]));

export function ruleById(id: string): Rule | undefined {
  return byId.get(id);
}
