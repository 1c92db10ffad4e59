import { type Rule, severities } from '../catalogue/rule.ts';
import type { Cluster } from '../cluster.ts';
import type { Finding } from '../incidents/finding.ts';
import { allowanceOf } from '../lag/allowed-lag.ts';
import { clusterLag, type LagReport } from '../lag/cluster-lag.ts';
import { lagSignalIds } from '../lag/lag-readings.ts';
import { type Entity, entityKey, entityKind, parseEntityKey } from '../series/entity.ts';
import { formatDuration } from '../words.ts';
import { type ClusterReadings, createClusterData, entitiesOf, type Facts, isPartOf } from './data.ts';
import { judge } from './judge.ts';
import { whereWords } from './judgement.ts';
import { namingSignals, signalsOf } from './needs.ts';
import { type RuleOptions, withDefaults } from './options.ts';
import { benchOf, type Run, termsOf } from './run.ts';
import { advance, type Entry, type Move, type RuleState } from './state.ts';
import { tally } from './tally.ts';
import { findingOf, inOrder, isWorthSaying, said, type Told, unwatchedFinding } from './telling.ts';

export { polledLateness } from './options.ts';

/** A break after which earlier silence proves nothing: the program itself did not run. */
const breakMs = 3_600_000;
export interface RuleResult {
  readonly state: RuleState;
  /** Newly firing, resolved, or changed enough to be said again. Worst first, then by rule and entity. */
  readonly changed: readonly Finding[];
  /** All that hold now, in the same order. */
  readonly firing: readonly Finding[];
  /** What would fire, were it not explained by maintenance. */
  readonly held: readonly Finding[];
  /** Where each group stands on each topic, where a rule looks at that. */
  readonly lag: readonly LagReport[];
}

/**
 * Judges the rules on the readings of one cluster. The same arguments give the same result; called again at
 * the same time with its own state it changes nothing.
 */
export function evaluateRules(
  rules: readonly Rule[],
  readings: ClusterReadings,
  facts: Facts,
  previous: RuleState | undefined,
  nowMs: number,
  given: RuleOptions = {},
): RuleResult {
  const options = withDefaults(given);
  const isResumed = previous === undefined || nowMs - previous.evaluatedMs > breakMs;
  const resumedMs = isResumed ? nowMs : previous.resumedMs;
  const data = createClusterData(readings, nowMs, options.lookbackMs);
  const outcome = new Outcome();
  const applying = rules.filter(({ appliesTo }) => appliesTo.includes(readings.cluster.type));
  const lag = lagOf(applying, { data, facts, nowMs, resumedMs, options });
  const run: Run = { data, facts, nowMs, resumedMs, options, lag };
  for (const rule of applying) {
    const entries = previous?.entries.get(rule.id) ?? new Map<string, Entry>();
    evaluateRule(rule, entries, run, outcome);
  }
  dropOrphans(previous, applying, run, outcome);
  return {
    state: { evaluatedMs: nowMs, resumedMs, entries: outcome.entries },
    changed: inOrder(outcome.changed),
    firing: inOrder(outcome.firing),
    held: inOrder(outcome.held),
    lag: [...lag.values()],
  };
}

function lagOf(
  rules: readonly Rule[],
  { data, facts, nowMs, resumedMs, options }: Omit<Run, 'lag'>,
): Run['lag'] {
  if (!rules.some(({ condition }) => condition.kind === 'lag_state')) return new Map();
  const lateMs = options.lateness[facts.signal(lagSignalIds.lag)?.cadence ?? 'critical'];
  return clusterLag(data, { nowMs, resumedMs, lateMs, settings: options.lag });
}

/** What gathers while the rules are judged. */
class Outcome {
  readonly entries = new Map<string, Map<string, Entry>>();
  readonly changed: Finding[] = [];
  readonly firing: Finding[] = [];
  readonly held: Finding[] = [];

  keep(rule: string, key: string, entry: Entry): void {
    const byEntity = this.entries.get(rule) ?? new Map<string, Entry>();
    this.entries.set(rule, byEntity.set(key, entry));
  }
}

