import type { Runbook } from '../runbook.ts';
import { brokerFailureRunbooks } from './broker-failure.ts';
import { capacityRunbooks } from './capacity.ts';
import { lagAndLatencyRunbooks } from './lag-and-latency.ts';
import { messageLossRunbooks } from './message-loss.ts';
import { securityRunbooks } from './security.ts';
import { tidewatchRunbooks } from './tidewatch.ts';

/** Every runbook, by family. */
export const runbooks: readonly Runbook[] = [
  ...lagAndLatencyRunbooks,
  ...messageLossRunbooks,
  ...brokerFailureRunbooks,
  ...securityRunbooks,
  ...capacityRunbooks,
  ...tidewatchRunbooks,
];

const byId: ReadonlyMap<string, Runbook> = new Map(runbooks.map((runbook) => [runbook.id, runbook]));

export function runbookById(id: string): Runbook | undefined {
  return byId.get(id);
}
