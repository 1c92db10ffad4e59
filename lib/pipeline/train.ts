import type { Detector } from '../domain/anomaly/detector.ts';
import { residualZ } from '../domain/anomaly/residual-z/index.ts';
import { rules } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import type { Forecaster, Json } from '../domain/forecast/forecaster.ts';
import { outlookOf } from '../domain/forecast/outlook.ts';
import { seasonalNaive } from '../domain/forecast/seasonal-naive/index.ts';
import { resample } from '../domain/series/resample.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { type AssessedSeries, assessedSeries, type SeriesChoice } from './assessed-series.ts';
import { modelKey, packModel, timesOf } from './series-model.ts';

export interface TrainOptions extends SeriesChoice {
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly nowMs: number;
  /** Step of the models. @default 300_000 */
  readonly stepMs?: number;
  /** How much past a model sees. @default 14 days */
  readonly windowMs?: number;
  /** Only series whose model is older than this, or that have none. @default 0, all of them */
  readonly olderThanMs?: number;
  /** At most so many series in this call, those without a model and the longest untrained first. @default all */
  readonly budget?: number;
  /** Season lengths to try, in ms. @default as `outlookOf` says of the signal */
  readonly periodsMs?: (signal: Signal) => readonly number[];
  /** @default seasonal naive with drift */
  readonly forecaster?: Forecaster;
  /** @default the robust z-score of the residual */
  readonly detector?: Detector;
  /** States saved at a time, about: a crash costs those not yet saved. @default 16 */
  readonly saveEvery?: number;
  /** Called as series are done, with the share of this call's. @default nobody */
  readonly onProgress?: (done: number, words: string) => void;
}

export interface TrainReport {
  readonly trained: number;
  /** Series that the budget left for a later call. */
  readonly waiting: number;
  /** Series that could not be trained, each with its reason. */
  readonly problems: readonly Problem[];
}

const batchSize = 16;

/**
 * The stage train: chooses and fits a model for each series, and lets its detector learn what is normal.
 * Reads points at the models' step; writes a state a series under `model/<series key>`; reports what was
 * trained, and each series with too short a past or a state that is none, which is never fatal. A series that
 * has a model is trained up to the step assessed last, so that no step goes without its verdict.
 * @throws StoreError when a store cannot be reached; batches written before that stay
 */
export async function train(options: TrainOptions): Promise<TrainReport> {
  const { store, models, budget = Number.POSITIVE_INFINITY, onProgress = () => undefined } = options;
  const { saveEvery = batchSize } = options;
  const due = await dueSeries(options, await assessedSeries(store, options));
  const chosen = due.slice(0, budget);
  const problems: Problem[] = [];
  const unsaved = new Map<string, Json>();
  let trained = 0;
  let seen = 0;
  for (const batch of batchesOf(chosen)) {
    for (const [key, state] of await trainBatch(options, batch, problems)) unsaved.set(key, state);
    seen += batch.length;
    if (unsaved.size >= saveEvery || seen === chosen.length) {
      await models.save(unsaved);
      trained += unsaved.size;
      unsaved.clear();
    }
    onProgress(seen / chosen.length, `trained ${seen} of ${chosen.length} series`);
  }
  return { trained, waiting: due.length - chosen.length, problems };
}

/**
 * Keys of the series that `train` would train now, those without a model and the longest untrained first.
 * @throws StoreError when a store cannot be reached
 */
export async function dueKeys(options: TrainOptions): Promise<readonly string[]> {
  const due = await dueSeries(options, await assessedSeries(options.store, options));
  return due.map(({ series }) => series.key);
}

interface Due extends AssessedSeries {
  readonly trainedToMs: number;
  /** End of the training window: exclusive. */
  readonly toMs: number;
}

async function dueSeries(options: TrainOptions, all: readonly AssessedSeries[]): Promise<Due[]> {
  const { models, nowMs, olderThanMs = 0 } = options;
  const states = await models.load(all.map(({ series }) => modelKey(series.key)));
  return all
    .map((one) => ({ ...one, ...endOf(options, states.get(modelKey(one.series.key))) }))
    .filter(({ trainedToMs }) => nowMs - trainedToMs >= olderThanMs)
    .sort((a, b) => a.trainedToMs - b.trainedToMs);
}

