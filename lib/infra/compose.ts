import { Annotations, type Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { severities } from '../domain/catalogue/rule.ts';
import { type Place, placeKey, readerRoleArn } from '../domain/place.ts';
import { alarmChunks } from './alerting/alarm-chunks.ts';
import { AlarmGroup } from './alerting/alarm-group.ts';
import { selfAlarms } from './alerting/self-alarms.ts';
import { SeverityTopics } from './alerting/topics.ts';
import { checkWindows } from './alerting/windows.ts';
import { TidewatchDashboards } from './dashboards/index.ts';
import { TidewatchPipeline } from './pipeline/index.ts';
import type { MonitoringPlan } from './plan.ts';
import { type RenderedAlarm, renderAlarms } from './render/alarm.ts';
import { assignRules } from './render/assignment.ts';
import { Responder } from './responder.ts';
import { Router } from './router.ts';
import { FunctionSettings, type SettingsDocument } from './settings/index.ts';
import { StageFactory } from './stage-factory.ts';
import { TidewatchStorage } from './storage/index.ts';

/** Where each part goes: stacks of their own, or one construct for all. */
export interface Scopes {
  readonly storage: Construct;
  readonly alerting: Construct;
  readonly pipeline: Construct;
  readonly dashboards: Construct;
  /** The scope of the n-th group of alarms, from 0. */
  readonly alarms: (group: number) => Construct;
}

/** What was built. */
export interface MonitoringParts {
  readonly storage: TidewatchStorage;
  readonly topics: SeverityTopics;
  readonly router: Router;
  /** Absent when the mode is off. */
  readonly responder?: Responder;
  readonly pipeline: TidewatchPipeline;
  readonly alarms: readonly AlarmGroup[];
  readonly dashboards: TidewatchDashboards;
}

/** Resources of one group of alarms: CloudFormation takes 500 a stack. */
const groupSize = 480;

/** Builds Tidewatch: storage, settings, stages, alarms and dashboards, each in its scope.
 *  @throws RangeError when a maintenance window cannot be read */
export function compose(scopes: Scopes, plan: MonitoringPlan): MonitoringParts {
  const { environmentName, logRetention } = plan;
  checkWindows(plan.maintenance);
  const storage = createStorage(scopes.storage, plan);
  const assigned = assignRules(plan);
  sayCrowdedOut(scopes.alerting, assigned.crowdedOut);
  const document = settingsDocument(plan, assigned.alarmed);
  const settings = new FunctionSettings(scopes.storage, 'Settings', { environmentName, document });
  const { functions, tracing, notify } = plan;
  const factory = new StageFactory({ storage, settings, functions, tracing, logRetention });
  const topics = new SeverityTopics(scopes.alerting, 'Topics', {
    environmentName,
    key: storage.key,
    notify,
  });
  const shared = { storage, factory, topics };
  const router = new Router(scopes.alerting, 'Router', { ...shared, notify });
  const responder = plan.respond === 'off' ? undefined : new Responder(scopes.alerting, 'Responder', shared);
  const pipeline = createPipeline(scopes.pipeline, plan, { storage, factory, topics });
  watchItself(scopes.pipeline, plan, { topics, router, responder, pipeline });
  const rendered = renderAlarms(assigned, environmentName, plan.every.collect.toMinutes());
  const alarms = alarmChunks(rendered, groupSize, plan.maintenance.length).map(
    (chunk, i) =>
      new AlarmGroup(scopes.alarms(i), `Alarms-${i + 1}`, {
        environmentName,
        clusters: plan.clusters,
        alarms: chunk,
        maintenance: plan.maintenance,
        collectMinutes: plan.every.collect.toMinutes(),
        group: i,
      }),
  );
  const dashboards = new TidewatchDashboards(scopes.dashboards, 'Dashboards', {
    environmentName,
    home: plan.home,
    clusters: plan.clusters,
    selected: [...new Map(plan.select.flatMap(({ places }) => places.map((p) => [placeKey(p), p]))).values()],
    rules: plan.rules,
    pages: plan.dashboards,
    alarmNames: worstFirst(rendered).map(({ props }) => props.alarmName ?? ''),
    parts: dashboardParts({ storage, topics, router, responder, pipeline }),
    ...(plan.estimate && { estimate: plan.estimate }),
    widget: { storage, settings, logRetention, tracing, ...functions.widget },
  });
  return { storage, topics, router, ...(responder && { responder }), pipeline, alarms, dashboards };
}

function sayCrowdedOut(scope: Construct, count: number): void {
  if (count === 0) return;
  const words = `a region takes 200 query alarms: our own evaluation watches ${count} rules that would have one`;
  Annotations.of(scope).addInfoV2('tidewatch:crowded-out', words);
}

function createStorage(scope: Construct, plan: MonitoringPlan): TidewatchStorage {
  const { store, network, encryptionKey } = plan;
  return new TidewatchStorage(scope, 'Storage', {
    store,
    ...(network && { network }),
    ...(encryptionKey && { encryptionKey }),
    modelVersionRetention: plan.modelVersionRetention,
    removalPolicy: plan.removalPolicy,
  });
}

function settingsDocument(plan: MonitoringPlan, alarmed: SettingsDocument['alarmed']): SettingsDocument {
  const { environmentName, home, select, overrides, polling, maintenance, calendar, alarmBudget } = plan;
  const { pagerdutyEndpoint, lag } = plan;
  return {
    environment: environmentName,
    home,
    clusters: plan.clusters.map(({ arn, openMonitoring, retentionSeconds, metadata }) => ({
      arn,
      ...(openMonitoring && { openMonitoring }),
      ...((retentionSeconds !== undefined || metadata) && {
        facts: { ...(retentionSeconds !== undefined && { retentionSeconds }), ...(metadata && { metadata }) },
      }),
    })),
    select,
    overrides,
    alarmed,
    polling,
    maintenance,
    ...(calendar && { calendar }),
    ...(alarmBudget !== undefined && { alarmBudget }),
    ...(lag && { lag }),
    respond: { mode: plan.respond },
    ...(pagerdutyEndpoint !== undefined && { pagerdutyEndpoint }),
    incidentDays: plan.incidentRetention.toDays(),
  };
}

function createPipeline(
  scope: Construct,
  plan: MonitoringPlan,
  shared: { storage: TidewatchStorage; factory: StageFactory; topics: SeverityTopics },
): TidewatchPipeline {
  const { environmentName, home, every, logRetention, network } = plan;
  const foreign = placesOf(plan).filter(({ account }) => account !== home.account);
  const scrapes = plan.clusters.some(({ openMonitoring }) => openMonitoring);
  return new TidewatchPipeline(scope, 'Pipeline', {
    environmentName,
    storage: shared.storage,
    factory: shared.factory,
    topicArns: shared.topics.arns,
    clusterArns: clusterArns(plan),
    readerRoleArns: foreign.map((place) => readerRoleArn(home.partition, environmentName, place)),
    scrape: scrapes ? (shared.storage.points.network ?? network) : undefined,
    discoverEvery: every.discover,
    collectEvery: every.collect,
    projectEvery: every.project,
    trainEvery: every.train,
    reportEvery: every.report,
    logRetention,
  });
}

function worstFirst(alarms: readonly RenderedAlarm[]): readonly RenderedAlarm[] {
  return alarms.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

/** Where clusters are, or are looked for; each place once. */
function placesOf({ clusters, select }: MonitoringPlan): readonly Place[] {
  const all: readonly Place[] = [...clusters, ...select.flatMap(({ places }) => places)];
  return [
    ...new Map(all.map(({ account, region }) => [`${account}/${region}`, { account, region }])).values(),
  ];
}

/** Clusters that the functions' own roles describe: those of their account, by ARN or, found by tag, all. */
function clusterArns({ home, clusters, select }: MonitoringPlan): readonly string[] {
  const named = clusters.filter(({ account }) => account === home.account).map(({ arn }) => arn);
  const places = select.flatMap((one) => one.places).filter(({ account }) => account === home.account);
  const regions = new Set(places.map(({ region }) => region));
  const found = [...regions].map(
    (region) => `arn:${home.partition}:kafka:${region}:${home.account}:cluster/*`,
  );
  return [...named, ...found];
}

interface Built {
  readonly topics: SeverityTopics;
  readonly router: Router;
  readonly responder: Responder | undefined;
  readonly pipeline: TidewatchPipeline;
}

function stagesOf({ pipeline, router, responder }: Built) {
  const { discover, collect, assess, evaluate, project, train, report, scrape, every } = pipeline;
  const minutes = (duration: Duration) => duration.toMinutes();
  return [
    { name: 'discover', stage: discover, everyMinutes: minutes(every.discover) },
    { name: 'collect', stage: collect, everyMinutes: minutes(every.collect) },
    { name: 'assess', stage: assess, everyMinutes: minutes(every.collect) },
    { name: 'evaluate', stage: evaluate, everyMinutes: minutes(every.collect) },
    { name: 'project', stage: project, everyMinutes: minutes(every.project) },
    { name: 'train', stage: train, everyMinutes: 60 },
    { name: 'report', stage: report, everyMinutes: minutes(every.report) },
    { name: 'route', stage: router.stage, everyMinutes: 1 },
    ...(scrape ? [{ name: 'scrape', stage: scrape, everyMinutes: 1 }] : []),
    ...(responder ? [{ name: 'respond', stage: responder.stage }] : []),
  ];
}

function queuesOf({ pipeline, router, responder }: Built) {
  const work = Object.entries(pipeline.queues).map(([name, queue]) => ({ name, ...pick(queue) }));
  return [
    ...work,
    { name: 'route', ...pick(router.messages) },
    ...(responder ? [{ name: 'respond', ...pick(responder.messages) }] : []),
  ];
}

function pick<T extends { readonly queue: unknown; readonly deadLetters: unknown }>({
  queue,
  deadLetters,
}: T): Pick<T, 'queue' | 'deadLetters'> {
  return { queue, deadLetters };
}

function watchItself(scope: Construct, { environmentName, every }: MonitoringPlan, built: Built): void {
  selfAlarms(scope, {
    environmentName,
    topics: built.topics.bySeverity,
    stages: stagesOf(built),
    queues: queuesOf(built),
    stateMachine: built.pipeline.training.stateMachine,
    trainHours: every.train.toHours(),
  });
}

function dashboardParts(built: Built & { readonly storage: TidewatchStorage }) {
  const stages = stagesOf(built);
  const queues = queuesOf(built);
  const named = <T>(items: readonly T[], of: (item: T) => readonly [string, string]) =>
    Object.fromEntries(items.map(of));
  return {
    functions: named(stages, ({ name, stage }) => [name, stage.function.functionName]),
    queues: named(queues, ({ name, queue }) => [name, queue.queueName]),
    deadLetters: {
      ...named(stages, ({ name, stage }) => [`${name} runs`, stage.deadLetters.queueName]),
      ...named(queues, ({ name, deadLetters }) => [name, deadLetters.queueName]),
    },
    topics: named(severities, (severity) => [severity, built.topics.bySeverity[severity].topicName]),
    stateMachines: { train: built.pipeline.training.stateMachine.stateMachineArn },
    tables: { incidents: built.storage.incidentTable.tableName },
  };
}
