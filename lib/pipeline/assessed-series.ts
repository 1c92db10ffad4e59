import { signals as allSignals } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import type { Problem } from '../domain/series/samples.ts';
import { parseSeriesKey, type Series } from '../domain/series/series.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { modelKey, type SeriesModel, unpackModel } from './series-model.ts';

/** Which series a stage looks at. */
export interface SeriesChoice {
  /** @default the signals of the catalogue that are `assessed` */
  readonly signals?: readonly Signal[];
  /** Keys of the series, which saves asking the store for them. @default every series the store knows */
  readonly keys?: readonly string[];
}

export interface AssessedSeries {
  readonly series: Series;
  readonly signal: Signal;
}

/** The series whose signals are assessed, by key or as the store knows them. */
export async function assessedSeries(
  store: MetricStore,
  { signals = allSignals.filter(({ assessed }) => assessed), keys }: SeriesChoice,
): Promise<readonly AssessedSeries[]> {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  const known = keys?.map(parseSeriesKey) ?? (await store.series({ signals: [...byId.keys()] }));
  return known.flatMap((one) => {
    const signal = one && byId.get(one.signal);
    if (one === undefined || signal === undefined) return [];
    return [{ series: { key: one.key, signal: one.signal, entity: one.entity }, signal }];
  });
}

export interface LoadedModels {
  readonly loaded: readonly (AssessedSeries & { readonly model: SeriesModel })[];
  /** Keys of series without a (usable) model. */
  readonly untrained: readonly string[];
  readonly problems: readonly Problem[];
}

/** The models of the series, in one load. A state that is none is a problem, and the series untrained. */
export async function loadModels(
  models: ModelStore,
  wanted: readonly AssessedSeries[],
): Promise<LoadedModels> {
  const states = await models.load(wanted.map(({ series }) => modelKey(series.key)));
  const loaded: (AssessedSeries & { readonly model: SeriesModel })[] = [];
  const untrained: string[] = [];
  const problems: Problem[] = [];
  for (const one of wanted) {
    const state = states.get(modelKey(one.series.key));
    try {
      if (state === undefined) untrained.push(one.series.key);
      else loaded.push({ ...one, model: unpackModel(state) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      untrained.push(one.series.key);
      problems.push({ kind: 'bad_state', where: one.series.key, message: error.message, count: 1 });
    }
  }
  return { loaded, untrained, problems };
}
