import type { Finding } from '../domain/incidents/finding.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { Notifier } from '../ports/notifier.ts';
import { loadRuleMemory, type RuleMemory, saveRuleMemory } from './rule-memory.ts';

export interface NotifyInput {
  readonly models: ModelStore;
  readonly notifier: Notifier;
  /** Whose findings to publish. */
  readonly clusters: readonly { readonly id: string }[];
}

export interface NotifyReport {
  readonly published: readonly Finding[];
  /** How many findings wait for the next time. */
  readonly pending: number;
  readonly problems: readonly Problem[];
}

/**
 * Publishes what `evaluate` has written down, oldest first, cluster by cluster. What the notifier does not
 * accept stays written down and is tried again next time; what it accepts is struck out afterwards, so that a
 * crash between the two publishes twice rather than never.
 * @throws StoreError when the model store cannot be read or written
 */
export async function notify({ models, notifier, clusters }: NotifyInput): Promise<NotifyReport> {
  const memories = await loadRuleMemory(
    models,
    clusters.map(({ id }) => id),
  );
  const published: Finding[] = [];
  const problems: Problem[] = [];
  const emptied = new Map<string, RuleMemory>();
  let pending = 0;
  for (const [id, { outbox, ...memory }] of memories) {
    if (outbox.length === 0) continue;
    const problem = await publish(notifier, id, outbox);
    if (problem === undefined) {
      published.push(...outbox);
      emptied.set(id, { ...memory, outbox: [] });
    } else {
      problems.push(problem);
      pending += outbox.length;
    }
  }
  await saveRuleMemory(models, emptied);
  return { published, pending, problems };
}

async function publish(
  notifier: Notifier,
  where: string,
  findings: readonly Finding[],
): Promise<Problem | undefined> {
  try {
    await notifier.publish(findings);
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `findings wait to be published again: ${reason}`;
    return { kind: 'not_published', where, message, count: findings.length };
  }
}
