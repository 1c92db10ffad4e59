import type { Expectation, Json } from '../forecast/forecaster.ts';

/** A value to be judged. */
export interface Judged {
  /** NaN is a gap. */
  readonly observed: number;
  /** What was expected of it, where something forecasts the series. */
  readonly expected?: Expectation;
  /** Start of its step. */
  readonly timeMs: number;
}

export interface Score {
  /** Signed where the detector knows a side: positive is above the expected. */
  readonly score: number;
  /** Probability, between 0 and 1, of a score at least as extreme when all is normal; 1 while learning. */
  readonly pValue: number;
  /** What of it sees most, where it has parts. */
  readonly by?: readonly string[];
}

/** Nothing to be said: while learning, and of gaps. */
export const noScore: Score = { score: 0, pValue: 1 };

/** What a detector is told of a series before its first value. */
export interface StreamOptions {
  readonly stepMs: number;
  /** Start of the first step. */
  readonly startMs: number;
  /** Physical bounds of the values, where the signal has some. @default unknown */
  readonly range?: { readonly min?: number; readonly max?: number };
  /** For detectors that draw lots: equal seeds give equal scores. @default 1 */
  readonly seed?: number;
  /** Steps that the usual is learnt over: the time scale of detectors that have one. @default 2.6 days, 225 to 750 */
  readonly learningSteps?: number;
}

export interface Detector {
  readonly id: string;
  create(options: StreamOptions): DetectorModel;
  /** @throws RangeError when the state is not one that `DetectorModel.state` gave */
  restore(state: Json): DetectorModel;
}

/** A detector with its memory of one series. */
export interface DetectorModel {
  readonly detectorId: string;
  /** Scores a point before it is taken in. */
  score(point: Judged): Score;
  /** Takes the point in, in O(1) or amortised small. */
  update(point: Judged): void;
  state(): Json;
}
