import type { CfnAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import type { Comparison, Rule, Severity } from '../../domain/catalogue/rule.ts';
import { alarmDescription, alarmName } from '../../domain/incidents/alarm-name.ts';
import type { Assignment, NativeRule } from './assignment.ts';
import { broadAnomalyAlarm } from './broad-anomaly.ts';
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
  /** Which part of its cluster's alarms it is in, from 0, where one group cannot have them all. @default 0 */
  readonly part?: number;
}

/**
 * The alarms of each cluster at home: those of the rules that CloudWatch watches there, and one on the share of
 * its series that are anomalous, which is no rule of the catalogue.
 * @param collectMinutes from one collection to the next
 */
export function renderAlarms(
  { native, home }: Pick<Assignment, 'native' | 'home'>,
  environment: string,
  collectMinutes = 5,
): readonly RenderedAlarm[] {
  return home.flatMap((cluster) => {
    const mine = native.filter((one) => one.cluster.id === cluster.id);
    const rendered = mine.map((one) => renderRule(one, environment));
    return [...rendered, broadAnomalyAlarm(cluster, environment, collectMinutes)];
  });
}

/** The alarm of one rule on one cluster. */
export function renderRule({ rule, cluster, plan }: NativeRule, environment: string): RenderedAlarm {
  const { id, title, severity, runbook } = rule;
  const marker = { rule: id, severity, cluster: cluster.id };
  return {
    id: `Alarm-${cluster.name}-${id}`,
    cluster: cluster.id,
    rule: id,
    severity,
    props: {
      alarmName: alarmName({ environment, clusterName: cluster.name, rule: id }),
      alarmDescription: alarmDescription(`${title} (runbook ${runbook})`, marker),
      comparisonOperator: operators[plan.comparison],
      threshold: plan.threshold,
      evaluationPeriods: rule.periods,
      datapointsToAlarm: rule.breaching,
      treatMissingData: missingData[rule.missing],
      ...(plan.kind === 'insights' ? queryOf(rule, plan) : mathOf(rule, plan)),
    },
  };
}

const namespace = 'AWS/Kafka';

const operators: Readonly<Record<Comparison, string>> = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
};

const missingData = { hold: 'ignore', ok: 'notBreaching', breaching: 'breaching' } as const;

type InsightsPlan = Extract<NativePlan, { kind: 'insights' }>;
type MathPlan = Extract<NativePlan, { kind: 'math' }>;

function queryOf({ title, periodMs }: Rule, { query }: InsightsPlan): Partial<CfnAlarmProps> {
  return {
    metrics: [{ id: 'q1', expression: query, period: periodMs / 1000, returnData: true, label: title }],
  };
}

function mathOf({ title, periodMs }: Rule, { text, metrics }: MathPlan): Partial<CfnAlarmProps> {
  const period = periodMs / 1000;
  const [only] = metrics;
  if (metrics.length === 1 && only && text === only.id) {
    const { metric, statistic, dimensions } = only;
    return { namespace, metricName: metric, statistic, dimensions: [...dimensions], period };
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
  return { metrics: [...inputs, { id: 'result', expression: text, label: title, returnData: true }] };
}
