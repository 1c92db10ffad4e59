import type { _Record, Dimension, MeasureValue } from '@aws-sdk/client-timestream-write';
import type { Verdict } from '../../../domain/anomaly/verdict.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import { labelsOf } from '../../../domain/series/entity.ts';
import type { Samples } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';

/**
 * Entity label → dimension. Dimensions are snake case without spaces, and none is a word of SQL; the signal
 * is the measure's name, in all tables.
 */
export const dimensionOf = {
  cluster: 'cluster',
  broker: 'broker',
  auth: 'client_auth',
  group: 'consumer_group',
  topic: 'topic',
  partition: 'topic_partition',
} as const;

export type Label = keyof typeof dimensionOf;
export const labels = Object.keys(dimensionOf) as readonly Label[];

/** The dimension that tells the parts of one forecast apart. */
export const partDimension = 'part';

function dimensions(series: Series): Dimension[] {
  return labelsOf(series.entity).map(([label, Value]) => ({ Name: dimensionOf[label as Label], Value }));
}

/** One record a point. Single-measure: a late point of one signal then never touches another signal. */
export function pointRecords({ series, timesMs, values }: Samples): _Record[] {
  const Dimensions = dimensions(series);
  return Array.from(timesMs, (time, i) => ({
    Dimensions,
    MeasureName: series.signal,
    MeasureValueType: 'DOUBLE' as const,
    MeasureValue: String(values[i]),
    Time: String(time),
  }));
}

export function verdictRecord(verdict: Verdict): _Record {
  return multiRecord(verdict.series, verdict.timeMs, [
    ...doubles({
      observed: verdict.observed,
      expected: verdict.expected,
      lower: verdict.lower,
      upper: verdict.upper,
      score: verdict.score,
      p_value: verdict.pValue,
    }),
    { Name: 'is_anomaly', Type: 'BOOLEAN', Value: String(verdict.isAnomaly) },
    { Name: 'detector', Type: 'VARCHAR', Value: verdict.detector },
  ]);
}

/** A record may hold 2 KB in all; the path's text gets this much of it. */
const pathBytes = 1400;
const modelBytes = 300;

/**
 * The records of one forecast, at the time of its origin: the service refuses times more than 15 minutes
 * ahead. The path is cut into parts that fit, each `[[mean, lower, upper], …]` as JSON, which keeps numbers
 * exactly.
 */
export function forecastRecords(forecast: Forecast): _Record[] {
  const parts = pathParts(forecast);
  return parts.map((path, part) => {
    const record = multiRecord(forecast.series, forecast.originMs, [
      ...headOf(forecast),
      { Name: 'parts', Type: 'BIGINT', Value: String(parts.length) },
      { Name: 'path', Type: 'VARCHAR', Value: path },
    ]);
    const own = { Name: partDimension, Value: String(part) };
    return { ...record, Dimensions: [...(record.Dimensions ?? []), own] };
  });
}

function headOf(forecast: Forecast): MeasureValue[] {
  return [
    ...doubles({
      level: forecast.level,
      backtest_error: forecast.backtest.error,
      backtest_naive_error: forecast.backtest.naiveError,
    }),
    { Name: 'step_ms', Type: 'BIGINT', Value: String(forecast.stepMs) },
    { Name: 'trained_from_ms', Type: 'BIGINT', Value: String(forecast.trainedFromMs) },
    { Name: 'trained_to_ms', Type: 'BIGINT', Value: String(forecast.trainedToMs) },
    { Name: 'model', Type: 'VARCHAR', Value: cut(forecast.model, modelBytes) },
  ];
}

function pathParts({ mean, lower, upper }: Forecast): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const [i, value] of mean.entries()) {
    const step = JSON.stringify([value, lower[i], upper[i]]);
    if (part.length + step.length + 3 > pathBytes) {
      parts.push(`[${part}]`);
      part = '';
    }
    part += part === '' ? step : `,${step}`;
  }
  return [...parts, `[${part}]`];
}

/** The text, or as many of its code points as fit into the bytes. */
function cut(text: string, bytes: number): string {
  let end = text;
  while (Buffer.byteLength(end) > bytes) end = [...end].slice(0, -1).join('');
  return end;
}

/** A number that is not finite is left out: the service would refuse the record. It reads back as NaN. */
function doubles(values: Readonly<Record<string, number>>): MeasureValue[] {
  const finite = Object.entries(values).filter(([, value]) => Number.isFinite(value));
  return finite.map(([Name, value]) => ({ Name, Type: 'DOUBLE', Value: String(value) }));
}

function multiRecord(series: Series, timeMs: number, measures: MeasureValue[]): _Record {
  return {
    Dimensions: dimensions(series),
    MeasureName: series.signal,
    MeasureValueType: 'MULTI',
    MeasureValues: measures,
    Time: String(timeMs),
  };
}