function evaluateRule(rule: Rule, entries: ReadonlyMap<string, Entry>, run: Run, outcome: Outcome): void {
  const entities = watchedEntities(rule, run);
  const watched = new Set(entities.map(entityKey));
  for (const entity of entities) evaluateEntity(rule, entity, entries.get(entityKey(entity)), run, outcome);
  for (const [key, entry] of entries) {
    if (!watched.has(key)) resolveUnwatched(rule, key, entry, run, outcome);
  }
}

/** The entities that the rule is judged for; none when the cluster never emitted what the rule reads. */
function watchedEntities(rule: Rule, { data, options }: Run): readonly Entity[] {
  if (rule.entity === 'cluster') {
    const isKnown = signalsOf(rule).some((signal) => data.knownOf(signal).length > 0);
    return isKnown ? [{ cluster: data.cluster.id }] : [];
  }
  const series = namingSignals(rule.condition).flatMap((signal) => data.knownOf(signal));
  return entitiesOf(series).filter(
    (entity) => entityKind(entity) === rule.entity && !isSwitchedOff(entity, options),
  );
}

/** A group of which nobody wants to know how it keeps up. */
function isSwitchedOff({ group, topic }: Entity, { lag }: RuleOptions): boolean {
  return group !== undefined && topic !== undefined && lag !== undefined && allowanceOf(group, lag) === 'off';
}

function evaluateEntity(
  rule: Rule,
  entity: Entity,
  entry: Entry | undefined,
  run: Run,
  outcome: Outcome,
): void {
  const isFiring = entry !== undefined && entry.phase !== 'pending';
  const bench = benchOf(rule, entity, isFiring, run);
  const judgement = judge(rule.condition, bench);
  const counted = tally(judgement.marks, rule, bench.periods, run.resumedMs);
  const { sinceMs = counted.sinceMs } = judgement;
  const count = { ...counted, ...(sinceMs !== undefined && { sinceMs }) };
  const terms = termsOf(rule, run);
  const move = advance(entry, count, terms);
  record({ rule, entity, judgement, nowMs: run.nowMs }, entry, move, outcome);
}

function record(told: Told, before: Entry | undefined, { kind, entry: after }: Move, outcome: Outcome): void {
  const { rule, entity } = told;
  const key = entityKey(entity);
  if (kind === 'resolved' && before !== undefined) {
    outcome.changed.push(findingOf(told, before, 'resolved'));
    return;
  }
  if (after === undefined) return;
  if (after.phase === 'pending') {
    if (after.isHeld) outcome.held.push(findingOf(told, after, 'firing'));
    outcome.keep(rule.id, key, after);
    return;
  }
  const finding = findingOf(told, after, 'firing');
  outcome.firing.push(finding);
  const isNews = kind === 'fired' || isWorthSaying(told, after);
  if (isNews) outcome.changed.push(finding);
  outcome.keep(rule.id, key, isNews ? said(told, after) : after);
}

/** An entity that is watched no longer must not go on firing for ever. */
function resolveUnwatched(
  rule: Pick<Rule, 'id' | 'severity'>,
  key: string,
  entry: Entry,
  run: Run,
  outcome: Outcome,
  why?: string,
): void {
  const entity = parseEntityKey(key);
  if (entry.phase === 'pending' || entity === undefined) return;
  const { data, nowMs } = run;
  const words = `${whereWords(data, entity)} ${why ?? whyUnwatched(data.cluster, entity, run)}`;
  outcome.changed.push(unwatchedFinding(rule, entity, entry, words, nowMs));
}

function whyUnwatched(cluster: Cluster, entity: Entity, { options }: Run): string {
  if (!isPartOf(cluster, entity)) return 'is no longer part of the cluster';
  if (isSwitchedOff(entity, options)) return 'is no longer watched: its lag is switched off';
  return `has sent nothing for ${formatDuration(options.lookbackMs)} and is no longer watched`;
}

/** Rules that are gone, or no longer apply to the cluster, take their findings with them. */
function dropOrphans(
  previous: RuleState | undefined,
  applying: readonly Rule[],
  run: Run,
  outcome: Outcome,
): void {
  const kept = new Set(applying.map(({ id }) => id));
  for (const [id, entries] of previous?.entries ?? []) {
    if (kept.has(id)) continue;
    for (const [key, entry] of entries) {
      const severity = severities.find((one) => one === entry.saidSeverity) ?? 'info';
      resolveUnwatched({ id, severity }, key, entry, run, outcome, 'is no longer judged by this rule');
    }
  }
}
