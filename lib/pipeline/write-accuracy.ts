import { createSeries } from '../domain/series/series.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { loadAccuracy, mergedSegments, overallOf, type Part } from './accuracy.ts';

/** Id of the signal that says how good the forecasts of a cluster are. */
export const forecastErrorSignal = 'forecast_error';

const stepMs = 300_000;

export interface AccuracyWriting {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  readonly part?: Part;
}

/**
 * Writes a point a cluster of how good the forecasts of all its parts are, as they stand.
 * @returns how many series drift, and the error of all clusters over that of seasonal naive
 * @throws StoreError
 */
export async function writeErrorRatios(
  { store, models, nowMs, part }: AccuracyWriting,
  clusters: readonly string[],
): Promise<{ readonly drifting: number; readonly errorRatioPercent?: number }> {
  const timesMs = Float64Array.of(Math.floor(nowMs / stepMs) * stepMs);
  const all = [];
  const samples = [];
  for (const cluster of clusters) {
    const parts = await loadAccuracy(models, [cluster], part?.of ?? 1);
    all.push(...parts);
    const overall = overallOf(mergedSegments(parts));
    if (overall === undefined) continue;
    const series = createSeries(forecastErrorSignal, { cluster });
    samples.push({ series, timesMs, values: Float64Array.of(overall.errorRatioPercent) });
  }
  if (samples.length > 0) await store.write(samples);
  const overall = overallOf(mergedSegments(all));
  return {
    drifting: all.reduce((sum, { drifting }) => sum + drifting.length, 0),
    ...(overall !== undefined && { errorRatioPercent: overall.errorRatioPercent }),
  };
}
