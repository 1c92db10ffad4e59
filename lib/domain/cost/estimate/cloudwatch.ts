import { monthMs } from '../month.ts';
import { unitCosts } from '../unit-costs.ts';
import type { EstimateFacts } from './facts.ts';
import { type EstimateLine, type LineOf, sum } from './line.ts';
import { runsOf, seriesOf } from './runs.ts';

/** Polls, alarms, metrics, dashboards, logs and traces. */
export function cloudwatchLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const { alarms } = facts;
  const cloudwatch = 'CloudWatch';
  return [
    line('collect', cloudwatch, 'polls of series (GetMetricData)', 'getMetricData', seriesOf(facts).polls),
    line('discover', cloudwatch, 'lists of series (ListMetrics)', 'cloudwatchRequest', listCalls(facts)),
    line('alarms', cloudwatch, 'alarms on metrics of clusters', 'alarmMetric', alarms.metrics),
    line('alarms', cloudwatch, 'alarms by query, each metric', 'insightsAlarmMetric', alarms.analysed),
    line('alarms', cloudwatch, 'composite alarms', 'compositeAlarm', alarms.composites),
    line('alarms', cloudwatch, 'alarms on Tidewatch itself', 'alarmMetric', alarms.self),
    line('metrics', cloudwatch, 'own metrics', 'customMetric', facts.metrics),
    line('dashboards', cloudwatch, 'dashboards', 'dashboard', facts.dashboards),
    ...logLines(facts, line),
  ];
}

/** Each cluster is listed by itself, in pages. */
function listCalls({ clusters, emittedSeries, minutesBetween }: EstimateFacts): number {
  const pages = clusters + emittedSeries / unitCosts.listedMetrics;
  return pages * (monthMs / 60_000 / minutesBetween.discover);
}

function logLines(facts: EstimateFacts, line: LineOf): readonly EstimateLine[] {
  const runs = sum([...runsOf(facts).values()].map((stage) => stage.runs));
  const gb = (runs * unitCosts.logBytes) / 1e9;
  return [
    line('logs', 'CloudWatch Logs', 'logs taken in', 'logIngest', gb),
    line('logs', 'CloudWatch Logs', 'logs kept', 'logStorage', (gb * facts.retentionDays.logs) / 30),
    ...(facts.isTraced ? [line('traces', 'X-Ray', 'traces, one a run', 'trace', runs)] : []),
  ];
}
