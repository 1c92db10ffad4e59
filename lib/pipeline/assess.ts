import { type Circumstances, type Decision, knownAt } from '../domain/anomaly/decisions/index.ts';
import { isNoteworthy } from '../domain/anomaly/smallest-effect.ts';
import type { Verdict } from '../domain/anomaly/verdict.ts';
import type { Expectation, Json } from '../domain/forecast/forecaster.ts';
import { type Calendar, emptyCalendar } from '../domain/series/calendar/index.ts';
import { resample } from '../domain/series/resample.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { type AssessedSeries, assessedSeries, loadModels, type SeriesChoice } from './assessed-series.ts';
import { modelKey, packModel, type SeriesModel, type UnpackOptions } from './series-model.ts';

export interface AssessOptions extends SeriesChoice, UnpackOptions {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  /** Campaigns and maintenance: what they do is no anomaly. @default none */
  readonly calendar?: Calendar;
  /** Coverage of the interval in the verdicts. @default 0.95 */
  readonly level?: number;
  /** How long after its end a step counts as complete. @default 0 */
  readonly delayMs?: number;
  /** How long the newest steps of a series may be empty before they are taken for a gap. @default 900_000 */
  readonly patienceMs?: number;
}

export interface AssessReport {
  /** Steps taken in, gaps included, over all series. */
  readonly steps: number;
  readonly verdicts: number;
  /** Series that have a model. */
  readonly assessed: number;
  readonly anomalies: readonly Verdict[];
  /** Keys of series that have no model: the stage train makes one. */
  readonly untrained: readonly string[];
  readonly problems: readonly Problem[];
}

/** Longest range read at once: after a pause several readings follow one another. */
const spanMs = 86_400_000;

/**
 * The stage assess: judges each new complete step of each series, and takes it into the series' model.
 * Reads models in one load and points in one reading (a day at a time after a pause); writes verdicts and then
 * the models in one save; reports counts, anomalies and series without a model. Each state knows its last
 * step, so running twice, or late points of steps already judged, change nothing.
 * @throws StoreError when a store cannot be reached; no state has moved then
 */
export async function assess(options: AssessOptions): Promise<AssessReport> {
  const { store, models } = options;
  const wanted = await assessedSeries(store, options);
  const { loaded, untrained, problems } = await loadModels(models, wanted, options);
  const walks = loaded.map((one) => walkOf(one, options)).filter(hasNews);
  const anomalies: Verdict[] = [];
  let verdicts = 0;
  for (const { fromMs, toMs } of spansOf(walks)) {
    const judged = await assessSpan(options, walks, fromMs, toMs);
    if (judged.length > 0) await store.writeVerdicts(judged);
    verdicts += judged.length;
    for (const verdict of judged) if (verdict.isAnomaly) anomalies.push(verdict);
  }
  const moved = walks.filter(({ steps }) => steps > 0);
  if (moved.length > 0) await models.save(new Map(moved.map(stateOf)));
  return {
    steps: moved.reduce((sum, { steps }) => sum + steps, 0),
    verdicts,
    assessed: loaded.length,
    anomalies,
    untrained,
    problems,
  };
}

/** A series on its way from the last step of its state to the newest complete one. */
interface Walk extends AssessedSeries {
  readonly model: SeriesModel;
  readonly endMs: number;
  /** Empty steps are gaps if they end by then; later ones may still be filled. */
  readonly gapsUntilMs: number;
  nextMs: number;
  seenMs: number;
  steps: number;
}

function walkOf(
  one: AssessedSeries & { readonly model: SeriesModel },
  { nowMs, delayMs = 0, patienceMs = 900_000 }: AssessOptions,
): Walk {
  const { lastMs, seenMs, stepMs } = one.model;
  const stepEnd = (timeMs: number) => Math.floor(timeMs / stepMs) * stepMs;
  return {
    ...one,
    endMs: stepEnd(nowMs - delayMs),
    gapsUntilMs: stepEnd(nowMs - delayMs - patienceMs),
    nextMs: lastMs + stepMs,
    seenMs,
    steps: 0,
  };
}

