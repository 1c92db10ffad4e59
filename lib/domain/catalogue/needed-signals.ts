import type { Cluster } from '../cluster.ts';
import { resolveLimit } from './limits.ts';
import type { Rule } from './rule.ts';
import { limitsOf, signalsOf } from './rule-needs.ts';
import type { Signal } from './signal.ts';

export interface SignalNeeds {
  /** The rules that our own evaluation watches on the cluster: CloudWatch alarms poll nothing. */
  readonly rules: readonly Rule[];
  /** The catalogue. */
  readonly signals: readonly Signal[];
  /** `needed`: what those rules and the forecasts look at; the rest stays in CloudWatch, where dashboards read
   *  it. `all`: everything. @default 'needed' */
  readonly mode?: 'needed' | 'all';
  /** Ids of signals that come another way, by scraping for example: they are not polled. @default none */
  readonly gathered?: ReadonlySet<string>;
}

/** The signals of a cluster that are worth polling, in the catalogue's order. */
export function neededSignals(
  cluster: Cluster,
  { rules, signals, mode = 'needed', gathered = new Set() }: SignalNeeds,
): readonly Signal[] {
  const ruled = idsOfRules(cluster, rules);
  return signals.filter(
    ({ id, assessed, own }) =>
      !own && !gathered.has(id) && (mode === 'all' || assessed === true || ruled.has(id)),
  );
}

/** How often each needed signal is polled, by its id. */
export function polledSignals(cluster: Cluster, needs: SignalNeeds): ReadonlyMap<string, Signal['cadence']> {
  const rules = needs.rules.filter((rule) => canBeJudged(cluster, rule));
  return new Map(
    neededSignals(cluster, needs).map((signal) => [signal.id, polledCadence(signal, rules)] as const),
  );
}

/**
 * How often a signal is polled: at its own cadence, but no critical signal for which no rule waits, because
 * CloudWatch alarms watch all of its rules: then as often as most.
 * @param rules those that our own evaluation watches
 */
export function polledCadence(signal: Signal, rules: readonly Rule[]): Signal['cadence'] {
  if (signal.cadence !== 'critical') return signal.cadence;
  return rules.some((rule) => signalsOf(rule).includes(signal.id)) ? 'critical' : 'normal';
}

function idsOfRules(cluster: Cluster, rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(rules.filter((rule) => canBeJudged(cluster, rule)).flatMap(signalsOf));
}

/** A rule for another type, or whose limit is not known, is never judged and needs nothing. */
function canBeJudged(cluster: Cluster, rule: Rule): boolean {
  return (
    rule.appliesTo.includes(cluster.type) &&
    limitsOf(rule).every((limit) => resolveLimit(cluster, limit) !== undefined)
  );
}
