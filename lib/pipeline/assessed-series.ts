import { signals as allSignals } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import { partOf } from '../domain/series/part.ts';
import type { Problem } from '../domain/series/samples.ts';
import { parseSeriesKey, type Series } from '../domain/series/series.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { modelKey, type SeriesModel, type UnpackOptions, unpackModel } from './series-model.ts';

/** Which series a stage looks at. */
export interface SeriesChoice {
  /** @default the signals of the catalogue that are `assessed` */
  readonly signals?: readonly Signal[];
  /** Keys of the series, which saves asking the store for them. @default every series the store knows */
  readonly keys?: readonly string[];
  /** Only series of this cluster. @default of all clusters */
  readonly cluster?: string;
  /** Only this part of them. @default all */
  readonly part?: { readonly index: number; readonly of: number };
}

export interface AssessedSeries {
  readonly series: Series;
  readonly signal: Signal;
  /** Time of the newest point, where the store has said it. */
  readonly lastPointMs?: number;
}

/** The series whose signals are assessed, by key or as the store knows them. */
export async function assessedSeries(
  store: MetricStore,
  { signals = allSignals.filter(({ assessed }) => assessed), keys, cluster, part }: SeriesChoice,
): Promise<readonly AssessedSeries[]> {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  const filter = { signals: [...byId.keys()], ...(cluster !== undefined && { cluster }) };
  const known: readonly KnownSeries[] =
    keys?.flatMap((key) => parseSeriesKey(key) ?? []) ?? (await store.series(filter));
  return known.flatMap((one) => {
    const signal = byId.get(one.signal);
    if (signal === undefined || (part && partOf(one.key, part.of) !== part.index)) return [];
    const series = { key: one.key, signal: one.signal, entity: one.entity };
    return [{ series, signal, ...(one.lastMs !== undefined && { lastPointMs: one.lastMs }) }];
  });
}

type KnownSeries = Series & { readonly lastMs?: number };

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
  options: UnpackOptions = {},
): Promise<LoadedModels> {
  const states = await models.load(wanted.map(({ series }) => modelKey(series.key)));
  const loaded: (AssessedSeries & { readonly model: SeriesModel })[] = [];
  const untrained: string[] = [];
  const problems: Problem[] = [];
  for (const one of wanted) {
    const state = states.get(modelKey(one.series.key));
    try {
      if (state === undefined) untrained.push(one.series.key);
      else loaded.push({ ...one, model: unpackModel(state, options) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      untrained.push(one.series.key);
      problems.push({ kind: 'bad_state', where: one.series.key, message: error.message, count: 1 });
    }
  }
  return { loaded, untrained, problems };
}
