import type { Verdict } from '../../../lib/domain/anomaly/verdict.ts';
import type { Expression, Rule } from '../../../lib/domain/catalogue/rule.ts';
import type { Signal, Statistic } from '../../../lib/domain/catalogue/signal.ts';
import type { Cluster } from '../../../lib/domain/cluster.ts';
import type { Forecast } from '../../../lib/domain/forecast/forecast.ts';
import type { ClusterReadings, Facts } from '../../../lib/domain/rules/data.ts';
import { evaluateRules, type RuleResult } from '../../../lib/domain/rules/evaluate-rules.ts';
import type { RuleOptions } from '../../../lib/domain/rules/options.ts';
import { type RuleState, ruleStateFromJson, ruleStateToJson } from '../../../lib/domain/rules/state.ts';
import type { Entity } from '../../../lib/domain/series/entity.ts';
import type { Samples } from '../../../lib/domain/series/samples.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const t0 = Date.UTC(2026, 10, 22, 12);
export const cluster: Cluster = {
  id: 'a/r/orders',
  name: 'orders',
  account: 'a',
  region: 'r',
  type: 'standard',
  state: 'ACTIVE',
  brokerIds: ['1', '2', '3'],
};
export const broker = (id: string): Entity => ({ cluster: cluster.id, broker: id });
export const whole: Entity = { cluster: cluster.id };

const signalOf = (id: string, unit: Signal['unit'], harm: Signal['harm'], title: string): Signal => ({
  id,
  title,
  description: title,
  unit,
  entity: 'broker',
  harm,
  range: {},
  cadence: 'critical',
  rollup: 'max',
});
const signals = new Map(
  [
    signalOf('disk', 'percent', 'high', 'Disk used'),
    signalOf('idle', 'fraction', 'low', 'Idle threads'),
    signalOf('bytes', 'bytes_per_second', 'both', 'Bytes in'),
    signalOf('urp', 'count', 'high', 'Under-replicated partitions'),
  ].map((signal) => [signal.id, signal]),
);
export const facts: Facts = {
  signal: (id) => signals.get(id),
  limit: ({ brokerIds }, limit) => (limit === 'broker_count' ? brokerIds.length : undefined),
};

export const number = (value: number): Expression => ({ kind: 'number', value });
export const value = (signal: string, statistic: Statistic = 'Maximum'): Expression => ({
  kind: 'signal',
  signal,
  statistic,
});

export function ruleOf(given: Partial<Rule> = {}): Rule {
  return {
    id: 'disk_high',
    title: 'Disk is filling up',
    severity: 'error',
    appliesTo: ['standard', 'self_managed'],
    entity: 'broker',
    condition: { kind: 'threshold', value: value('disk'), comparison: '>', limit: number(85) },
    periodMs: minute,
    periods: 3,
    breaching: 3,
    recoveryMs: 0,
    missing: 'hold',
    runbook: 'disk',
    cause: { id: 'disk', rank: 0 },
    source: 'test',
    ...given,
  };
}

/** Values a minute apart, the last of which is of the minute that ends at `endMs`; undefined is a gap. */
export function samples(
  signal: string,
  entity: Entity,
  values: readonly (number | undefined)[],
  endMs: number,
): Samples {
  const points = values.flatMap((one, i) =>
    one === undefined ? [] : [[endMs - (values.length - i) * minute, one] as const],
  );
  return {
    series: createSeries(signal, entity),
    timesMs: Float64Array.from(points, ([timeMs]) => timeMs),
    values: Float64Array.from(points, ([, one]) => one),
  };
}

export interface Given {
  readonly samples?: readonly Samples[];
  readonly known?: ClusterReadings['known'];
  readonly verdicts?: readonly Verdict[];
  readonly forecasts?: readonly Forecast[];
  readonly cluster?: Partial<Cluster>;
}

export function readingsOf(given: Given): ClusterReadings {
  const present = given.samples ?? [];
  const known = present.map(({ series, timesMs }) => ({ ...series, lastMs: timesMs.at(-1) ?? 0 }));
  return {
    cluster: { ...cluster, ...given.cluster },
    samples: present,
    known: given.known ?? known,
    verdicts: given.verdicts ?? [],
    forecasts: given.forecasts ?? [],
  };
}

/** One evaluator over time; its state passes through JSON, as it does in a store. */
export function createEvaluator(rules: readonly Rule[], options: RuleOptions = { settleMs: 0 }) {
  let state: RuleState | undefined;
  return {
    at(nowMs: number, given: Given): RuleResult {
      const result = evaluateRules(rules, readingsOf(given), facts, state, nowMs, options);
      state = ruleStateFromJson(JSON.parse(JSON.stringify(ruleStateToJson(result.state))));
      return result;
    },
  };
}
