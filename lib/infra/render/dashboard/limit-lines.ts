import type { Rule, Severity } from '../../../domain/catalogue/rule.ts';
import { rulesFor } from '../../../domain/catalogue/rule-needs.ts';
import type { Cluster } from '../../../domain/cluster.ts';
import { constantOf } from '../native.ts';
import type { Scene } from './scene.ts';

/** A horizontal annotation. */
export interface LimitLine {
  readonly label: string;
  readonly value: number;
  readonly color: string;
}

interface Limit {
  readonly rule: Rule;
  readonly value: number;
  readonly clusters: string[];
}

/** Lines in one panel, at most: more are a fence before the picture. */
const mostLines = 4;

const colours: Readonly<Record<Severity, string>> = {
  critical: '#d13212',
  error: '#d13212',
  warning: '#ff9900',
  info: '#879596',
};

/** A cluster found by its tags: nothing is known of it, so only limits that are plain numbers are. */
const unknown: Omit<Cluster, 'type'> = { id: '', name: '', account: '', region: '', brokerIds: [] };

/**
 * By signal, a line where a rule on it has its limit. A limit that is not the same for all clusters says whose
 * it is; those of the most clusters are kept.
 */
export function limitLines(scene: Scene): ReadonlyMap<string, readonly LimitLine[]> {
  const bySignal = new Map<string, Map<string, Limit>>();
  const add = (rule: Rule, cluster: Cluster) => {
    const signal = signalOf(rule);
    const value = signal === undefined ? undefined : limitOf(rule, cluster);
    if (signal === undefined || value === undefined) return;
    const limits = bySignal.get(signal) ?? new Map<string, Limit>();
    const limit = limits.get(`${rule.id} ${value}`) ?? { rule, value, clusters: [] };
    limit.clusters.push(cluster.name);
    bySignal.set(signal, limits.set(`${rule.id} ${value}`, limit));
  };
  for (const cluster of scene.clusters) for (const rule of rulesOn(cluster, scene.rules)) add(rule, cluster);
  if (scene.selected.length > 0)
    for (const rule of scene.rules)
      for (const type of rule.appliesTo.slice(0, 1)) add(rule, { ...unknown, type });
  return new Map([...bySignal].map(([signal, limits]) => [signal, linesOf([...limits.values()])]));
}

function rulesOn(cluster: Cluster, rules: readonly Rule[]): readonly Rule[] {
  const applying = new Set(rulesFor(cluster).map(({ id }) => id));
  return rules.filter(({ id }) => applying.has(id));
}

/** The one signal whose values the limit can be drawn among: sums over entities have another scale. */
function signalOf({ condition }: Rule): string | undefined {
  if (condition.kind !== 'threshold') return undefined;
  const { value } = condition;
  if (value.kind === 'signal') return value.signal;
  return value.kind === 'across' && (value.with === 'max' || value.with === 'min') ? value.signal : undefined;
}

function limitOf({ condition }: Rule, cluster: Cluster): number | undefined {
  return condition.kind === 'threshold' ? constantOf(condition.limit, cluster) : undefined;
}

function linesOf(limits: readonly Limit[]): readonly LimitLine[] {
  const values = new Map<string, Set<number>>();
  for (const { rule, value } of limits) values.set(rule.id, (values.get(rule.id) ?? new Set()).add(value));
  const isShared = ({ rule }: Limit) => values.get(rule.id)?.size === 1;
  return [...limits]
    .sort((a, b) => b.clusters.length - a.clusters.length)
    .slice(0, mostLines)
    .map((limit) => ({
      label: isShared(limit) ? limit.rule.title : `${limit.rule.title} (${whose(limit.clusters)})`,
      value: limit.value,
      color: colours[limit.rule.severity],
    }));
}

/** `orders, clicks and 3 more` */
function whose(names: readonly string[]): string {
  const [first = '', second] = names;
  if (second === undefined) return first;
  const rest = names.length - 2;
  return rest === 0 ? `${first}, ${second}` : `${first}, ${second} and ${rest} more`;
}
