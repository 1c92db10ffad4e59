import { parseClusterArn } from '../domain/arn.ts';
import type { Rule } from '../domain/catalogue/rule.ts';
import type { RuleOverrides } from '../domain/catalogue/rule-override.ts';
import type { WatchedCluster } from './config/environment.ts';
import { renderAlarms } from './render/alarm.ts';

export interface SettingsSource {
  readonly environmentName: string;
  readonly clusters: readonly WatchedCluster[];
  readonly overrides: RuleOverrides;
  /** The rules in force, overrides applied. */
  readonly rules: readonly Rule[];
}

/** Lambda takes 4 KB of variables; the rest of them needs less than this. */
const settingsBytes = 3300;

/**
 * What every function is told by its environment variables; `lambdas/settings.ts` reads it. Which rules have
 * alarms is decided here, once: a function that decided by what it sees of a cluster could differ, and a rule
 * would have nobody.
 * @throws RangeError when it is more than a function's variables hold
 */
export function functionSettings(source: SettingsSource): Readonly<Record<string, string>> {
  const settings = {
    TIDEWATCH_ENVIRONMENT: source.environmentName,
    TIDEWATCH_CLUSTER_PREFIX: arnPrefix(source.clusters),
    TIDEWATCH_CLUSTERS: source.clusters.map(({ arn }) => arn.slice(arn.indexOf('/') + 1)).join(','),
    TIDEWATCH_RULE_OVERRIDES: JSON.stringify(source.overrides),
    TIDEWATCH_ALARMED_RULES: JSON.stringify(alarmedRules(source)),
  };
  const bytes = Object.entries(settings).reduce(
    (sum, [name, value]) => sum + name.length + Buffer.byteLength(value),
    0,
  );
  if (bytes > settingsBytes)
    throw new RangeError(
      `${source.environmentName}: the functions' settings take ${bytes} bytes, allowed: ${settingsBytes}; ` +
        'split the clusters over two environments, or change fewer rules',
    );
  return settings;
}

function arnPrefix([first]: readonly WatchedCluster[]): string {
  const parsed = first && parseClusterArn(first.arn);
  if (parsed?.kind !== 'arn') return '';
  const { partition, region, account } = parsed.arn;
  return `arn:${partition}:kafka:${region}:${account}:cluster/`;
}

/** Clusters by name with the rules that CloudWatch alarms watch there; clusters with the same rules together. */
function alarmedRules({
  clusters,
  rules,
  environmentName,
}: SettingsSource): readonly (readonly [clusterNames: readonly string[], ruleIds: readonly string[]])[] {
  const alarms = renderAlarms(clusters, rules, environmentName);
  const names = new Map<string, string[]>();
  for (const cluster of clusters) {
    const mine = alarms.filter((alarm) => alarm.cluster === cluster.id).map(({ rule }) => rule);
    const ids = [...new Set(mine)].join(',');
    names.set(ids, [...(names.get(ids) ?? []), cluster.name]);
  }
  return [...names].map(([ids, clusterNames]) => [clusterNames, ids.split(',')] as const);
}
