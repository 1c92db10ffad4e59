import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Comparison, Rule, Severity } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import { alarmDescription, alarmName } from '../../domain/incidents/alarm-name.ts';
import type { Assignment, NativeRule } from './assignment.ts';
import type { NativePlan } from './native.ts';

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

/** The alarms of all rules that CloudWatch watches, by cluster and rule. */
export function renderAlarms({ native }: Assignment, environment: string): readonly RenderedAlarm[] {
  return native.flatMap((one) => renderRule(one, environment));
}

/** The alarms of one rule on one cluster. */
export function renderRule(
  { rule, cluster, plan }: NativeRule,
  environment: string,
): readonly RenderedAlarm[] {
  return plan.kind === 'insights'
    ? [insightsAlarm(rule, cluster, environment, plan)]
    : plan.alarms.map((alarm) => mathAlarm(rule, cluster, environment, plan, alarm));
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
