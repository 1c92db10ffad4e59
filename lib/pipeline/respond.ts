import type { Rule } from '../domain/catalogue/rule.ts';
import type { Runbook } from '../domain/catalogue/runbook.ts';
import { findingKey } from '../domain/incidents/dedup-key.ts';
import { parseMessage } from '../domain/incidents/message.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { Clock } from '../ports/clock.ts';

export interface RespondInput {
  /** Bodies of messages: findings and alarms, bare or in SNS envelopes. */
  readonly messages: readonly string[];
  readonly rules: readonly Rule[];
  readonly runbookOf: (rule: string) => Runbook | undefined;
  readonly clock: Clock;
}

/** What would be done about a finding. */
export interface Response {
  /** The finding's dedup key. */
  readonly finding: string;
  readonly rule: string;
  readonly runbook: string;
  readonly firstCommand: string;
}

export interface RespondReport {
  readonly observed: readonly Response[];
  readonly problems: readonly Problem[];
}

/**
 * The stage respond, in its mode `observe`: says for each finding that has begun which runbook it would follow
 * and with which command. Reads messages; changes nothing anywhere; reports what could not be read.
 */
export function respond({ messages, rules, runbookOf, clock }: RespondInput): RespondReport {
  const observed: Response[] = [];
  const problems: Problem[] = [];
  for (const message of messages) {
    const parsed = parseMessage(message, { nowMs: clock.nowMs(), rules });
    if (parsed.kind === 'unreadable')
      problems.push({ kind: 'unreadable_message', where: 'respond', message: parsed.reason, count: 1 });
    const findings =
      parsed.kind === 'finding' ? [parsed.finding] : parsed.kind === 'alarm' ? parsed.findings : [];
    for (const finding of findings) {
      const runbook = finding.status === 'firing' ? runbookOf(finding.rule) : undefined;
      if (runbook === undefined) continue;
      observed.push({
        finding: findingKey(finding),
        rule: finding.rule,
        runbook: runbook.id,
        firstCommand: runbook.firstCommand,
      });
    }
  }
  return { observed, problems };
}
