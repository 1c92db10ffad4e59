import { createAccuracy, foresee, type LiveAccuracy, score } from '../domain/forecast/accuracy/live.ts';
import type { Path } from '../domain/forecast/forecaster.ts';
import { resample } from '../domain/series/resample.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import type { AssessedSeries } from './assessed-series.ts';
import {
  type HourlyModel,
  type OutlookModel,
  outlookKey,
  outlookStepMs,
  unpackOutlook,
} from './outlook-model.ts';
import type { SeriesModel } from './series-model.ts';

const dayMs = 24 * outlookStepMs;
/** A model of hours that is further behind waits for its training: what it missed is most of what it knows. */
const longestPauseMs = 7 * dayMs;
/** Steps of a forecast that are scored. */
const scoredHours = 24;

/** A series to be forecast, with what is known of its forecasts. */
export interface Walk extends AssessedSeries {
  readonly model: SeriesModel;
  readonly accuracy: LiveAccuracy;
  readonly hourly: (HourlyModel & { lastMs: number }) | undefined;
  expectedMs: number;
  /** The newest value at the model's step, the yardstick of what has no season; NaN when none was read. */
  lastValue: number;
  hasMoved: boolean;
}

/** The walks of the series, in one load; a state that is none is a problem and begins anew. */
export async function loadWalks(
  models: ModelStore,
  loaded: readonly (AssessedSeries & { readonly model: SeriesModel })[],
): Promise<{ readonly walks: readonly Walk[]; readonly problems: readonly Problem[] }> {
  const states = await models.load(loaded.map(({ series }) => outlookKey(series.key)));
  const problems: Problem[] = [];
  const walks = loaded.map((one): Walk => {
    const state = states.get(outlookKey(one.series.key));
    try {
      return walkOf(one, state === undefined ? undefined : unpackOutlook(state));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      problems.push({ kind: 'bad_state', where: one.series.key, message: error.message, count: 1 });
      return walkOf(one, undefined);
    }
  });
  return { walks, problems };
}

function walkOf(
  one: AssessedSeries & { readonly model: SeriesModel },
  outlook: OutlookModel | undefined,
): Walk {
  const { hourly, accuracy = createAccuracy(), expectedMs = 0 } = outlook ?? {};
  const isFresh = hourly !== undefined && assessedToMs(one.model) - hourly.lastMs <= longestPauseMs;
  return {
    ...one,
    accuracy,
    expectedMs,
    hourly: isFresh ? { ...hourly } : undefined,
    lastValue: Number.NaN,
    hasMoved: false,
  };
}

/** End of the last step that the stage assess has taken in. */
function assessedToMs({ lastMs, stepMs }: SeriesModel): number {
  return lastMs + stepMs;
}

/** What a walk has to read: from inclusive, to exclusive; the same where there is nothing. */
function newsOf({ model, hourly, accuracy }: Walk): { readonly fromMs: number; readonly toMs: number } {
  const endMs = assessedToMs(model);
  if (hourly !== undefined)
    return { fromMs: hourly.lastMs + outlookStepMs, toMs: Math.floor(endMs / outlookStepMs) * outlookStepMs };
  const due = accuracy.pending.filter(({ targetMs }) => targetMs < endMs).map(({ targetMs }) => targetMs);
  // At least the newest value: it is what the forecast that comes is measured against.
  const fromMs = Math.min(endMs - model.stepMs, ...due);
  return { fromMs: Math.max(endMs - longestPauseMs, fromMs), toMs: endMs };
}

/**
 * Takes in what has come since the last time: scores the forecasts whose time it was, and moves models of hours on.
 * @returns how many hours and scored steps that were
 * @throws StoreError
 */
export async function catchUp(store: MetricStore, walks: readonly Walk[]): Promise<number> {
  const due = walks.map((walk) => ({ walk, ...newsOf(walk) })).filter(({ fromMs, toMs }) => fromMs < toMs);
  if (due.length === 0) return 0;
  const read = await store.read({
    keys: due.map(({ walk }) => walk.series.key),
    fromMs: Math.min(...due.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...due.map(({ toMs }) => toMs)),
  });
  const byKey = new Map(read.map((samples) => [samples.series.key, samples]));
  for (const { walk, fromMs, toMs } of due) takeNews(walk, byKey.get(walk.series.key), fromMs, toMs);
  return due.length;
}

function takeNews(walk: Walk, samples: Samples | undefined, fromMs: number, toMs: number): void {
  const { hourly, model, signal, series, accuracy } = walk;
  const stepMs = hourly === undefined ? model.stepMs : outlookStepMs;
  const empty = { series, timesMs: new Float64Array(0), values: new Float64Array(0) };
  const values = resample(samples ?? empty, { fromMs, toMs, stepMs, rollup: signal.rollup });
  const trainedToMs = (hourly ?? model).trainedToMs;
  walk.hasMoved = hourly !== undefined || accuracy.pending.some(({ targetMs }) => targetMs < toMs);
  walk.lastValue = values.at(-1) ?? Number.NaN;
  for (const [i, value] of values.entries()) {
    const timeMs = fromMs + i * stepMs;
    score(accuracy, value, { timeMs, stepMs, trainedToMs });
    if (hourly === undefined) continue;
    hourly.forecaster.update(value);
    hourly.lastMs = timeMs;
    keepForecast(walk, hourly.forecaster.forecast(scoredHours, 0.95), timeMs, outlookStepMs);
  }
}

/** Keeps of a forecast what will be scored, once an hour. */
export function keepForecast(walk: Walk, path: Path, originMs: number, stepMs: number): void {
  if (Math.floor(originMs / outlookStepMs) <= Math.floor(walk.expectedMs / outlookStepMs)) return;
  foresee(walk.accuracy, path, { originMs, stepMs, last: walk.lastValue });
  walk.expectedMs = originMs;
  walk.hasMoved = true;
}
