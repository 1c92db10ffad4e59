import type { Json } from '../domain/forecast/forecaster.ts';
import type { Finding } from '../domain/incidents/finding.ts';
import { findingMessage, parseMessage } from '../domain/incidents/message.ts';
import { type RuleState, ruleStateFromJson, ruleStateToJson } from '../domain/rules/state.ts';
import { entityKey } from '../domain/series/entity.ts';
import type { ModelStore } from '../ports/model-store.ts';

/** What the pipeline remembers of a cluster's rules: one state, so that it is written whole or not at all. */
export interface RuleMemory {
  readonly state?: RuleState;
  /** Findings not yet accepted by the notifier, oldest first. */
  readonly outbox: readonly Finding[];
}

/** Beyond this many only the newest word on each rule and entity is kept. */
const outboxLimit = 500;

export function ruleMemoryKey(clusterId: string): string {
  return `rules/${clusterId}`;
}

/** The memory of each cluster; empty for one that has none yet or whose state cannot be read. */
export async function loadRuleMemory(
  models: ModelStore,
  clusterIds: readonly string[],
): Promise<ReadonlyMap<string, RuleMemory>> {
  const states = await models.load(clusterIds.map(ruleMemoryKey));
  return new Map(clusterIds.map((id) => [id, fromJson(states.get(ruleMemoryKey(id)))]));
}

export async function saveRuleMemory(
  models: ModelStore,
  memories: ReadonlyMap<string, RuleMemory>,
): Promise<void> {
  if (memories.size === 0) return;
  await models.save(new Map([...memories].map(([id, memory]) => [ruleMemoryKey(id), toJson(memory)])));
}

function toJson({ state, outbox }: RuleMemory): Json {
  // Findings travel in the shape of their message, which is checked when it is read back.
  return { rules: state ? ruleStateToJson(state) : null, outbox: bounded(outbox).map(findingMessage) };
}

function fromJson(json: Json | undefined): RuleMemory {
  const { rules, outbox } = (typeof json === 'object' && json !== null ? json : {}) as {
    rules?: Json;
    outbox?: Json;
  };
  const state = ruleStateFromJson(rules ?? undefined);
  return { ...(state && { state }), outbox: Array.isArray(outbox) ? outbox.flatMap(findingOf) : [] };
}

function findingOf(text: unknown): readonly Finding[] {
  const parsed = parseMessage(String(text), { nowMs: 0 });
  return parsed.kind === 'finding' ? [parsed.finding] : [];
}

function bounded(outbox: readonly Finding[]): readonly Finding[] {
  if (outbox.length <= outboxLimit) return outbox;
  const newest = new Map(outbox.map((finding) => [`${finding.rule}|${entityKey(finding.entity)}`, finding]));
  return outbox.filter((finding) => newest.get(`${finding.rule}|${entityKey(finding.entity)}`) === finding);
}
