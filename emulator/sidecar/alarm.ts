import {
  type CloudWatchClient,
  DescribeAlarmsCommand,
  type MetricAlarm as DescribedAlarm,
} from '@aws-sdk/client-cloudwatch';
import { ruleById } from '../../lib/domain/catalogue/index.ts';
import { type AlarmMarker, parseAlarmMarker } from '../../lib/domain/incidents/alarm-name.ts';
import { expressionNamespace, sidecarPrefix } from '../capability-aspect.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

interface AnyAlarm {
  readonly name: string;
  readonly state: AlarmState;
  /** When it was put, in ms. */
  readonly sinceMs: number;
}

/** An alarm that renders a rule of the catalogue on a cluster, or on one of its brokers. */
export interface RuleAlarm extends AnyAlarm {
  readonly kind: 'rule';
  readonly marker: AlarmMarker & { readonly cluster: string };
}

/** An alarm on one metric, as CloudWatch would judge it. */
export interface MetricAlarm extends AnyAlarm {
  readonly kind: 'metric';
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  readonly statistic: string;
  readonly periodSeconds: number;
  readonly periods: number;
  readonly breaching: number;
  readonly comparison: string;
  readonly threshold: number;
  readonly missing: 'missing' | 'ignore' | 'breaching' | 'notBreaching';
}

/** An alarm on an expression that is no rule of ours: nobody can judge it here. */
export interface UnknownAlarm extends AnyAlarm {
  readonly kind: 'unknown';
}

export type SidecarAlarm = RuleAlarm | MetricAlarm | UnknownAlarm;

/** All alarms of the stacks, as they stand now. */
export async function readAlarms(
  cloudwatch: Pick<CloudWatchClient, 'send'>,
): Promise<readonly SidecarAlarm[]> {
  const alarms: SidecarAlarm[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudwatch.send(new DescribeAlarmsCommand({ MaxRecords: 100, NextToken }));
    for (const one of page.MetricAlarms ?? []) {
      const alarm = alarmOf(one);
      if (alarm) alarms.push(alarm);
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return alarms;
}

/** The alarm as the sidecar judges it; `undefined` for one that is not of the stacks. */
export function alarmOf(described: DescribedAlarm): SidecarAlarm | undefined {
  const { AlarmName: name = '', Namespace = '', AlarmDescription = '' } = described;
  if (!Namespace.startsWith(sidecarPrefix)) return undefined;
  const state = (described.StateValue ?? 'INSUFFICIENT_DATA') as AlarmState;
  const sinceMs = described.AlarmConfigurationUpdatedTimestamp?.getTime() ?? 0;
  const marker = parseAlarmMarker(AlarmDescription);
  // Tidewatch's own alarms carry a marker too, and no rule of the catalogue.
  if (marker?.cluster !== undefined && ruleById(marker.rule) !== undefined)
    return { kind: 'rule', name, state, sinceMs, marker: { ...marker, cluster: marker.cluster } };
  if (Namespace === expressionNamespace) return { kind: 'unknown', name, state, sinceMs };
  return { kind: 'metric', name, state, sinceMs, ...metricOf(described) };
}

function metricOf(described: DescribedAlarm): Omit<MetricAlarm, 'kind' | 'name' | 'state' | 'sinceMs'> {
  const periods = described.EvaluationPeriods ?? 1;
  return {
    namespace: (described.Namespace ?? '').slice(sidecarPrefix.length),
    metric: described.MetricName ?? '',
    dimensions: (described.Dimensions ?? []).map(({ Name = '', Value = '' }) => ({ Name, Value })),
    statistic: described.Statistic ?? described.ExtendedStatistic ?? 'Average',
    periodSeconds: described.Period ?? 60,
    periods,
    breaching: described.DatapointsToAlarm ?? periods,
    comparison: described.ComparisonOperator ?? '',
    threshold: described.Threshold ?? Number.NaN,
    missing: (described.TreatMissingData ?? 'missing') as MetricAlarm['missing'],
  };
}
