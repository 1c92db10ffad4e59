import type { Expectation, FitOptions, FitResult } from '../forecaster.ts';
import { type Bridged, bridgedSeries } from '../lag-regression/fit.ts';
import { createHistory } from '../lag-regression/history.ts';
import { seasonalNaive } from '../seasonal-naive/index.ts';
import { type Combination, combine } from './combine.ts';
import { type ErrorScales, errorScaleOf } from './conformal.ts';
import type { Contender, Fitted } from './contender.ts';
import { contendersFor } from './contenders.ts';
import type { Decision } from './decision.ts';
import { atNewestLevel } from './level-jump.ts';
import { errorsOf } from './losses.ts';
import { createModel, type PoolModel, type PoolState } from './model.ts';
import { jumpNote, notesOn } from './notes.ts';
import { originsOf, pathsOf, type Trials } from './trials.ts';

/** Forecasts of the past, at most. */
const mostOrigins = 14;
/** How many of the last expectations are handed out, for detectors to learn from. */
const expectationsKept = 400;
/** Share of the past that is forecast from no origin of the trials, so that there is enough to fit. */
const shareLearnt = 0.4;

/** Forecasts nearer to 0 than this share of the mean size count as that for relative errors. */
const floorShare = 0.1;

/** A series and all that is asked of its forecast. */
interface Task {
  readonly y: Float64Array;
  readonly series: Bridged;
  /** Where the newest level began: `y` is at it before, too. */
  readonly levelFrom: number;
  readonly options: FitOptions;
  readonly contenders: readonly Contender[];
  readonly notes: string[];
}

/** Tries the contenders on the series' own past, weighs them, and fits those that have a say to all of it. */
export function fit(values: Float64Array, options: FitOptions): FitResult<PoolModel> {
  const naive = seasonalNaive.fit(values, options);
  if (naive.kind === 'too_short') return naive;
  const given = bridgedSeries(values);
  const { series, jumps } = settled(given);
  const y = series.values.map((value, t) => (series.isKnown?.[t] === 0 ? Number.NaN : value));
  const shifted = { ...options, startMs: options.startMs + series.first * options.stepMs };
  const contenders = contendersFor(series, y, shifted);
  const levelFrom = jumps.at(-1)?.at ?? 0;
  const notes = [
    ...notesOn(given, shifted),
    ...jumps.map((jump) => jumpNote(jump, y.length, shifted.stepMs)),
  ];
  const task: Task = { y, series, levelFrom, options: shifted, contenders, notes };
  const trials = tried(task);
  const combination = combine(
    contenders.map(({ id }) => id),
    trials,
    y,
    0,
  );
  const state = assembled(task, combination, trials, y.length);
  if (state === undefined) return { kind: 'too_short', got: series.got, needed: series.got + 1 };
  const walk = walked(task, combination, trials);
  if (walk !== undefined) state.oneStep = walk.oneStep;
  return {
    kind: 'fitted',
    model: createModel(state),
    expectations: walk?.expectations ?? [],
  };
}

function settled(given: Bridged) {
  const { values, jumps } = atNewestLevel(given.values);
  return { series: { ...given, values }, jumps };
}

function tried({ y, options, contenders, notes }: Task): Trials {
  const shortest = options.periods.length > 0 ? Math.min(...options.periods) : 0;
  const n = y.length;
  const asked = options.horizon ?? (shortest > 0 ? 2 * shortest : 12);
  const horizon = Math.max(1, Math.min(asked, Math.floor(n / 5)));
  const step = shortest > 1 && shortest <= horizon ? shortest : Math.max(1, Math.round(horizon / 3));
  const least = Math.max(24, Math.ceil(shareLearnt * n));
  const origins = originsOf(n, horizon, step, mostOrigins, least);
  const untried: string[] = [];
  const paths = contenders.map((contender, i) => {
    if (i > 0 && options.expired?.() === true) {
      untried.push(contender.id);
      return origins.map(() => undefined);
    }
    try {
      return pathsOf(contender, origins, horizon);
    } catch (error) {
      notes.push(failureOf(contender.id, error));
      return origins.map(() => undefined);
    }
  });
  if (untried.length > 0) notes.push(`no time was left to try ${untried.join(', ')}`);
  // What is right for the next hours need not be for tomorrow: quarters of the shortest season are weighed apart.
  const block = shortest > 1 ? Math.min(horizon, Math.max(1, Math.round(shortest / 4))) : horizon;
  return { origins, horizon, block, paths };
}

