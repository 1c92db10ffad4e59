import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { rulesFor } from '../../domain/catalogue/index.ts';
import type { Comparison, Rule, Severity } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { alarmDescription, alarmName } from '../../domain/incidents/alarm-name.ts';
import { type NativePlan, nativePlan } from './native.ts';

/** A CloudWatch alarm of a rule, less its actions. */
export interface RenderedAlarm {
  /** Construct id, unique in the environment. */
  readonly id: string;
  /** The cluster's id. */
  readonly cluster: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly props: CfnAlarmProps;
}

/** Metrics Insights alarms in one region, at most (CloudWatch quota). */
const insightsAlarms = 200;

/**
 * The alarms of all rules that CloudWatch can watch, by cluster and rule.
 * @param rules those in force, overrides applied
 * @throws RangeError when there are more Metrics Insights alarms than a region takes
 */
export function renderAlarms(
  clusters: readonly Cluster[],
  rules: readonly Rule[],
  environment: string,
): readonly RenderedAlarm[] {
  const alarms = clusters.flatMap((cluster) =>
    rulesOn(cluster, rules).flatMap((rule) => renderRule(rule, cluster, environment)),
  );
  const insights = alarms.filter(({ props }) => isInsights(props)).length;
  if (insights > insightsAlarms)
    throw new RangeError(
      `${insights} Metrics Insights alarms, allowed: ${insightsAlarms} in a region; ` +
        'watch fewer clusters in one environment, or switch rules off under `alarms`',
    );
  return alarms;
}

/** The rules that apply to the cluster, out of those in force. */
export function rulesOn(cluster: Cluster, rules: readonly Rule[]): readonly Rule[] {
  const applying = new Set(rulesFor(cluster).map(({ id }) => id));
  return rules.filter(({ id }) => applying.has(id));
}

/** The alarms of one rule on one cluster: none when our own functions watch it. */
export function renderRule(rule: Rule, cluster: Cluster, environment: string): readonly RenderedAlarm[] {
  const plan = nativePlan(rule, cluster);
  switch (plan.kind) {
    case 'ours':
      return [];
    case 'insights':
      return [insightsAlarm(rule, cluster, environment, plan)];
    case 'math':
      return plan.alarms.map((alarm) => mathAlarm(rule, cluster, environment, plan, alarm));
  }
}

type InsightsPlan = Extract<NativePlan, { kind: 'insights' }>;
type MathPlan = Extract<NativePlan, { kind: 'math' }>;

function insightsAlarm(rule: Rule, cluster: Cluster, environment: string, plan: InsightsPlan): RenderedAlarm {
  const metrics = [
    { id: 'q1', expression: plan.query, period: rule.periodMs / 1000, returnData: true, label: rule.title },
  ];
  return rendered(rule, cluster, environment, plan, undefined, { metrics });
}

function mathAlarm(
  rule: Rule,
  cluster: Cluster,
  environment: string,
  plan: MathPlan,
  { broker, text, metrics }: MathPlan['alarms'][number],
): RenderedAlarm {
  const period = rule.periodMs / 1000;
  const [only] = metrics;
  if (metrics.length === 1 && only && text === only.id) {
    const { metric, statistic, dimensions } = only;
    const single = { namespace, metricName: metric, statistic, dimensions: [...dimensions], period };
    return rendered(rule, cluster, environment, plan, broker, single);
  }
  const inputs = metrics.map(({ id, metric, statistic, dimensions }) => ({
    id,
    returnData: false,
    metricStat: {
      metric: { namespace, metricName: metric, dimensions: [...dimensions] },
      period,
      stat: statistic,
    },
  }));
  const result = { id: 'result', expression: text, label: rule.title, returnData: true };
  return rendered(rule, cluster, environment, plan, broker, { metrics: [...inputs, result] });
}

const namespace = 'AWS/Kafka';

const operators: Readonly<Record<Comparison, string>> = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
};

const missingData = { hold: 'ignore', ok: 'notBreaching', breaching: 'breaching' } as const;

function rendered(
  rule: Rule,
  cluster: Cluster,
  environment: string,
  { comparison, threshold }: { readonly comparison: Comparison; readonly threshold: number },
  broker: string | undefined,
  what: Partial<CfnAlarmProps>,
): RenderedAlarm {
  const labels = broker === undefined ? undefined : { broker };
  const marker = { rule: rule.id, severity: rule.severity, cluster: cluster.id, ...(labels && { labels }) };
  return {
    id: ['Alarm', cluster.name, rule.id, broker].filter(Boolean).join('-'),
    cluster: cluster.id,
    rule: rule.id,
    severity: rule.severity,
    props: {
      alarmName: alarmName({
        environment,
        clusterName: cluster.name,
        rule: rule.id,
        ...(labels && { labels }),
      }),
      alarmDescription: alarmDescription(`${rule.title} (runbook ${rule.runbook})`, marker),
      comparisonOperator: operators[comparison],
      threshold,
      evaluationPeriods: rule.periods,
      datapointsToAlarm: rule.breaching,
      treatMissingData: missingData[rule.missing],
      ...what,
    },
  };
}

function isInsights({ metrics }: CfnAlarmProps): boolean {
  return (
    Array.isArray(metrics) &&
    metrics.some((one) => 'expression' in one && one.expression?.startsWith('SELECT'))
  );
}
