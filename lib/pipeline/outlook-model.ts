import { type LiveAccuracy, packAccuracy, unpackAccuracy } from '../domain/forecast/accuracy/live.ts';
import type { Json, RatedModel } from '../domain/forecast/forecaster.ts';
import { restoreForecaster } from './restore-forecaster.ts';
import { fieldsOf } from './watermark.ts';

/** Step of the models that forecast what has a season. */
export const outlookStepMs = 3_600_000;

/** A forecaster of hours, as of the hour that began at `lastMs`. */
export interface HourlyModel {
  readonly forecaster: RatedModel;
  /** Start of the last hour taken in, gaps included. */
  readonly lastMs: number;
  readonly trainedFromMs: number;
  readonly trainedToMs: number;
}

/**
 * What is kept of a series to forecast it, besides the model that detectors stand on: it is read and written once an
 * hour, where that one is read and written every few minutes.
 */
export interface OutlookModel {
  /** Absent where the model of the series' own steps forecasts: what fills up has no season. */
  readonly hourly?: HourlyModel;
  readonly accuracy: LiveAccuracy;
  /** Origin of the newest forecast that will be scored. */
  readonly expectedMs: number;
}

export function outlookKey(seriesKey: string): string {
  return `outlook/${seriesKey}`;
}

export function packOutlook({ hourly, accuracy, expectedMs }: OutlookModel): Json {
  const packed = hourly && {
    lastMs: hourly.lastMs,
    trainedFromMs: hourly.trainedFromMs,
    trainedToMs: hourly.trainedToMs,
    forecaster: hourly.forecaster.forecasterId,
    model: hourly.forecaster.state(),
  };
  return { expectedMs, accuracy: packAccuracy(accuracy), ...(packed && { hourly: packed }) };
}

/** @throws RangeError when the state is not what `packOutlook` gives */
export function unpackOutlook(state: Json): OutlookModel {
  const fields = fieldsOf(state);
  const accuracy = unpackAccuracy(fields.accuracy ?? null);
  const expectedMs = timeOf(fields, 'expectedMs');
  if (fields.hourly === undefined) return { accuracy, expectedMs };
  const hourly = fieldsOf(fields.hourly);
  return {
    accuracy,
    expectedMs,
    hourly: {
      forecaster: restoreForecaster(hourly.forecaster, hourly.model),
      lastMs: timeOf(hourly, 'lastMs'),
      trainedFromMs: timeOf(hourly, 'trainedFromMs'),
      trainedToMs: timeOf(hourly, 'trainedToMs'),
    },
  };
}

function timeOf(fields: { readonly [key: string]: Json }, name: string): number {
  const value = fields[name];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new RangeError(`got ${String(value)} for ${name} of an outlook state: train anew`);
}
