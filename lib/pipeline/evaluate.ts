import { resolveLimit } from '../domain/catalogue/limits.ts';
import type { Rule } from '../domain/catalogue/rule.ts';
import { signalById } from '../domain/catalogue/signals/index.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Finding } from '../domain/incidents/finding.ts';
import type { LagReport } from '../domain/lag/cluster-lag.ts';
import type { ClusterReadings, Facts } from '../domain/rules/data.ts';
import { evaluateRules, type RuleResult } from '../domain/rules/evaluate-rules.ts';
import { needsOf, signalsOf } from '../domain/rules/needs.ts';
import type { RuleOptions } from '../domain/rules/options.ts';
import { inOrder } from '../domain/rules/telling.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { withPastCases } from './past-cases.ts';
import { loadRuleMemory, type RuleMemory, saveRuleMemory } from './rule-memory.ts';
import { writeLagStates } from './write-lag-states.ts';

export interface EvaluateInput extends RuleOptions {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly clusters: readonly Cluster[];
  readonly rules: readonly Rule[];
  readonly nowMs: number;
}

export interface EvaluateReport {
  /** Newly firing, resolved, or changed enough to be said again; `notify` publishes them. Worst first. */
  readonly changed: readonly Finding[];
  /** All that hold now. Worst first. */
  readonly firing: readonly Finding[];
  /** What would fire, were it not explained by maintenance. */
  readonly held: readonly Finding[];
  /** Where each group stands on each topic; their states are points of `consumer_lag_state` as well. */
  readonly lag: readonly LagReport[];
  /** Clusters that could not be read: they keep their state and are judged next time. */
  readonly problems: readonly Problem[];
}

const facts: Facts = { signal: signalById, limit: resolveLimit };
/** Clusters read at the same time. */
const atOnce = 8;

/**
 * Judges every rule on every cluster and remembers where each stands. What has changed is written down with
 * the state, in one write, and stays there until `notify` has published it: a crash between the two loses
 * nothing. Clusters do not affect one another.
 * @throws StoreError when the model store cannot be read or written: then nothing has happened
 */
export async function evaluate(input: EvaluateInput): Promise<EvaluateReport> {
  const { models, clusters } = input;
  const memories = await loadRuleMemory(
    models,
    clusters.map(({ id }) => id),
  );
  const results = new Map<string, RuleResult>();
  const problems: Problem[] = [];
  for (let i = 0; i < clusters.length; i += atOnce) {
    await Promise.all(
      clusters.slice(i, i + atOnce).map(async (cluster) => {
        const readings = await read(cluster, input).catch((error: unknown) => problemOf(cluster, error));
        if ('kind' in readings) problems.push(readings);
        else results.set(cluster.id, await told(judge(readings, memories.get(cluster.id), input), input));
      }),
    );
  }
  await saveRuleMemory(models, remembered(results, memories));
  const all = [...results.values()];
  const lag = all.flatMap((result) => result.lag);
  problems.push(...(await writeLagStates(input.store, lag, input.nowMs)));
  problems.sort((a, b) => (a.where < b.where ? -1 : 1));
  return {
    changed: inOrder(all.flatMap(({ changed }) => changed)),
    firing: inOrder(all.flatMap(({ firing }) => firing)),
    held: inOrder(all.flatMap(({ held }) => held)),
    lag,
    problems,
  };
}

function judge(readings: ClusterReadings, memory: RuleMemory | undefined, input: EvaluateInput): RuleResult {
  const { rules, nowMs, store: _store, models: _models, clusters: _clusters, ...options } = input;
  return evaluateRules(rules, readings, facts, memory?.state, nowMs, options);
}

async function told(result: RuleResult, { models, rules }: EvaluateInput): Promise<RuleResult> {
  return { ...result, changed: await withPastCases(models, rules, result.changed) };
}

function remembered(
  results: ReadonlyMap<string, RuleResult>,
  memories: ReadonlyMap<string, RuleMemory>,
): ReadonlyMap<string, RuleMemory> {
  return new Map(
    [...results].map(([id, { state, changed }]) => {
      const outbox = [...(memories.get(id)?.outbox ?? []), ...changed];
      return [id, { state, outbox }];
    }),
  );
}

/** All that the rules need of one cluster, read once whichever rules share it. */
async function read(cluster: Cluster, input: EvaluateInput): Promise<ClusterReadings> {
  const { store, nowMs } = input;
  const rules = input.rules.filter(({ appliesTo }) => appliesTo.includes(cluster.type));
  const needs = rules.map(needsOf);
  const signals = unique(rules.flatMap(signalsOf));
  if (signals.length === 0) return { cluster, samples: [], known: [], verdicts: [], forecasts: [] };
  const of = { cluster: cluster.id };
  const verdictSignals = unique(needs.flatMap(({ verdicts }) => verdicts));
  const forecastSignals = unique(needs.flatMap(({ forecasts }) => forecasts));
  const spanMs = Math.max(
    0,
    ...needs.filter(({ verdicts }) => verdicts.length > 0).map((need) => need.spanMs),
  );
  const [samples, known, verdicts, forecasts] = await Promise.all([
    readPoints(cluster, rules, input),
    store.series({ ...of, signals }),
    verdictSignals.length === 0
      ? []
      : store.readVerdicts({
          ...of,
          signals: verdictSignals,
          fromMs: nowMs - spanMs - marginMs(input),
          toMs: nowMs,
        }),
    forecastSignals.length === 0 ? [] : store.readForecasts({ ...of, signals: forecastSignals }),
  ]);
  return { cluster, samples, known, verdicts, forecasts };
}

const hourMs = 3_600_000;

/** One reading for each length of window, so that a rule over a day does not make all signals be read for one. */
async function readPoints(
  cluster: Cluster,
  rules: readonly Rule[],
  input: EvaluateInput,
): Promise<readonly Samples[]> {
  const { store, nowMs } = input;
  const spans = spanBySignal(rules);
  const parts = await Promise.all(
    [...new Set(spans.values())].map((spanMs) =>
      store.read({
        cluster: cluster.id,
        signals: [...spans.keys()].filter((signal) => spans.get(signal) === spanMs).sort(),
        fromMs: nowMs - spanMs - marginMs(input),
        toMs: nowMs,
      }),
    ),
  );
  return parts.flat();
}

/** The longest window in which each signal is read, rounded up to 1, 6, 24 … hours. */
function spanBySignal(rules: readonly Rule[]): ReadonlyMap<string, number> {
  const spans = new Map<string, number>();
  for (const { points, spanMs } of rules.map(needsOf)) {
    const steps = [hourMs, 6 * hourMs, 24 * hourMs];
    const rounded = steps.find((step) => spanMs <= step) ?? spanMs;
    for (const signal of points) spans.set(signal, Math.max(rounded, spans.get(signal) ?? 0));
  }
  return spans;
}

/** Room before the window for late points, for points farther apart than a period, and for settling. */
function marginMs({ lateness, settleMs = 60_000 }: RuleOptions): number {
  const late = lateness ? Math.max(lateness.critical, lateness.normal, lateness.slow) : 0;
  return hourMs / 2 + settleMs + late;
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort();
}

function problemOf({ id }: Cluster, error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'store_unreadable', where: id, message: `rules were not judged: ${message}`, count: 1 };
}
