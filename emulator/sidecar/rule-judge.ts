import { resolveLimit } from '../../lib/domain/catalogue/limits.ts';
import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import { signalById } from '../../lib/domain/catalogue/signals/index.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { KnownSeries } from '../../lib/domain/rules/data.ts';
import { evaluateRules } from '../../lib/domain/rules/evaluate-rules.ts';
import { signalsOf } from '../../lib/domain/rules/needs.ts';
import type { RuleState } from '../../lib/domain/rules/state.ts';
import type { Samples } from '../../lib/domain/series/samples.ts';
import type { MetricSource } from '../../lib/ports/metric-source.ts';
import type { RuleAlarm } from './alarm.ts';
import type { Verdict } from './judge-metric.ts';

const minuteMs = 60_000;
/** Room before the longest window. */
const marginMs = 5 * minuteMs;
/** The publisher writes a minute as soon as it is over. */
const settleMs = 5_000;

const facts = { signal: signalById, limit: resolveLimit };

export interface RuleJudgeOptions {
  /** CloudWatch, asked by MetricStat alone. */
  readonly source: MetricSource;
  /** The rules in force, overrides applied. */
  readonly rules: readonly Rule[];
}

/** What the rules say of each alarm, by its name. */
export interface RuleJudge {
  judge(alarms: readonly RuleAlarm[], nowMs: number): Promise<ReadonlyMap<string, Verdict>>;
}

/** Judges rules by the project's own evaluator, on points read from CloudWatch; remembers where they stand. */
export function createRuleJudge({ source, rules }: RuleJudgeOptions): RuleJudge {
  const states = new Map<string, RuleState>();
  const newest = new Map<string, KnownSeries>();

  async function readPoints(wanted: readonly Rule[], nowMs: number) {
    const { clusters, series } = await source.discover(nowMs);
    const signals = new Set(wanted.flatMap(signalsOf));
    const keys = new Set(series.filter(({ signal }) => signals.has(signal)).map(({ key }) => key));
    const spanMs = Math.max(0, ...wanted.map(({ periods, periodMs }) => periods * periodMs));
    const { samples } = await source.read({ fromMs: nowMs - spanMs - marginMs, toMs: nowMs, keys });
    for (const one of samples) remember(one);
    return { clusters, samples };
  }

  function remember({ series, timesMs }: Samples): void {
    const lastMs = timesMs.at(-1);
    if (lastMs !== undefined) newest.set(series.key, { ...series, lastMs });
  }

  function evaluate(cluster: Cluster, wanted: readonly Rule[], samples: readonly Samples[], nowMs: number) {
    const isOf = ({ entity }: { readonly entity: { readonly cluster: string } }) =>
      entity.cluster === cluster.id;
    const readings = {
      cluster,
      samples: samples.filter(({ series }) => isOf(series)),
      known: [...newest.values()].filter(isOf),
      verdicts: [],
      forecasts: [],
    };
    const result = evaluateRules(wanted, readings, facts, states.get(cluster.id), nowMs, { settleMs });
    states.set(cluster.id, result.state);
    return result.firing;
  }

  return {
    async judge(alarms, nowMs) {
      const ids = new Set(alarms.map(({ marker }) => marker.rule));
      const wanted = rules.filter(({ id }) => ids.has(id));
      const { clusters, samples } = await readPoints(wanted, nowMs);
      const verdicts = new Map<string, Verdict>();
      for (const cluster of clusters) {
        const mine = alarms.filter(({ marker }) => marker.cluster === cluster.id);
        if (mine.length === 0) continue;
        const firing = evaluate(cluster, wanted, samples, nowMs);
        for (const alarm of mine) verdicts.set(alarm.name, verdictOf(alarm, wanted, firing, samples));
      }
      return verdicts;
    },
  };
}

function verdictOf(
  { marker }: RuleAlarm,
  rules: readonly Rule[],
  firing: readonly Finding[],
  samples: readonly Samples[],
): Verdict {
  const { rule: id, cluster, labels } = marker;
  const isMine = (entity: Finding['entity']) =>
    entity.cluster === cluster && (labels?.broker === undefined || entity.broker === labels.broker);
  const found = firing.filter((one) => one.rule === id && isMine(one.entity));
  if (found.length > 0)
    return { state: 'ALARM', reason: found.map(({ evidence }) => evidence.words).join('; ') };
  const rule = rules.find((one) => one.id === id);
  const signals = new Set(rule === undefined ? [] : signalsOf(rule));
  const hasData = samples.some(
    ({ series }) => signals.has(series.signal) && series.entity.cluster === cluster,
  );
  return hasData ? { state: 'OK', reason: 'the rule does not hold' } : undefined;
}
