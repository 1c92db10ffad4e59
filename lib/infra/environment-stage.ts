import { Duration, RemovalPolicy, Stack, Stage, Tags } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { rules } from '../domain/catalogue/index.ts';
import { overriddenRules } from '../domain/catalogue/rule-override.ts';
import { compose, type MonitoringParts } from './compose.ts';
import { resolveCalendar } from './config/calendar/resolve.ts';
import { type Environment, otherPlaces } from './config/environment.ts';
import { stageNames } from './config/names.ts';
import type { EnvironmentConfig, StoreConfig } from './config/schema/index.ts';
import { estimateOf, refuseOverBudget } from './estimate/index.ts';
import { type EndpointNeeds, networkOf } from './network.ts';
import type { MonitoringPlan } from './plan.ts';
import { TidewatchReader, TidewatchSink } from './reader-role.ts';
import type { StageSizes } from './stage-factory.ts';
import type { FunctionOptions } from './stage-function.ts';
import type { PointStoreProps } from './storage/index.ts';

/** The stacks of one environment: `NAME/storage`, `NAME/alerting`, `NAME/pipeline`, `NAME/alarms-1` and so on,
 *  `NAME/dashboards`, and for each other account that is watched `NAME/reader-ACCOUNT-REGION`. */
export class EnvironmentStage extends Stage {
  readonly stacks: readonly Stack[];
  readonly parts: MonitoringParts;
  private readonly environment: Environment;

  constructor(scope: Construct, environment: Environment) {
    const { name, account, region } = environment;
    super(scope, name, { env: { account, region } });
    this.environment = environment;
    const stacks: Stack[] = [];
    const stack = (id: string, about: string, place = { account, region }) => {
      const created = this.createStack(id, about, place);
      stacks.push(created);
      return created;
    };
    const storage = stack('storage', 'points, models, incidents and settings');
    const alerting = stack('alerting', 'topics and the router');
    const pipeline = stack('pipeline', 'the stages from discover to evaluate');
    const dashboards = stack('dashboards', 'dashboards');
    const alarms = (group: number) => stack(`alarms-${group + 1}`, 'alarms of the clusters');
    const plan = this.plan(storage);
    this.parts = compose({ storage, alerting, pipeline, dashboards, alarms }, plan);
    this.createReaders(alerting, stack);
    this.stacks = stacks;
  }

  private createStack(id: string, about: string, env: { account: string; region: string }): Stack {
    const { name, tags } = this.environment;
    const stack = new Stack(this, id, {
      env,
      stackName: `tidewatch-${name}-${id}`,
      description: `Tidewatch ${name}: ${about}`,
    });
    for (const [key, value] of Object.entries(tags)) Tags.of(stack).add(key, value);
    return stack;
  }

  /** @throws EnvironmentError when the environment costs more than it says it may */
  private plan(storage: Stack): MonitoringPlan {
    const { environment } = this;
    const { name, account, region, schedules, retention } = environment;
    const estimate = estimateOf(environment);
    refuseOverBudget(environment, estimate);
    const home = { account, region, partition: partitionOf(environment) };
    return {
      environmentName: name,
      home,
      clusters: environment.watched,
      select: environment.select.map(({ tags, accounts = [account], regions = [region] }) => ({
        tags,
        places: accounts.flatMap((one) => regions.map((where) => ({ account: one, region: where }))),
      })),
      overrides: environment.alarms,
      rules: overriddenRules(rules, environment.alarms),
      nativeAlarms: environment.nativeAlarms,
      polling: environment.polling,
      notify: environment.notify,
      pagerdutyEndpoint: environment.pagerdutyEndpoint,
      maintenance: environment.maintenance,
      calendar: environment.calendar && resolveCalendar(environment.calendar, Date.now()),
      alarmBudget: environment.anomalies.budget,
      lag: environment.lag,
      respond: environment.respond.mode,
      store: storeOf(environment.store),
      network: networkOf(storage, 'Network', environment.network, networkNeeds(environment)),
      every: {
        discover: Duration.minutes(schedules.discoverMinutes),
        collect: Duration.minutes(schedules.collectMinutes),
        project: Duration.minutes(schedules.projectMinutes),
        train: Duration.hours(schedules.trainHours),
        report: Duration.hours(schedules.reportHours),
      },
      logRetention: retentionDays(retention.logsDays),
      incidentRetention: Duration.days(retention.incidentsDays),
      modelVersionRetention: Duration.days(retention.modelVersionsDays),
      functions: sizesOf(environment.functions),
      dashboards: environment.dashboards.pages,
      estimate,
      tracing: environment.tracing,
      removalPolicy: environment.removal === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    };
  }

