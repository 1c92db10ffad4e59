import type { Rule } from '../catalogue/rule.ts';
import { maintenanceStates } from '../cluster.ts';
import type { LagReport } from '../lag/cluster-lag.ts';
import { type Entity, entityKey } from '../series/entity.ts';
import type { ClusterData, Facts } from './data.ts';
import type { Bench } from './judgement.ts';
import { needsOf } from './needs.ts';
import type { RuleOptions } from './options.ts';
import type { Terms } from './state.ts';

/** One evaluation of one cluster. */
export interface Run {
  readonly data: ClusterData;
  readonly facts: Facts;
  readonly nowMs: number;
  readonly resumedMs: number;
  readonly options: Required<RuleOptions>;
  /** By entity key; empty where no rule looks at lag states. */
  readonly lag: ReadonlyMap<string, LagReport>;
}

export function termsOf(rule: Rule, { nowMs, data, options }: Run): Terms {
  const isMaintenance = maintenanceStates.has(data.cluster.state ?? '');
  return {
    nowMs,
    // A forecast has no periods of its own to be counted: it must go on saying so for as long.
    mustHoldMs: rule.condition.kind === 'time_to_limit' ? rule.breaching * rule.periodMs : 0,
    recoveryMs: rule.recoveryMs,
    isMaintenance: rule.expectedInMaintenance === true && isMaintenance,
    graceMs: options.maintenanceGraceMs,
    isQuiet: nowMs < options.quietUntilMs,
  };
}

export function benchOf(rule: Rule, entity: Entity, isFiring: boolean, run: Run): Bench {
  const lateMs = (signal: string) => run.options.lateness[run.facts.signal(signal)?.cadence ?? 'normal'];
  const periods = { endMs: endOf(rule, entity, run, lateMs), periodMs: rule.periodMs, count: rule.periods };
  const { data, facts, nowMs, resumedMs } = run;
  const lag = run.lag.get(entityKey(entity));
  const base = { data, facts, entity, periods, nowMs, resumedMs, lateMs, isFiring, ruleTitle: rule.title };
  return lag ? { ...base, lag } : base;
}

const minuteMs = 60_000;

/** The end of the newest minute (or shorter period) that is over, or of the newest one with data where that may come
 *  late. */
function endOf(
  rule: Rule,
  entity: Entity,
  { data, nowMs, options }: Run,
  lateMs: (id: string) => number,
): number {
  const gridMs = Math.min(minuteMs, rule.periodMs);
  const endMs = Math.floor((nowMs - options.settleMs) / gridMs) * gridMs;
  const { points, verdicts } = needsOf(rule);
  const newest = [
    ...points.flatMap((signal) => [
      data.samplesOf(signal, entity)?.timesMs.at(-1) ?? [],
      rule.entity === 'cluster' ? data.samplesAcross(signal).map(({ timesMs }) => timesMs.at(-1) ?? 0) : [],
    ]),
    ...verdicts.map((signal) => data.verdictsOf(signal, entity).at(-1)?.timeMs ?? []),
  ].flat();
  const allowedMs = Math.max(0, ...[...points, ...verdicts].map(lateMs));
  const dataEndMs = Math.floor(Math.max(0, ...newest) / gridMs) * gridMs + gridMs;
  return endMs - dataEndMs > 0 && endMs - dataEndMs <= allowedMs ? dataEndMs : endMs;
}
