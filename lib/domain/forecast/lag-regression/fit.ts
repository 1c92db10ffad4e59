import { inversePacked } from '../../numerics/recursive-least-squares.ts';
import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { createBench, fitCore, keepOf, type LagBench, pastOf } from './core.ts';
import { createHistory, type History } from './history.ts';
import { createModel, type LagState } from './model.ts';
import type { LagVariant } from './variant.ts';

/** Values that a regression is worth trying on. */
export const lagValuesNeeded = 24;

/** The series as regressions see it: from its first value on, gaps bridged. */
export interface Bridged {
  /** Position of the first value of `values` in what was given. */
  readonly first: number;
  readonly values: Float64Array;
  /** 1 where a value was there; absent where all were. */
  readonly isKnown?: Uint8Array;
  /** Values that were there. */
  readonly got: number;
}

export function bridgedSeries(y: Float64Array): Bridged {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const cut = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const isKnown = Uint8Array.from(cut, (value) => (Number.isNaN(value) ? 0 : 1));
  const got = isKnown.reduce((sum, known) => sum + known, 0);
  if (got === cut.length || got === 0) return { first, values: cut, got };
  return { first, values: bridgeGaps(cut), isKnown, got };
}

/** Fits one variant; too short where it has no such scale, too, since another way is needed just the same. */
export function fitVariant(y: Float64Array, options: FitOptions, variant: LagVariant): FitResult {
  const series = bridgedSeries(y);
  const tooShort = { kind: 'too_short', got: series.got, needed: lagValuesNeeded } as const;
  if (series.got < lagValuesNeeded) return tooShort;
  const state = fitState(series, series.values.length, options, variant, createBench());
  if (state === undefined) return { ...tooShort, needed: Math.max(lagValuesNeeded, series.got + 1) };
  return { kind: 'fitted', model: createModel(state, historyFor(series.values, [state])) };
}

/** A history long enough for these regressions. */
export function historyFor(values: Float64Array, states: readonly LagState[]): History {
  return createHistory(values, Math.max(1, ...states.map(({ core }) => pastOf(core))));
}

/** The fit of the first n values. @param learns whether it keeps what is needed to go on learning @default true */
export function fitState(
  { values, isKnown }: Bridged,
  n: number,
  options: FitOptions,
  variant: LagVariant,
  bench: LagBench,
  learns = true,
): LagState | undefined {
  const { periods, range = {} } = options;
  const core = fitCore(values, n, periods, variant, bench, isKnown);
  if (core === undefined) return undefined;
  const k = core.lags.length;
  return {
    core,
    ...(learns && { inverse: inversePacked(bench.lad.factor(k), k) }),
    range,
    description: wordsOf(core.lags, variant),
    keep: keepOf(periods, true),
    isRobust: variant.isRobust,
    spread: bench.problem === undefined ? 0 : bench.lad.meanSize(bench.problem, core.coefficients),
  };
}

function wordsOf(lags: Int32Array, { scale, less, isDifferenced }: LagVariant): string {
  const on = { level: 'the level', log: 'the logarithm', root: 'the root' }[scale];
  const means = less === 'median' ? '' : ` less the means of its ${less}est season's slots`;
  const what = isDifferenced ? `changes of ${on}` : `${on}${means}`;
  return `regression of ${what} on ${lags.length} lags to ${lags[lags.length - 1]}`;
}
