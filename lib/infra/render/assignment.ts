import { rulesFor } from '../../domain/catalogue/index.ts';
import { type Rule, severities } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { Place } from '../../domain/place.ts';
import { type NativePlan, nativePlan } from './native.ts';

/** Which rules CloudWatch alarms watch where they can. */
export type NativeAlarms = 'all' | 'critical' | 'none';

export interface AssignmentInput {
  readonly clusters: readonly Cluster[];
  /** Those in force, overrides applied. */
  readonly rules: readonly Rule[];
  readonly nativeAlarms: NativeAlarms;
  /** Alarms are made here: clusters elsewhere are watched by our own evaluation. */
  readonly home: Place;
  /** Query alarms (Metrics Insights) that may be made. A region takes 200; other programs and environments
   *  need theirs. @default 190 */
  readonly queryAlarms?: number | undefined;
}

/** A rule on a cluster that a CloudWatch alarm watches. */
export interface NativeRule {
  readonly cluster: Cluster;
  readonly rule: Rule;
  readonly plan: Exclude<NativePlan, { kind: 'ours' }>;
}

export interface Assignment {
  /** By cluster, in their order, and by rule. */
  readonly native: readonly NativeRule[];
  /** Ids of clusters with the ids of their native rules; clusters with the same rules together. */
  readonly alarmed: readonly (readonly [clusterIds: readonly string[], ruleIds: readonly string[]])[];
  /** Native rules that our own evaluation has for want of room: a region takes so many query alarms. */
  readonly crowdedOut: number;
  /** Clusters that alarms can be made for, whether they have any or not. */
  readonly home: readonly Cluster[];
}

/** Metrics Insights alarms in one region, at most. Source: CloudWatch user guide, service quotas. */
export const insightsAlarms = 200;
/** Some are left for others in the region. */
export const defaultQueryAlarms = insightsAlarms - 10;

/**
 * Says for every rule on every cluster who watches it: a CloudWatch alarm, or else our own evaluation. Made
 * once at synth, and told to the functions: who decided by what it sees of a cluster could differ, and a rule
 * would have nobody, or two. Query alarms go to the worst severities first, cluster by cluster.
 */
export function assignRules(input: AssignmentInput): Assignment {
  const candidates = candidatesOf(input);
  const queries = candidates.filter(({ plan }) => plan.kind === 'insights');
  const room = input.queryAlarms ?? defaultQueryAlarms;
  const worst = queries.toSorted((a, b) => rank(a) - rank(b)).slice(0, room);
  const taken = new Set(worst);
  const native = candidates.filter((one) => one.plan.kind !== 'insights' || taken.has(one));
  return {
    native,
    alarmed: alarmedOf(input.clusters, native),
    crowdedOut: queries.length - worst.length,
    home: input.clusters.filter((cluster) => isAt(cluster, input.home)),
  };
}

/** The rules that apply to the cluster, out of those in force. */
export function rulesOn(cluster: Cluster, rules: readonly Rule[]): readonly Rule[] {
  const applying = new Set(rulesFor(cluster).map(({ id }) => id));
  return rules.filter(({ id }) => applying.has(id));
}

function candidatesOf({ clusters, rules, nativeAlarms, home }: AssignmentInput): readonly NativeRule[] {
  const isWanted = ({ severity }: Rule) =>
    nativeAlarms === 'all' || (nativeAlarms === 'critical' && severity === 'critical');
  return clusters
    .filter((cluster) => isAt(cluster, home))
    .flatMap((cluster) =>
      rulesOn(cluster, rules)
        .filter(isWanted)
        .flatMap((rule) => {
          const plan = nativePlan(rule, cluster);
          return plan.kind === 'ours' ? [] : [{ cluster, rule, plan }];
        }),
    );
}

function isAt({ account, region }: Place, home: Place): boolean {
  return account === home.account && region === home.region;
}

function rank({ rule }: NativeRule): number {
  return severities.indexOf(rule.severity);
}

function alarmedOf(clusters: readonly Cluster[], native: readonly NativeRule[]): Assignment['alarmed'] {
  const groups = new Map<string, string[]>();
  for (const { id } of clusters) {
    const rules = native.filter(({ cluster }) => cluster.id === id).map(({ rule }) => rule.id);
    if (rules.length === 0) continue;
    const key = rules.join(',');
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return [...groups].map(([ids, clusterIds]) => [clusterIds, ids.split(',')] as const);
}
