import { rules as catalogue } from '../../domain/catalogue/index.ts';
import type { Rule } from '../../domain/catalogue/rule.ts';
import { overriddenRules } from '../../domain/catalogue/rule-override.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { EstimateFacts, PolledClass } from '../../domain/cost/estimate/index.ts';
import type { ClusterSize } from '../../domain/cost/expected-series.ts';
import type { Environment } from '../config/environment.ts';
import { sizes } from '../pipeline/sizes.ts';
import { type Assignment, assignRules, rulesOn } from '../render/assignment.ts';
import { alarmFacts } from './alarms.ts';
import { type ClusterSeries, clusterSeries } from './series.ts';
import { networkFacts, secretCount, storeFacts } from './store.ts';

/** How large the clusters are taken to be: none of it is known at synth. */
export interface AssumedSize extends ClusterSize {
  /** Clusters that the tags of `select` are taken to find. */
  readonly selectedClusters: number;
}

export const defaultSize: AssumedSize = {
  topics: 50,
  partitionsPerTopic: 6,
  groups: 20,
  topicsPerGroup: 1,
  selectedClusters: 0,
};

/** What the cost of an environment follows from. */
export function estimateFacts(environment: Environment, size: AssumedSize): EstimateFacts {
  const { watched, account, region, nativeAlarms, schedules, retention, polling } = environment;
  const rules = overriddenRules(catalogue, environment.alarms);
  const home = { account, region };
  const assigned = assignRules({ clusters: watched, rules, nativeAlarms, home });
  const series = [
    ...watched.map((one) => clusterSeries(one, size, ownRules(one, rules, assigned), polling)),
    ...selectedSeries(environment, size, rules),
  ];
  const declaredHere = watched.filter((one) => one.account === account && one.region === region);
  return {
    clusters: series.length,
    emittedSeries: series.reduce((total, one) => total + one.emitted, 0),
    polled: merged(series),
    partsPerCluster: polling.partsPerCluster,
    minutesBetween: {
      discover: schedules.discoverMinutes,
      collect: schedules.collectMinutes,
      project: schedules.projectMinutes,
      train: schedules.trainHours * 60,
      report: schedules.reportHours * 60,
    },
    memoryMb: memoryOf(environment),
    optional: {
      respond: environment.respond.mode !== 'off',
      scrape: watched.some(({ openMonitoring }) => openMonitoring),
    },
    alarms: alarmFacts(environment, assigned, size),
    // AnomalousShare of each cluster, ClusterInMaintenance of those declared here, OldestModelHours and
    // ForecastErrorRatio (lambdas/stage-metrics.ts).
    metrics: series.length + declaredHere.length + 2,
    dashboards: environment.dashboards.pages.length,
    store: storeFacts(environment),
    network: networkFacts(environment),
    emails: Object.values(environment.notify).reduce((total, one) => total + (one?.emails?.length ?? 0), 0),
    secrets: secretCount(environment),
    retentionDays: { logs: retention.logsDays, modelVersions: retention.modelVersionsDays },
    isTraced: environment.tracing,
  };
}

/** The rules on a cluster that no CloudWatch alarm watches. */
function ownRules(cluster: Cluster, rules: readonly Rule[], { alarmed }: Assignment): readonly Rule[] {
  const native = new Set(alarmed.flatMap(([ids, ruleIds]) => (ids.includes(cluster.id) ? ruleIds : [])));
  return rulesOn(cluster, rules).filter(({ id }) => !native.has(id));
}

/** What a cluster is like of which nothing is known: a small one with the metrics that most rules want. */
const unknownCluster = {
  id: 'account/region/selected',
  name: 'selected',
  account: 'account',
  region: 'region',
  type: 'standard',
  metadata: 'kraft',
  monitoring: 'PER_TOPIC_PER_BROKER',
  instanceType: 'kafka.m7g.large',
  brokerIds: ['1', '2', '3'],
} as const satisfies Cluster;

/** Clusters found by tags are like the first declared one, and have no CloudWatch alarms. */
function selectedSeries(
  { select, watched, polling }: Environment,
  size: AssumedSize,
  rules: readonly Rule[],
): readonly ClusterSeries[] {
  if (select.length === 0 || size.selectedClusters === 0) return [];
  const like = watched[0] ?? unknownCluster;
  const one = clusterSeries(like, size, rulesOn(like, rules), polling);
  return Array.from({ length: size.selectedClusters }, () => one);
}

/** The classes of all clusters, those of one interval together. */
function merged(series: readonly ClusterSeries[]): readonly PolledClass[] {
  const byEvery = new Map<number, PolledClass>();
  for (const one of series.flatMap(({ polled }) => polled)) {
    const known = byEvery.get(one.everyMs) ?? { everyMs: one.everyMs, series: 0, signals: 0, assessed: 0 };
    byEvery.set(one.everyMs, {
      everyMs: one.everyMs,
      series: known.series + one.series,
      signals: known.signals + one.signals,
      assessed: known.assessed + one.assessed,
    });
  }
  return [...byEvery.values()];
}

/** Sizes of the stages outside of the pipeline (router.ts, responder.ts, dashboards/widget-function.ts). */
const smallMb = 256;

function memoryOf({ functions }: Environment): EstimateFacts['memoryMb'] {
  const of = (stage: keyof EstimateFacts['memoryMb'], usualMb: number) =>
    functions[stage].memoryMb ?? usualMb;
  return {
    discover: of('discover', sizes.discover.memoryMb),
    collect: of('collect', sizes.collect.memoryMb),
    assess: of('assess', sizes.assess.memoryMb),
    evaluate: of('evaluate', sizes.evaluate.memoryMb),
    project: of('project', sizes.project.memoryMb),
    train: of('train', sizes.train.memoryMb),
    report: of('report', sizes.report.memoryMb),
    scrape: of('scrape', sizes.scrape.memoryMb),
    route: of('route', smallMb),
    respond: of('respond', smallMb),
    widget: of('widget', smallMb),
  };
}
