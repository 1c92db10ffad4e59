import type { Rule, Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { constantOf } from '../../lib/infra/render/native.ts';

/** A limit that forecasts of a signal are held against. */
export interface Limit {
  readonly value: number;
  /** From the soonest: within which time which severity. */
  readonly horizons: readonly { readonly withinMs: number; readonly severity: Severity }[];
}

/** Ids of the signals that some rule has a forecast limit for. */
export function limitedSignals(rules: readonly Rule[]): readonly string[] {
  return [
    ...new Set(
      rules.flatMap(({ condition }) => (condition.kind === 'time_to_limit' ? [condition.signal] : [])),
    ),
  ];
}

/** The limits of a signal on a cluster, each once; none that follow from what is not known of it. */
export function limitsOf(rules: readonly Rule[], signal: string, cluster: Cluster): readonly Limit[] {
  const byValue = new Map<number, Limit['horizons'][number][]>();
  for (const { condition, severity, appliesTo } of rules) {
    if (condition.kind !== 'time_to_limit' || condition.signal !== signal) continue;
    const value = appliesTo.includes(cluster.type) ? constantOf(condition.limit, cluster) : undefined;
    if (value === undefined) continue;
    byValue.set(value, [...(byValue.get(value) ?? []), { withinMs: condition.withinMs, severity }]);
  }
  return [...byValue].map(([value, horizons]) => ({
    value,
    horizons: horizons.sort((a, b) => a.withinMs - b.withinMs),
  }));
}

/** The severity of a limit that is reached within the time. */
export function severityOf({ horizons }: Limit, meanMs: number | undefined): Severity | undefined {
  return meanMs === undefined ? undefined : horizons.find(({ withinMs }) => meanMs <= withinMs)?.severity;
}