/** The pool's state after the first n values; undefined when not even seasonal naive can be fitted to them. */
function assembled(
  task: Task,
  { decision, weights, paths }: Combination,
  trials: Trials,
  n: number,
): PoolState | undefined {
  const { series, options, contenders, notes, y } = task;
  const fitted = contenders.flatMap((contender, i) => {
    const says = weights.weights.map((row) => row[i]!);
    const part = says.some((weight) => weight > 0) ? safely(contender, n, notes) : undefined;
    return part === undefined ? [] : [{ id: contender.id, weights: says, part }];
  });
  if (fitted.length === 0) {
    const part = contenders[0] && safely(contenders[0], n, notes);
    if (part === undefined) return undefined;
    fitted.push({ id: 'seasonal-naive', weights: weights.weights.map(() => 1), part });
  }
  const longest = Math.max(1, ...fitted.map(({ part }) => part.looksBack));
  const history = createHistory(series.values.subarray(0, n), longest);
  const parts = fitted.map(({ part, ...rest }) => ({ ...rest, part: part.attach(history) }));
  const scales = scalesOf(paths, y, trials);
  return {
    description: describe(decision),
    notes,
    backtest: ratingOf(paths, trials, y),
    decision,
    range: options.range ?? {},
    ...boundsOf(series.values.subarray(0, n)),
    blockSteps: weights.steps,
    parts,
    history,
    ...(scales !== undefined && { scales }),
    oneStep: 1,
  };
}

function failureOf(id: string, error: unknown): string {
  return `${id} failed: ${error instanceof Error ? error.message : String(error)}`;
}

function safely(contender: Contender, n: number, notes: string[]): Fitted | undefined {
  try {
    return contender.fit(n);
  } catch (error) {
    notes.push(failureOf(contender.id, error));
    return undefined;
  }
}

function describe(decision: Decision): string {
  const words = decision.contenders
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ id, weight }) => `${id} ${Math.round(100 * weight)} %`);
  return `pool: ${words.join(', ')}`;
}

function scalesOf(
  paths: Combination['paths'],
  y: Float64Array,
  { origins, horizon }: Trials,
): ErrorScales | undefined {
  const known = y.filter(Number.isFinite);
  const floor = (floorShare * known.reduce((sum, value) => sum + Math.abs(value), 0)) / known.length;
  const unit: Float64Array[] = [];
  const relative: Float64Array[] = [];
  for (const [i, path] of paths.entries()) {
    if (path === undefined) continue;
    const errors = path.map((mean, h) => y[origins[i]! + h]! - mean);
    unit.push(errors);
    relative.push(errors.map((error, h) => (error === 0 ? 0 : error / Math.max(Math.abs(path[h]!), floor))));
  }
  if (unit.length < 2) return undefined;
  const windows = 1 + (origins[0]! - origins[origins.length - 1]!) / horizon;
  return {
    unit: errorScaleOf(unit, horizon, windows),
    relative: errorScaleOf(relative, horizon, windows),
    floor,
  };
}

function ratingOf(paths: Combination['paths'], { origins, paths: all }: Trials, y: Float64Array) {
  const meanOf = (row: readonly (Float64Array | undefined)[]) => {
    const errors = row.flatMap((path, i) => (path ? [errorsOf(path, y, origins[i]!).absolute] : []));
    const known = errors.filter((error) => !Number.isNaN(error));
    return known.length > 0 ? known.reduce((a, b) => a + b, 0) / known.length : 0;
  };
  return { error: meanOf(paths), naiveError: meanOf(all[0] ?? []) };
}

function boundsOf(y: Float64Array) {
  const least = y.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = y.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const half = (most - least) / 2;
  return { least: least - half, most: most + half };
}

/** Expectations of the last values, by parts fitted to what lies before them, and the one-step error that came. */
function walked(task: Task, combination: Combination, trials: Trials) {
  const { y, levelFrom } = task;
  const kept = Math.min(expectationsKept, Math.floor(y.length / 3), y.length - levelFrom);
  const from = y.length - kept;
  const state = assembled({ ...task, notes: [] }, combination, trials, from);
  if (state === undefined) return undefined;
  const model = createModel(state);
  const expectations: Expectation[] = [];
  for (const value of y.subarray(from)) {
    expectations.push(model.next(0.95));
    model.update(value);
  }
  return { expectations, oneStep: state.oneStep };
}
