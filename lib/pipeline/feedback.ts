import { rules as allRules } from '../domain/catalogue/index.ts';
import type { Condition, Rule } from '../domain/catalogue/rule.ts';
import type { Json } from '../domain/forecast/forecaster.ts';
import type { Finding } from '../domain/incidents/finding.ts';
import type { Incident } from '../domain/incidents/incident.ts';
import { entityKind } from '../domain/series/entity.ts';
import { createSeries } from '../domain/series/series.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { modelKey, packModel, type UnpackOptions, unpackModel } from './series-model.ts';

/** A series, and when something about it was called an anomaly. */
export interface Doubted {
  readonly key: string;
  /** The stretch that is meant has a step in here, or within an hour of it. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A stretch of a series that is remembered as normal. */
export interface MarkedNormal {
  readonly key: string;
  readonly fromMs: number;
  /** Start of its last anomalous step. */
  readonly toMs: number;
}

export interface FeedbackInput extends UnpackOptions {
  readonly models: ModelStore;
  readonly doubted: readonly Doubted[];
}

/**
 * Remembers that what was called an anomaly is none: what goes as far on the same side at the same time of day is told no
 * more, and the stretch is learnt from. A series without a model, or without an anomaly at that time, is passed over.
 * Not to run beside the stage assess of the same series: the later of two writers of a state wins.
 * @throws StoreError when the store cannot be reached
 */
export async function markNormal({
  models,
  doubted,
  ...options
}: FeedbackInput): Promise<readonly MarkedNormal[]> {
  const states = await models.load([...new Set(doubted.map(({ key }) => modelKey(key)))]);
  const changed = new Map<string, Json>();
  const marked: MarkedNormal[] = [];
  for (const one of doubted) {
    const state = changed.get(modelKey(one.key)) ?? states.get(modelKey(one.key));
    const done = state === undefined ? undefined : markOne(state, one, options);
    if (done === undefined) continue;
    changed.set(modelKey(one.key), done.state);
    marked.push(...done.marked);
  }
  if (changed.size > 0) await models.save(changed);
  return marked;
}

function markOne(state: Json, { key, fromMs, toMs }: Doubted, options: UnpackOptions) {
  const model = modelOf(state, options);
  if (model === undefined) return undefined;
  const { episodes } = model.decider;
  const meant = episodes.all().filter((one) => one.fromMs <= toMs && one.toMs >= fromMs);
  const times = meant.length > 0 ? meant.map((one) => one.fromMs) : [toMs];
  const marked = times.flatMap((timeMs) => episodes.mark(timeMs) ?? []);
  if (marked.length === 0) return undefined;
  return {
    state: packModel(model),
    marked: marked.map((one) => ({ key, fromMs: one.fromMs, toMs: one.toMs })),
  };
}

/** A state that is none has nothing to be marked; training replaces it. */
function modelOf(state: Json, options: UnpackOptions) {
  try {
    return unpackModel(state, options);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * What the anomaly rules among an incident's findings were about: empty where none is about an anomaly.
 * @param rules where the findings' rules are looked up. @default the catalogue
 */
export function doubtedIn(
  { findings }: Pick<Incident, 'findings'>,
  rules: readonly Rule[] = allRules,
): readonly Doubted[] {
  return findings.flatMap((finding) => {
    const rule = rules.find(({ id }) => id === finding.rule);
    return rule === undefined
      ? []
      : signalsIn(rule.condition).flatMap((signal) => doubtedBy(finding, signal));
  });
}

function doubtedBy({ entity, sinceMs, atMs }: Finding, signal: string): readonly Doubted[] {
  // A signal of the cluster is judged for each of its brokers: one of the two is a series.
  const entities = entityKind(entity) === 'cluster' ? [entity] : [entity, { cluster: entity.cluster }];
  return entities.map((one) => ({ key: createSeries(signal, one).key, fromMs: sinceMs, toMs: atMs }));
}

/** The signals whose verdicts a condition looks at. */
function signalsIn(condition: Condition): readonly string[] {
  if (condition.kind === 'all') return condition.of.flatMap(signalsIn);
  return condition.kind === 'anomaly' ? [condition.signal] : [];
}
