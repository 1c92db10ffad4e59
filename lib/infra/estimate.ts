import { cloudWatchMetricOf } from '../domain/catalogue/emission.ts';
import type { Rule } from '../domain/catalogue/rule.ts';
import { signals } from '../domain/catalogue/signals/index.ts';
import type { Cluster } from '../domain/cluster.ts';
import { type PollQuery, planPolls } from '../domain/cost/poll-plan.ts';
import { pricePolls } from '../domain/cost/price-polls.ts';
import { type RenderedAlarm, renderAlarms } from './render/alarm.ts';

export interface EstimateLine {
  readonly what: string;
  readonly monthlyUsd: number;
}

/** Dollars a month in us-east-1, November 2026: pricing pages of CloudWatch, KMS and Secrets Manager. */
const unitPrices = { alarmMetric: 0.1, compositeAlarm: 0.5, dashboard: 3, key: 1, secret: 0.4 } as const;

/**
 * What an environment costs at least, in US dollars a month: alarms, dashboards, keys, secrets, and polls of
 * what is known at synth. Topics and groups are not, nor is what functions, store and messages use: they come
 * on top. Free tiers are not taken off.
 */
export function leastMonthlyCost(
  clusters: readonly Cluster[],
  rules: readonly Rule[],
  secrets: number,
): readonly EstimateLine[] {
  const alarms = renderAlarms(clusters, rules, 'estimate');
  const brokers = new Map(clusters.map(({ id, brokerIds }) => [id, Math.max(1, brokerIds.length)]));
  const metrics = alarms.reduce(
    (sum, alarm) => sum + alarmMetrics(alarm, brokers.get(alarm.cluster) ?? 1),
    0,
  );
  const lines = [
    { what: `${metrics} alarm metrics`, monthlyUsd: metrics * unitPrices.alarmMetric },
    { what: `${clusters.length} composite alarms`, monthlyUsd: clusters.length * unitPrices.compositeAlarm },
    { what: `${clusters.length} dashboards`, monthlyUsd: clusters.length * unitPrices.dashboard },
    { what: 'polls of cluster and broker metrics', monthlyUsd: pollPrice(clusters) },
    { what: 'a key', monthlyUsd: unitPrices.key },
    { what: `${secrets} secrets`, monthlyUsd: secrets * unitPrices.secret },
  ];
  return lines.filter(({ monthlyUsd }) => monthlyUsd > 0);
}

/** The lines' sum. */
export function totalOf(lines: readonly EstimateLine[]): number {
  return lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0);
}

/** A Metrics Insights alarm is billed by the metrics that it looks at: one a broker, as far as is known. */
function alarmMetrics({ props }: RenderedAlarm, brokers: number): number {
  if (!Array.isArray(props.metrics)) return 1;
  const inputs = props.metrics.filter((one) => 'metricStat' in one && one.metricStat !== undefined);
  return inputs.length > 0 ? inputs.length : brokers;
}

function pollPrice(clusters: readonly Cluster[]): number {
  const queries = clusters.flatMap((cluster) =>
    signals.flatMap((signal): PollQuery[] => {
      if (!cloudWatchMetricOf(cluster, signal)) return [];
      const entities =
        signal.entity === 'cluster' ? [''] : signal.entity === 'broker' ? cluster.brokerIds : [];
      return entities.map((id) => ({ key: `${cluster.id} ${signal.id} ${id}`, cadence: signal.cadence }));
    }),
  );
  return pricePolls(planPolls(queries)).total.usdPerMonth;
}
