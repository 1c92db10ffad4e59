import { rules } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import type { Forecast } from '../domain/forecast/forecast.ts';
import type { Path, RatedModel } from '../domain/forecast/forecaster.ts';
import { outlookOf } from '../domain/forecast/outlook.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { accuracyStates } from './accuracy.ts';
import { assessedSeries, loadModels, type SeriesChoice } from './assessed-series.ts';
import { outlookKey, outlookStepMs, packOutlook } from './outlook-model.ts';
import { catchUp, keepForecast, loadWalks, type Walk } from './project-walk.ts';
import { writeErrorRatios } from './write-accuracy.ts';

export interface ProjectOptions extends SeriesChoice {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  /** How far ahead and how finely: `everyMs` is rounded to whole steps of the model. @default as `outlookOf`
   *  says of the signal */
  readonly horizonOf?: (signal: Signal) => Span;
  /** Coverage of the interval. @default 0.95 */
  readonly level?: number;
  /** Series without a value for this long are not forecast. @default 6 hours */
  readonly staleMs?: number;
}

interface Span {
  readonly horizonMs: number;
  readonly everyMs: number;
}

export interface ProjectReport {
  readonly forecasts: number;
  /** Series that have been silent for too long. */
  readonly stale: number;
  /** When the oldest model that was forecast with was trained; absent when there is none. */
  readonly oldestTrainedMs?: number;
  /** Series whose live forecasts have become worse than their back-test. */
  readonly drifting: number;
  /** Error of the live forecasts over that of seasonal naive, in percent, over all clusters; absent where none has
   *  come true yet. */
  readonly errorRatioPercent?: number;
  readonly untrained: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The stage project: scores the forecasts whose time has come, and forecasts each series ahead of the step assessed
 * last: by the hour with the model of hours where the series has a season, else with the model of its own steps.
 * Reads models in one load and the points since the last time in one reading; writes a forecast a series, with its
 * interval, model and back-test, the models, and the accuracy as a state and as a signal; reports how many, and
 * those left out. Running twice changes nothing.
 * @throws StoreError when a store cannot be reached; no state has moved then
 */
export async function project(options: ProjectOptions): Promise<ProjectReport> {
  const { store, models, nowMs, staleMs = 6 * 3_600_000 } = options;
  const { loaded, untrained, problems } = await loadModels(models, await assessedSeries(store, options));
  const fresh = loaded.filter(({ model }) => nowMs - model.seenMs <= staleMs);
  const { walks, problems: bad } = await loadWalks(models, fresh);
  await catchUp(store, walks);
  const forecasts = walks.map((walk) => forecastOf(walk, options));
  if (forecasts.length > 0) await store.writeForecasts(forecasts);
  const accuracy = accuracyStates(walks, nowMs, options.part);
  const moved = walks.filter(({ hasMoved }) => hasMoved);
  const outlooks = moved.map((walk) => [outlookKey(walk.series.key), packOutlook(packable(walk))] as const);
  await models.save(new Map([...outlooks, ...accuracy.map(({ key, state }) => [key, state] as const)]));
  const clusters = accuracy.map(({ cluster }) => cluster);
  const written = await writeErrorRatios(options, clusters);
  const trained = fresh.map(({ model }) => model.trainedToMs);
  return {
    forecasts: forecasts.length,
    stale: loaded.length - fresh.length,
    ...(trained.length > 0 && { oldestTrainedMs: Math.min(...trained) }),
    ...written,
    untrained,
    problems: [...problems, ...bad],
  };
}

const packable = ({ accuracy, expectedMs, hourly }: Walk) => ({
  accuracy,
  expectedMs,
  ...(hourly !== undefined && { hourly }),
});

function forecastOf(walk: Walk, { horizonOf, level = 0.95, nowMs }: ProjectOptions): Forecast {
  const { series, signal, model, hourly } = walk;
  const outlook = horizonOf?.(signal) ?? outlookOf(signal, rules, model.stepMs);
  if (hourly === undefined) {
    const { forecaster, lastMs, stepMs, trainedFromMs, trainedToMs } = model;
    const every = Math.max(1, Math.round(outlook.everyMs / stepMs));
    const steps = Math.max(1, Math.round(outlook.horizonMs / (every * stepMs))) * every;
    const path = forecaster.forecast(steps, level);
    keepForecast(walk, path, lastMs, stepMs);
    const times = { originMs: lastMs, stepMs: every * stepMs, trainedFromMs, trainedToMs };
    return { series, level, ...times, ...wordsOf(forecaster), ...thinned(path, every) };
  }
  const { forecaster, lastMs, trainedFromMs, trainedToMs } = hourly;
  const every = Math.max(1, Math.round(outlook.everyMs / outlookStepMs));
  // The hours that have begun since count on top: a day ahead is a day from now.
  const begun = Math.max(0, Math.floor((nowMs - lastMs) / outlookStepMs) - 1);
  const steps = Math.ceil((begun + outlook.horizonMs / outlookStepMs) / every) * every;
  const path = forecaster.forecast(Math.max(1, steps), level);
  const times = { originMs: lastMs, stepMs: every * outlookStepMs, trainedFromMs, trainedToMs };
  return { series, level, ...times, ...wordsOf(forecaster), ...thinned(path, every) };
}

function thinned(path: Path, every: number): Path {
  const of = (values: Float64Array) => values.filter((_, i) => i % every === every - 1);
  return { mean: of(path.mean), lower: of(path.lower), upper: of(path.upper) };
}

/** Longest words of a model that are kept with its forecast. */
const longestWords = 300;

/** The model, and what a reader of its forecast should know. */
function wordsOf({ description, notes = [], backtest }: RatedModel) {
  const words = [description, ...notes].join('; ');
  const model = words.length <= longestWords ? words : `${words.slice(0, longestWords - 1)}…`;
  return { model, backtest };
}
