import type { TimeToLimit } from '../catalogue/rule.ts';
import type { Forecast } from '../forecast/forecast.ts';
import { formatDuration, formatValue } from '../words.ts';
import { valuesOf } from './expression.ts';
import { allPeriods, type Bench, type Judgement, whereWords } from './judgement.ts';

const hourMs = 3_600_000;
/** A forecast made longer ago than this says nothing any more. */
const staleMs = 24 * hourMs;

/** Breaches when the forecast's mean reaches the limit, in the direction that hurts, within the time. */
export function judgeTimeToLimit(condition: TimeToLimit, bench: Bench): Judgement {
  const { data, entity, periods, nowMs, facts } = bench;
  const forecast = data.forecastOf(condition.signal, entity);
  const limit = valuesOf(condition.limit, bench).findLast((value) => !Number.isNaN(value));
  const signal = facts.signal(condition.signal);
  const subject = `${signal?.title ?? condition.signal} of ${whereWords(data, entity)}`;
  if (forecast === undefined || limit === undefined || nowMs - forecast.originMs > staleMs) {
    return missing(`${subject} has no forecast`, periods.count);
  }
  const isRising = signal?.harm !== 'low';
  const reach = reachOf(forecast, limit, isRising, nowMs);
  const limitText = formatValue(limit, signal?.unit ?? 'count');
  if (reach.meanMs === undefined || reach.meanMs > condition.withinMs) {
    const words = `${subject} is not forecast to reach ${limitText} within ${formatDuration(condition.withinMs)}`;
    return { ...missing(words, periods.count), marks: allPeriods('ok', periods.count), values: { limit } };
  }
  const words = `${subject} is forecast to reach ${limitText} in ${formatDuration(reach.meanMs)}${spread(reach)}`;
  const hours = reach.meanMs / hourMs;
  return {
    marks: allPeriods('breach', periods.count),
    words,
    overWords: words,
    values: {
      hours,
      limit,
      ...(reach.earliestMs !== undefined && { hoursEarliest: reach.earliestMs / hourMs }),
    },
    main: hours,
    tellsTime: true,
    sinceMs: nowMs,
  };
}

interface Reach {
  readonly meanMs: number | undefined;
  readonly earliestMs: number | undefined;
  readonly latestMs: number | undefined;
}

/** Time from now until the mean and the two bounds first reach the limit; undefined beyond the horizon. */
function reachOf(forecast: Forecast, limit: number, isRising: boolean, nowMs: number): Reach {
  const first = (path: Float64Array) => {
    const step = path.findIndex(
      (value, i) => timeOf(forecast, i) >= nowMs && (isRising ? value >= limit : value <= limit),
    );
    return step < 0 ? undefined : timeOf(forecast, step) - nowMs;
  };
  return {
    meanMs: first(forecast.mean),
    earliestMs: first(isRising ? forecast.upper : forecast.lower),
    latestMs: first(isRising ? forecast.lower : forecast.upper),
  };
}

function timeOf({ originMs, stepMs }: Forecast, step: number): number {
  return originMs + (step + 1) * stepMs;
}

function spread({ earliestMs, latestMs }: Reach): string {
  const earliest = earliestMs === undefined ? '' : `earliest ${formatDuration(earliestMs)}`;
  const latest = latestMs === undefined ? 'latest beyond the forecast' : `latest ${formatDuration(latestMs)}`;
  return earliest === '' ? '' : ` (${earliest}, ${latest})`;
}

function missing(words: string, count: number): Judgement {
  return {
    marks: allPeriods('missing', count),
    words,
    overWords: words,
    values: {},
    main: Number.NaN,
    tellsTime: true,
  };
}