/** Until when to train: what has been assessed, as far as that is of late; else the last whole step. */
function endOf(
  { nowMs, stepMs = 300_000, windowMs = 14 * 86_400_000 }: TrainOptions,
  state: Json | undefined,
) {
  const toMs = Math.floor(nowMs / stepMs) * stepMs;
  try {
    if (state === undefined) return { trainedToMs: Number.NEGATIVE_INFINITY, toMs };
    const times = timesOf(state);
    const assessedMs = times.lastMs + times.stepMs;
    const isUsable = times.stepMs === stepMs && assessedMs <= toMs && assessedMs > toMs - windowMs / 2;
    return { trainedToMs: times.trainedToMs, toMs: isUsable ? assessedMs : toMs };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { trainedToMs: Number.NEGATIVE_INFINITY, toMs };
  }
}

/** Series of one rollup together, so that one reading serves a batch. */
function batchesOf(due: readonly Due[]): Due[][] {
  const byRollup = new Map<string, Due[]>();
  for (const one of due) {
    const group = byRollup.get(one.signal.rollup) ?? [];
    group.push(one);
    byRollup.set(one.signal.rollup, group);
  }
  return [...byRollup.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / batchSize) }, (_, i) =>
      group.slice(i * batchSize, (i + 1) * batchSize),
    ),
  );
}

async function trainBatch(options: TrainOptions, batch: readonly Due[], problems: Problem[]) {
  const { store, stepMs = 300_000, windowMs = 14 * 86_400_000 } = options;
  const read = await store.read({
    keys: batch.map(({ series }) => series.key),
    fromMs: Math.min(...batch.map(({ toMs }) => toMs)) - windowMs,
    toMs: Math.max(...batch.map(({ toMs }) => toMs)),
    stepMs,
    rollup: batch[0]?.signal.rollup ?? 'average',
  });
  const samplesByKey = new Map(read.map((samples) => [samples.series.key, samples]));
  const states = new Map<string, Json>();
  for (const one of batch) {
    const result = trainOne(options, one, samplesByKey.get(one.series.key));
    if (result.kind === 'trained') states.set(modelKey(one.series.key), result.state);
    else problems.push(result.problem);
  }
  return states;
}

function trainOne(
  {
    stepMs = 300_000,
    windowMs = 14 * 86_400_000,
    forecaster = seasonalNaive,
    detector = residualZ,
    periodsMs,
  }: TrainOptions,
  { series, signal, toMs }: Due,
  samples: Samples | undefined,
) {
  const fromMs = Math.max(toMs - windowMs, samples?.timesMs[0] ?? toMs);
  const y = samples ? resample(samples, { fromMs, toMs, stepMs, rollup: 'last' }) : new Float64Array(0);
  const seasonsMs = periodsMs?.(signal) ?? outlookOf(signal, rules, stepMs).periodsMs;
  const periods = seasonsMs.map((ms) => Math.round(ms / stepMs));
  const fitted = forecaster.fit(y, { stepMs, startMs: fromMs, periods, range: signal.range });
  if (fitted.kind === 'too_short') return { kind: 'failed', problem: tooShort(series.key, fitted) } as const;
  const memory = detector.create();
  const expectations = fitted.expectations ?? [];
  for (const [i, expected] of expectations.entries())
    memory.update({ observed: y[y.length - expectations.length + i] ?? Number.NaN, expected });
  const state = packModel({
    forecaster: fitted.model,
    detector: memory,
    lastMs: toMs - stepMs,
    seenMs: fromMs + y.findLastIndex(Number.isFinite) * stepMs,
    stepMs,
    trainedFromMs: fromMs,
    trainedToMs: toMs,
  });
  return { kind: 'trained', state } as const;
}

function tooShort(
  where: string,
  { got, needed }: { readonly got: number; readonly needed: number },
): Problem {
  const message = `${got} values are too few to train on: wait until there are ${needed}`;
  return { kind: 'too_short', where, message, count: 1 };
}