  /** Other accounts that are watched: what they grant, and the sink that their dashboards' metrics go to. */
  private createReaders(
    alerting: Stack,
    stack: (id: string, about: string, place: { account: string; region: string }) => Stack,
  ): void {
    const { environment } = this;
    const places = otherPlaces(environment).filter(({ account }) => account !== environment.account);
    if (places.length === 0) return;
    const accounts = [...new Set(places.map(({ account }) => account))];
    new TidewatchSink(alerting, 'Sink', { environmentName: environment.name, accounts });
    for (const place of places) {
      const about = `lets account ${environment.account} read metrics`;
      const scope = stack(`reader-${place.account}-${place.region}`, about, place);
      new TidewatchReader(scope, 'Reader', {
        environmentName: environment.name,
        homeAccount: environment.account,
      });
    }
  }
}

/** The partition of the clusters; the commercial one where only tags tell which clusters. */
function partitionOf({ clusters }: Environment): string {
  return clusters[0]?.arn.split(':')[1] ?? 'aws';
}

/** What the functions in a VPC need of it. An instance that is there already is reached from the VPC given, or
 *  from outside of any. */
function networkNeeds(environment: Environment): EndpointNeeds {
  const { store, network, watched, account } = environment;
  const places = otherPlaces(environment).filter((place) => place.account !== account);
  const isForeign = store.kind === 'timestream-influxdb' && store.endpoint !== undefined;
  return {
    influx: store.kind === 'timestream-influxdb' && !(isForeign && network === undefined),
    scrapes: watched.some(({ openMonitoring }) => openMonitoring),
    otherAccounts: [...new Set(places.map((place) => place.account))],
  };
}

function storeOf(store: StoreConfig): PointStoreProps {
  switch (store.kind) {
    case 'dynamodb':
      return { kind: store.kind, keep: Duration.days(store.keepDays) };
    case 'timestream-liveanalytics':
      return {
        kind: store.kind,
        memoryRetention: Duration.hours(store.memoryHours),
        magneticRetention: Duration.days(store.magneticDays),
        hourlyRollups: store.hourlyRollups,
      };
    case 'timestream-influxdb': {
      const { kind, keepDays, ...rest } = store;
      return { kind, keep: Duration.days(keepDays), ...rest };
    }
  }
}

function sizesOf(functions: EnvironmentConfig['functions']): StageSizes {
  return Object.fromEntries(stageNames.map((name) => [name, sizeOf(functions[name])]));
}

function sizeOf(options: EnvironmentConfig['functions']['collect']): FunctionOptions {
  const { memoryMb, timeoutSeconds, reservedConcurrency } = options;
  return {
    ...(memoryMb && { memoryMb }),
    ...(timeoutSeconds && { timeout: Duration.seconds(timeoutSeconds) }),
    ...(reservedConcurrency && { reservedConcurrency }),
  };
}

/** CDK's enum holds the days themselves. @throws RangeError when CloudWatch Logs has no such step */
function retentionDays(days: number): RetentionDays {
  const known = Object.values(RetentionDays).find((value) => value === days);
  if (typeof known !== 'number')
    throw new RangeError(`log retention: got ${days} days; CloudWatch Logs has no such step`);
  return known;
}
