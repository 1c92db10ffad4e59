import type { DetectorModel } from '../domain/anomaly/detector.ts';
import { detectorById } from '../domain/anomaly/registry.ts';
import type { Json, RatedModel } from '../domain/forecast/forecaster.ts';
import { restoreForecaster } from './restore-forecaster.ts';
import { fieldsOf } from './watermark.ts';

/** What is kept of one series: a forecaster and a detector, both as of the step that began at `lastMs`. */
export interface SeriesModel {
  readonly forecaster: RatedModel;
  readonly detector: DetectorModel;
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

export function packModel({ forecaster, detector, ...times }: SeriesModel): Json {
  return {
    ...times,
    forecaster: forecaster.forecasterId,
    model: forecaster.state(),
    detector: detector.detectorId,
    memory: detector.state(),
  };
}

/** @throws RangeError when the state is not what `packModel` gives */
export function unpackModel(state: Json): SeriesModel {
  const fields = fieldsOf(state);
  const detector = detectorById(String(fields.detector));
  if (detector === undefined)
    throw new RangeError(`got a state of detector ${String(fields.detector)}: train anew`);
  return {
    forecaster: restoreForecaster(fields.forecaster, fields.model),
    detector: detector.restore(fields.memory ?? null),
    ...timesOf(fields),
  };
}

/** The times of a state without building its models. @throws RangeError as `unpackModel` */
export function timesOf(state: Json): Omit<SeriesModel, 'forecaster' | 'detector'> {
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
