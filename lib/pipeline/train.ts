import { createDecider, type Decider, panel } from '../domain/anomaly/decisions/index.ts';
import type { Detector } from '../domain/anomaly/detector.ts';
import { rules } from '../domain/catalogue/index.ts';
import type { Signal } from '../domain/catalogue/signal.ts';
import { explained, withoutMaintenance } from '../domain/forecast/effects/index.ts';
import type { Expectation, Json, RatedForecaster } from '../domain/forecast/forecaster.ts';
import { outlookOf } from '../domain/forecast/outlook.ts';
import { seasonalNaive } from '../domain/forecast/seasonal-naive/index.ts';
import {
  type Calendar,
  emptyCalendar,
  isEmptyCalendar,
  type Steps,
} from '../domain/series/calendar/index.ts';
import { resample } from '../domain/series/resample.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { driftingSeries } from './accuracy.ts';
import { type AssessedSeries, assessedSeries, type SeriesChoice } from './assessed-series.ts';
import { outlookKey, outlookStepMs } from './outlook-model.ts';
import { modelKey, packModel, timesOf, unpackModel } from './series-model.ts';
import { trainOutlook } from './train-outlook.ts';

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
  /** Series whose live forecasts have become worse than their back-test are due after this time already.
   *  @default 6 hours */
  readonly driftAfterMs?: number;
  /** Parts that the stage project takes a cluster's series in, and keeps their accuracy by. @default 1 */
  readonly parts?: number;
  /** What detectors stand on, one step ahead; the stages restore those of restore-forecaster.ts.
   *  @default seasonal naive with drift */
  readonly forecaster?: RatedForecaster;
  /** What forecasts series with a season by the hour; null for none. @default the pool */
  readonly projector?: RatedForecaster | null;
  /** Campaigns, holidays and maintenance: models learn what they do. @default none */
  readonly calendar?: Calendar;
  /** Time in ms that only grows, to end a fit of the projector that takes long. @default no fit is ended */
  readonly elapsedMs?: () => number;
  /** How long a fit of the projector may take: it takes a tenth of that. @default 1000 */
  readonly fitMs?: number;
  /** @default the panel */
  readonly detectors?: readonly Detector[];
  /** False alarms a series and month. @default 1 */
  readonly alarmBudget?: number;
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
 * The stage train: fits two models to each series, and lets its detector learn what is normal.
 * Reads points at the models' step; writes states under `model/<series key>` and `outlook/<series key>`; reports what
 * was trained, and each series with too short a past or a state that is none, which is never fatal. A series that
 * has a model is trained up to the step assessed last, so that no step goes without its verdict.
 *
 * Two models, because detectors and forecasts ask for different things. Detectors need the next 5 minutes, a level that
 * follows within minutes, and 10 kB at most, for their states are read and written at each poll: seasonal naive with
 * drift. Forecasts look a day ahead: the pool, on hours. Over a day its hourly means err no more than those of the pool
 * on 5 or 15 minutes (54 days of public series: MASE 1.72, 1.73, 1.77; the first model 1.86), at an eighth and a third
 * of the time to fit, a quarter and half of the state. What has no season (disks, backlogs) is forecast by the first:
 * how fast it fills has to be seen within the hour.
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
    const states = await trainBatch(options, batch, problems);
    for (const [key, state] of states) unsaved.set(key, state);
    trained += batch.filter(({ series }) => states.has(modelKey(series.key))).length;
    seen += batch.length;
    if (unsaved.size >= 2 * saveEvery || seen === chosen.length) {
      await models.save(unsaved);
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
  const { models, nowMs, olderThanMs = 0, driftAfterMs = 6 * 3_600_000, parts = 1 } = options;
  const states = await models.load(all.map(({ series }) => modelKey(series.key)));
  const drifting = await driftingSeries(
    models,
    new Set(all.map(({ series }) => series.entity.cluster)),
    parts,
  );
  const waitOf = (key: string) => (drifting.has(key) ? Math.min(driftAfterMs, olderThanMs) : olderThanMs);
  return all
    .map((one) => ({ ...one, ...endOf(options, states.get(modelKey(one.series.key))) }))
    .filter(({ series, trainedToMs }) => nowMs - trainedToMs >= waitOf(series.key))
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

/** At a whole hour, so that two weeks are two weeks of hours, too. */
function windowStart(toMs: number, windowMs: number): number {
  return Math.floor((toMs - windowMs) / outlookStepMs) * outlookStepMs;
}

async function trainBatch(options: TrainOptions, batch: readonly Due[], problems: Problem[]) {
  const { store, stepMs = 300_000, windowMs = 14 * 86_400_000 } = options;
  const read = await store.read({
    keys: batch.map(({ series }) => series.key),
    fromMs: windowStart(Math.min(...batch.map(({ toMs }) => toMs)), windowMs),
    toMs: Math.max(...batch.map(({ toMs }) => toMs)),
    stepMs,
    rollup: batch[0]?.signal.rollup ?? 'average',
  });
  const samplesByKey = new Map(read.map((samples) => [samples.series.key, samples]));
  const before = await options.models.load(
    batch.flatMap(({ series: { key } }) => [modelKey(key), outlookKey(key)]),
  );
  const states = new Map<string, Json>();
  for (const one of batch) {
    const { key } = one.series;
    const result = trainOne(
      options,
      one,
      samplesByKey.get(key),
      deciderOf(before.get(modelKey(key)), options),
    );
    if (result.kind === 'failed') {
      problems.push(result.problem);
      continue;
    }
    states.set(modelKey(key), result.state);
    const outlook = trainOutlook({ ...options, ...one, ...result.past, before: before.get(outlookKey(key)) });
    states.set(outlookKey(key), outlook.state);
    problems.push(...outlook.problems);
  }
  return states;
}

/** What decided on a series before; a state that is none is as good as none: its series is trained anew. */
function deciderOf(state: Json | undefined, { detectors = panel }: TrainOptions): Decider | undefined {
  if (state === undefined) return undefined;
  try {
    return unpackModel(state, { detectorOf: (id) => detectors.find((one) => one.id === id) }).decider;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function trainOne(
  {
    stepMs = 300_000,
    windowMs = 14 * 86_400_000,
    forecaster = seasonalNaive,
    detectors = panel,
    alarmBudget,
    periodsMs,
    calendar = emptyCalendar,
  }: TrainOptions,
  { series, signal, toMs }: Due,
  samples: Samples | undefined,
  before: Decider | undefined,
) {
  const fromMs = Math.max(windowStart(toMs, windowMs), samples?.timesMs[0] ?? toMs);
  const y = samples ? resample(samples, { fromMs, toMs, stepMs, rollup: 'last' }) : new Float64Array(0);
  const seasonsMs = periodsMs?.(signal) ?? outlookOf(signal, rules, stepMs).periodsMs;
  const periods = seasonsMs.map((ms) => Math.round(ms / stepMs));
  const steps = { startMs: fromMs, stepMs };
  const clean = seasonsMs.length > 0 && before ? withoutEpisodes(y, before, steps) : y;
  const known = isEmptyCalendar(calendar) ? forecaster : explained(forecaster, calendar);
  const fitted = known.fit(clean, { ...steps, periods, range: signal.range });
  if (fitted.kind === 'too_short') return { kind: 'failed', problem: tooShort(series.key, fitted) } as const;
  const decider = createDecider({
    detectors,
    stream: { ...steps, ...(signal.range && { range: signal.range }) },
    ...(alarmBudget !== undefined && { budget: alarmBudget }),
  });
  const usual = withoutMaintenance(clean, calendar.maintenance, steps);
  teach(decider, usual, fitted.expectations ?? [], (i) => fromMs + i * stepMs);
  if (before !== undefined) decider.goOnFrom(before);
  const state = packModel({
    forecaster: fitted.model,
    decider,
    lastMs: toMs - stepMs,
    seenMs: fromMs + y.findLastIndex(Number.isFinite) * stepMs,
    stepMs,
    trainedFromMs: fromMs,
    trainedToMs: toMs,
  });
  return { kind: 'trained', state, past: { y: clean, fromMs, stepMs, seasonsMs } } as const;
}

/** What a series with a season was when it was not itself is no past to learn from. */
function withoutEpisodes(y: Float64Array, { episodes }: Decider, { startMs, stepMs }: Steps): Float64Array {
  const wrong = episodes.all().filter(({ isNormal }) => !isNormal);
  return y.map((value, i) => {
    const timeMs = startMs + i * stepMs;
    return wrong.some(({ fromMs, toMs }) => timeMs >= fromMs && timeMs <= toMs) ? Number.NaN : value;
  });
}

/** Lets a decider see the past, the newest values beside what was expected of them. */
function teach(
  decider: Decider,
  y: Float64Array,
  expectations: readonly Expectation[],
  timeAt: (step: number) => number,
): void {
  const first = y.length - expectations.length;
  for (const [i, observed] of y.entries()) {
    const expected = expectations[i - first];
    decider.take({ observed, timeMs: timeAt(i), ...(expected && { expected }) });
  }
}

function tooShort(
  where: string,
  { got, needed }: { readonly got: number; readonly needed: number },
): Problem {
  const message = `${got} values are too few to train on: wait until there are ${needed}`;
  return { kind: 'too_short', where, message, count: 1 };
}
