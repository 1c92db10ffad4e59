import { type Decider, panelDetector, restoreDecider } from '../domain/anomaly/decisions/index.ts';
import type { Detector } from '../domain/anomaly/detector.ts';
import type { Json, RatedModel } from '../domain/forecast/forecaster.ts';
import { restoreForecaster } from './restore-forecaster.ts';
import { fieldsOf } from './watermark.ts';

/** What is kept of one series: a forecaster and what decides on anomalies, both as of the step that began at `lastMs`. */
export interface SeriesModel {
  readonly forecaster: RatedModel;
  readonly decider: Decider;
  /** Start of the last step taken in, gaps included. */
  readonly lastMs: number;
  /** Start of the last step that had a value. */
  readonly seenMs: number;
  readonly stepMs: number;
  readonly trainedFromMs: number;
  readonly trainedToMs: number;
}

export function modelKey(seriesKey: string): string {
  return `model/${seriesKey}`;
}

export function packModel({ forecaster, decider, ...times }: SeriesModel): Json {
  return {
    ...times,
    forecaster: forecaster.forecasterId,
    model: forecaster.state(),
    decider: decider.state(),
  };
}

/** How what was packed is to be read. */
export interface UnpackOptions {
  /** False alarms a series and month. @default 1 */
  readonly alarmBudget?: number;
  /** Detectors that a state may name. @default those of the panel */
  readonly detectorOf?: (id: string) => Detector | undefined;
}

/** @throws RangeError when the state is not what `packModel` gives */
export function unpackModel(
  state: Json,
  { alarmBudget, detectorOf = panelDetector }: UnpackOptions = {},
): SeriesModel {
  const fields = fieldsOf(state);
  return {
    forecaster: restoreForecaster(fields.forecaster, fields.model),
    decider: restoreDecider(fields.decider ?? null, detectorOf, alarmBudget),
    ...timesOf(fields),
  };
}

/** The times of a state without building its models. @throws RangeError as `unpackModel` */
export function timesOf(state: Json): Omit<SeriesModel, 'forecaster' | 'decider'> {
  const fields = fieldsOf(state);
  const timeOf = (name: string) => {
    const value = fields[name];
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new RangeError(`got ${String(value)} for ${name} of a model state: train anew`);
    return value;
  };
  return {
    lastMs: timeOf('lastMs'),
    seenMs: timeOf('seenMs'),
    stepMs: timeOf('stepMs'),
    trainedFromMs: timeOf('trainedFromMs'),
    trainedToMs: timeOf('trainedToMs'),
  };
}
