import type { Expectation, Json } from '../forecast/forecaster.ts';

/** A point beside what was expected of it. */
export interface Judged {
  readonly observed: number;
  readonly expected: Expectation;
}

export interface Score {
  /** Signed: positive is above the expected. */
  readonly score: number;
  /** Probability, between 0 and 1, of a score at least as extreme when all is normal. */
  readonly pValue: number;
}

export interface Detector {
  readonly id: string;
  create(): DetectorModel;
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
