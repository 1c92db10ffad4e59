import { rules } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import type { Forecast } from '../domain/forecast/forecast.ts';
import { outlookOf } from '../domain/forecast/outlook.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { Series } from '../domain/series/series.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { assessedSeries, loadModels, type SeriesChoice } from './assessed-series.ts';
import type { SeriesModel } from './series-model.ts';

export interface ProjectOptions extends SeriesChoice {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  /** How far ahead and how finely: `everyMs` is rounded to whole steps of the model. @default as `outlookOf`
   *  says of the signal */
  readonly horizonOf?: (signal: Signal) => { readonly horizonMs: number; readonly everyMs: number };
  /** Coverage of the interval. @default 0.95 */
  readonly level?: number;
  /** Series without a value for this long are not forecast. @default 6 hours */
  readonly staleMs?: number;
}

export interface ProjectReport {
  readonly forecasts: number;
  /** Series that have been silent for too long. */
  readonly stale: number;
  /** When the oldest model that was forecast with was trained; absent when there is none. */
  readonly oldestTrainedMs?: number;
  readonly untrained: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The stage project: forecasts each series ahead of the step assessed last.
 * Reads models in one load; writes a forecast a series, with its interval, model and back-test; reports how
 * many, and those left out.
 * @throws StoreError when a store cannot be reached
 */
export async function project(options: ProjectOptions): Promise<ProjectReport> {
  const { store, models, nowMs, level = 0.95, staleMs = 6 * 3_600_000 } = options;
  const { loaded, untrained, problems } = await loadModels(models, await assessedSeries(store, options));
  const fresh = loaded.filter(({ model }) => nowMs - model.seenMs <= staleMs);
  const forecasts = fresh.map(({ series, signal, model }) => {
    const outlook = options.horizonOf?.(signal) ?? outlookOf(signal, rules, model.stepMs);
    return forecastOf(series, model, outlook, level);
  });
  if (forecasts.length > 0) await store.writeForecasts(forecasts);
  const trained = fresh.map(({ model }) => model.trainedToMs);
  return {
    forecasts: forecasts.length,
    stale: loaded.length - fresh.length,
    ...(trained.length > 0 && { oldestTrainedMs: Math.min(...trained) }),
    untrained,
    problems,
  };
}

function forecastOf(
  series: Series,
  { forecaster, lastMs, stepMs, trainedFromMs, trainedToMs }: SeriesModel,
  { horizonMs, everyMs }: { readonly horizonMs: number; readonly everyMs: number },
  level: number,
): Forecast {
  const every = Math.max(1, Math.round(everyMs / stepMs));
  const count = Math.max(1, Math.round(horizonMs / (every * stepMs)));
  const path = forecaster.forecast(count * every, level);
  const thinned = (values: Float64Array) => values.filter((_, i) => i % every === every - 1);
  return {
    series,
    originMs: lastMs,
    stepMs: every * stepMs,
    level,
    model: forecaster.description,
    trainedFromMs,
    trainedToMs,
    backtest: forecaster.backtest,
    mean: thinned(path.mean),
    lower: thinned(path.lower),
    upper: thinned(path.upper),
  };
}
