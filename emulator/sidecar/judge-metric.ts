import type { AlarmState, MetricAlarm } from './alarm.ts';

/** What an alarm's state should be, and why; `undefined` leaves it as it is. */
export type Verdict = { readonly state: AlarmState; readonly reason: string } | undefined;

type Judged = Pick<
  MetricAlarm,
  'metric' | 'comparison' | 'threshold' | 'periods' | 'breaching' | 'missing' | 'periodSeconds' | 'sinceMs'
>;

/**
 * M of N on one value a period, as CloudWatch judges it; NaN is a period without data. An alarm that is younger than
 * its window and has no data is left alone: what it watches has not had the time to run.
 * Source: Amazon CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data".
 */
export function judgeMetric(alarm: Judged, values: readonly number[], nowMs: number): Verdict {
  const known = values.filter((value) => !Number.isNaN(value));
  const windowMs = alarm.periods * alarm.periodSeconds * 1000;
  if (known.length === 0 && (alarm.missing === 'ignore' || nowMs - alarm.sinceMs < windowMs))
    return undefined;
  if (known.length === 0 && alarm.missing === 'missing')
    return { state: 'INSUFFICIENT_DATA', reason: `no data of ${alarm.metric}` };
  const breaching = values.filter((value) =>
    Number.isNaN(value) ? alarm.missing === 'breaching' : isBreaching(alarm, value),
  ).length;
  const state = breaching >= alarm.breaching ? 'ALARM' : 'OK';
  const newest = known.at(-1);
  const seen = newest === undefined ? 'no data' : `newest value ${newest}`;
  const reason = `${breaching} of ${alarm.periods} periods of ${alarm.metric} breach the threshold of ${alarm.threshold} (${seen})`;
  return { state, reason };
}

function isBreaching({ comparison, threshold }: Judged, value: number): boolean {
  switch (comparison) {
    case 'GreaterThanThreshold':
      return value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return value >= threshold;
    case 'LessThanThreshold':
      return value < threshold;
    case 'LessThanOrEqualToThreshold':
      return value <= threshold;
    default:
      throw new RangeError(
        `alarm on ${value}: got the comparison "${comparison}", allowed: those on a threshold`,
      );
  }
}
