import { createDecider, type Decider, type Decision } from '../../lib/domain/anomaly/decisions/index.ts';
import type { Detector, StreamOptions } from '../../lib/domain/anomaly/detector.ts';
import type { Expectation, Forecaster } from '../../lib/domain/forecast/forecaster.ts';
import { type DetectedEvent, EventRow } from './detect-events.ts';
import { Expectations } from './expectations.ts';
import type { FileSeries } from './series-file.ts';
import { timeAt } from './series-grid.ts';

export interface DetectRequest {
  /** Those whose opinions are combined. */
  readonly detectors: readonly Detector[];
  /** Of what is expected. @default nothing is: the detectors go by something else */
  readonly forecaster?: Forecaster;
  /** False alarms a series and month that are put up with. */
  readonly budget: number;
  /** Coverage of the interval, 0 < level < 1. */
  readonly level: number;
  /** Share of the expected value below which a difference is no anomaly. */
  readonly leastEffect: number;
  /** Season lengths in steps. @default a day and a week where they are whole steps */
  readonly period?: readonly number[];
  /** Length of a row of a file without timestamps. */
  readonly rowMs: number;
  readonly range?: { readonly min?: number; readonly max?: number };
}

/** What is said of each step of a series; arrays are as long as its values. */
export interface DetectedSeries {
  readonly series: FileSeries;
  /** NaN where nothing was expected yet. */
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Decades of rarity, signed: positive is above the expected; 0 while learning. */
  readonly scores: Float64Array;
  /** 1 is an anomaly. */
  readonly anomalies: Uint8Array;
  /** First step that could be called an anomaly; the length of the series when it is still learning at its end. */
  readonly learnt: number;
  readonly events: readonly DetectedEvent[];
}

/** Judges a series step by step, each by nothing but what lies before it. */
export function runDetect(series: FileSeries, request: DetectRequest): DetectedSeries {
  const { values } = series;
  const stream = streamOf(series, request);
  const decider = createDecider({ detectors: request.detectors, stream, budget: request.budget });
  const expectations = expectationsOf(series, request, stream);
  const blank = () => new Float64Array(values.length).fill(Number.NaN);
  const rows = { expected: blank(), lower: blank(), upper: blank(), scores: blank() };
  const anomalies = new Uint8Array(values.length);
  const events = new EventRow();
  let learnt = values.length;
  for (let step = 0; step < values.length; step++) {
    const timeMs = series.isTimed ? timeAt(series, step) : step * stream.stepMs;
    const observed = values[step] ?? Number.NaN;
    const expected = expectations?.next();
    const decision = decide(decider, observed, expected, timeMs, request);
    rows.expected[step] = expected?.mean ?? Number.NaN;
    rows.lower[step] = expected?.lower ?? Number.NaN;
    rows.upper[step] = expected?.upper ?? Number.NaN;
    rows.scores[step] = decision.isLearning || Number.isNaN(observed) ? 0 : decision.score;
    anomalies[step] = decision.isAnomaly ? 1 : 0;
    if (!decision.isLearning) learnt = Math.min(learnt, step);
    events.take(step, observed, expected, decision);
    // A loss that lasts is not to become what is expected: what is not normal is a gap to the forecast.
    expectations?.update(decision.isHeld && expected?.seasonal !== undefined ? Number.NaN : observed);
  }
  return { series, ...rows, anomalies, learnt, events: events.all() };
}

function decide(
  decider: Decider,
  observed: number,
  expected: Expectation | undefined,
  timeMs: number,
  { leastEffect }: DetectRequest,
): Decision {
  const isNoteworthy = expected === undefined || differs(observed, expected, leastEffect);
  return decider.take({ observed, timeMs, ...(expected && { expected }) }, { isNoteworthy });
}

/**
 * Outside the interval, and by the share that matters; of what the season alone expects as well, and on the same side: the
 * return to what is usual is no news.
 */
function differs(
  observed: number,
  { mean, lower, upper, seasonal = mean }: Expectation,
  leastEffect: number,
): boolean {
  const isFrom = (centre: number) =>
    (observed < lower + centre - mean || observed > upper + centre - mean) &&
    Math.abs(observed - centre) >= leastEffect * Math.abs(centre);
  return isFrom(mean) && isFrom(seasonal) && observed > mean === observed > seasonal;
}

function streamOf(series: FileSeries, { rowMs, range }: DetectRequest): StreamOptions {
  const { isTimed, stepMs, startMs } = series;
  return {
    ...(isTimed ? { stepMs, startMs } : { stepMs: rowMs, startMs: 0 }),
    ...(range && { range }),
  };
}

const dayMs = 86_400_000;

function expectationsOf(
  { months, isTimed, values }: FileSeries,
  { forecaster, period, level, range }: DetectRequest,
  { stepMs, startMs }: StreamOptions,
): Expectations | undefined {
  if (forecaster === undefined) return undefined;
  const calendar = months === undefined ? [dayMs / stepMs, (7 * dayMs) / stepMs] : [12 / months];
  const usual = isTimed ? calendar.filter((steps) => Number.isInteger(steps) && steps >= 2) : [];
  const options = { forecaster, stepMs, startMs, periods: period ?? usual, level, ...(range && { range }) };
  return new Expectations(options, values.length);
}
