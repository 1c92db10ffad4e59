import { Duration, Stack, type StackProps, Stage, Tags } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { rules } from '../domain/catalogue/index.ts';
import { type Rule, severities } from '../domain/catalogue/rule.ts';
import { overriddenRules } from '../domain/catalogue/rule-override.ts';
import { TidewatchAlerting } from './alerting.ts';
import type { Environment } from './config/environment.ts';
import { EnvironmentError } from './config/errors.ts';
import type { EnvironmentConfig } from './config/schema.ts';
import { TidewatchDashboards } from './dashboards.ts';
import { leastMonthlyCost, totalOf } from './estimate.ts';
import { TidewatchPipeline } from './pipeline.ts';
import { functionSettings } from './settings.ts';
import type { FunctionOptions } from './stage-function.ts';
import { TidewatchStorage } from './storage.ts';

/** The stacks of one environment: `NAME/storage`, `NAME/alerting`, `NAME/pipeline`, `NAME/dashboards`. */
export class EnvironmentStage extends Stage {
  readonly stacks: readonly Stack[];

  constructor(scope: Construct, environment: Environment) {
    const { name, account, region } = environment;
    super(scope, name, { env: { account, region } });
    const { watched: clusters, store } = environment;
    if (store.kind !== 'timestream-liveanalytics')
      throw new RangeError(`no stacks for a store of kind ${store.kind}`);
    const inForce = overriddenRules(rules, environment.alarms);
    const settings = functionSettings({
      environmentName: name,
      clusters,
      overrides: environment.alarms,
      rules: inForce,
    });
    refuseOverBudget(environment, inForce);
    const logRetention = retentionDays(environment.retention.logsDays);
    const stack = (id: string, about: string) => this.createStack(id, about, environment);

    const storageStack = stack('storage', 'points, models and incidents');
    const storage = new TidewatchStorage(storageStack, 'Storage', {
      memoryRetention: Duration.hours(store.memoryHours),
      magneticRetention: Duration.days(store.magneticDays),
      modelVersionRetention: Duration.days(environment.retention.modelVersionsDays),
    });
    const alertingStack = stack('alerting', 'topics, alarms and the router');
    const alerting = new TidewatchAlerting(alertingStack, 'Alerting', {
      environmentName: name,
      clusters,
      rules: inForce,
      storage,
      settings,
      notify: environment.notify,
      maintenance: environment.maintenance,
      incidentRetention: Duration.days(environment.retention.incidentsDays),
      route: sizeOf(environment.functions.route),
      logRetention,
    });
    const pipelineStack = stack('pipeline', 'collect, forecast and detect');
    new TidewatchPipeline(pipelineStack, 'Pipeline', {
      environmentName: name,
      clusters,
      storage,
      topics: alerting.topics.bySeverity,
      settings,
      ...schedulesOf(environment.schedules),
      functions: {
        collect: sizeOf(environment.functions.collect),
        forecast: sizeOf(environment.functions.forecast),
        detect: sizeOf(environment.functions.detect),
      },
      logRetention,
    });
    const dashboardsStack = stack('dashboards', 'dashboards');
    new TidewatchDashboards(dashboardsStack, 'Dashboards', {
      environmentName: name,
      clusters,
      rules: inForce,
    });
    this.stacks = [storageStack, alertingStack, pipelineStack, dashboardsStack];
  }

  private createStack(id: string, about: string, environment: Environment): Stack {
    const props: StackProps = {
      stackName: `tidewatch-${environment.name}-${id}`,
      description: `Tidewatch ${environment.name}: ${about}`,
    };
    const stack = new Stack(this, id, props);
    for (const [key, value] of Object.entries(environment.tags)) Tags.of(stack).add(key, value);
    return stack;
  }
}

/** @throws EnvironmentError when the environment costs more than it says it may */
function refuseOverBudget({ name, watched, notify, budget }: Environment, inForce: readonly Rule[]): void {
  if (!budget) return;
  const secrets = new Set(severities.flatMap((severity) => notify[severity]?.pagerdutySecret ?? []));
  const lines = leastMonthlyCost(watched, inForce, secrets.size);
  const total = totalOf(lines);
  if (total <= budget.monthlyUsd) return;
  const parts = lines.map(({ what, monthlyUsd }) => `${what} $${monthlyUsd.toFixed(2)}`).join(', ');
  throw new EnvironmentError([
    `config/${name}.yaml: budget.monthlyUsd: got ${budget.monthlyUsd}; it costs at least ${total.toFixed(2)} a month (${parts})`,
  ]);
}

function schedulesOf(schedules: EnvironmentConfig['schedules']) {
  return {
    collectEvery: Duration.minutes(schedules.collectMinutes),
    detectEvery: Duration.minutes(schedules.detectMinutes),
    projectEvery: Duration.minutes(schedules.projectMinutes),
    trainEvery: Duration.hours(schedules.trainHours),
  };
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