/** Whether there is a step to take: reading a series that has no new point is paid for nothing. */
function hasNews({ nextMs, endMs, gapsUntilMs, lastPointMs, model }: Walk): boolean {
  if (nextMs >= endMs) return false;
  const isLongEmpty = gapsUntilMs - nextMs >= model.stepMs;
  return isLongEmpty || lastPointMs === undefined || lastPointMs >= nextMs;
}

function spansOf(walks: readonly Walk[]): { fromMs: number; toMs: number }[] {
  const fromMs = Math.min(...walks.map(({ nextMs }) => nextMs));
  const toMs = Math.max(...walks.map(({ endMs }) => endMs));
  const spans: { fromMs: number; toMs: number }[] = [];
  for (let at = fromMs; at < toMs; at += spanMs)
    spans.push({ fromMs: at, toMs: Math.min(at + spanMs, toMs) });
  return spans;
}

async function assessSpan(options: AssessOptions, walks: readonly Walk[], fromMs: number, toMs: number) {
  const keys = walks.map(({ series }) => series.key);
  const read = await options.store.read({ keys, fromMs, toMs });
  const samplesByKey = new Map(read.map((samples) => [samples.series.key, samples]));
  const verdicts: Verdict[] = [];
  for (const walk of walks) {
    const samples = samplesByKey.get(walk.series.key);
    for (const value of stepsOf(walk, samples, toMs)) {
      const verdict = takeStep(walk, value, options);
      if (verdict !== undefined) verdicts.push(verdict);
    }
  }
  return verdicts;
}

/** The values of the steps to take in now: up to the last that has one, and as gaps those long empty. */
function stepsOf(
  { nextMs, endMs, gapsUntilMs, model, signal, series }: Walk,
  samples: Samples | undefined,
  toMs: number,
) {
  const range = { fromMs: nextMs, toMs: Math.max(nextMs, Math.min(endMs, toMs)), stepMs: model.stepMs };
  const empty = { series, timesMs: new Float64Array(0), values: new Float64Array(0) };
  const values = resample(samples ?? empty, { ...range, rollup: signal.rollup });
  const withValue = values.findLastIndex(Number.isFinite) + 1;
  const longEmpty = Math.floor((gapsUntilMs - nextMs) / model.stepMs);
  return values.subarray(0, Math.max(withValue, longEmpty, 0));
}

function takeStep(walk: Walk, observed: number, options: AssessOptions): Verdict | undefined {
  const { forecaster, decider, stepMs } = walk.model;
  const { level = 0.95, calendar = emptyCalendar } = options;
  const expected = forecaster.next(level);
  const known = knownAt(calendar, walk.nextMs, stepMs);
  const decision = decider.take(
    { observed, expected, timeMs: walk.nextMs },
    circumstancesOf(observed, expected, walk.signal, known),
  );
  const verdict = Number.isFinite(observed) ? verdictOf(walk, observed, expected, decision) : undefined;
  if (verdict !== undefined) walk.seenMs = walk.nextMs;
  // What is not normal is a gap to a season: a loss that lasts is not to become what is expected. What has none (a disk
  // that fills) is followed wherever it goes: how fast is what its limits are judged by.
  const isGap = decision.isHeld && expected.seasonal !== undefined;
  forecaster.update(isGap ? Number.NaN : observed);
  walk.nextMs += stepMs;
  walk.steps++;
  return verdict;
}

function circumstancesOf(
  observed: number,
  expected: Expectation,
  { unit }: AssessedSeries['signal'],
  known: Circumstances['known'],
): Circumstances {
  return { isNoteworthy: isNoteworthy({ observed, expected }, unit), ...(known && { known }) };
}

function verdictOf(
  { series, nextMs }: Walk,
  observed: number,
  { mean, lower, upper }: Expectation,
  { score, pValue, isAnomaly, by }: Decision,
): Verdict {
  return {
    series,
    timeMs: nextMs,
    observed,
    expected: mean,
    lower,
    upper,
    score,
    pValue,
    isAnomaly,
    detector: by.length > 0 ? by.join('+') : 'panel',
  };
}

function stateOf({ series, model, nextMs, seenMs }: Walk): [string, Json] {
  return [modelKey(series.key), packModel({ ...model, lastMs: nextMs - model.stepMs, seenMs })];
}
