import { LagLad } from '../../numerics/lag-lad.ts';
import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { type ScaleKind, scaleFor, toScale, type ValueScale } from '../value-scale.ts';
import { frequenciesOf } from './frequencies.ts';
import { createModel, type FourierState } from './model.ts';
import {
  createWaveProblem,
  fitWaves,
  unfilteredWaves,
  type WaveProblem,
  type Waves,
  wavesFrom,
} from './waves.ts';

/** Values that are worth a regression. */
const valuesNeeded = 12;
/** Values are forgotten over so many of the longest season, taken as so many steps at least. */
const memorySeasons = 4;
const leastSeason = 50;
/** Added to the diagonal of the normal equations, as a share of it. */
const ridge = 1e-5;
/** Rounds of reweighting for the autoregression, by which far errors count for less. */
const rounds = 4;
/** Times that waves and autoregression are fitted in turn; both settle by then. */
const turns = 3;

/** Fits the waves to the values, and the autoregression to what they miss. */
export function fitFourierAr(y: Float64Array, options: FitOptions, kind: ScaleKind): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const cut = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const known = cut.filter(Number.isFinite);
  if (known.length < valuesNeeded) return { kind: 'too_short', got: known.length, needed: valuesNeeded };
  const scale = scaleFor(kind, known) ?? { kind: 'level', shift: 0 };
  const x = bridgeGaps(cut);
  for (let t = 0; t < x.length; t++) x[t] = toScale(scale, x[t]!);
  const frequencies = frequenciesOf(options.periods, known.length);
  const keep = keepOf(options.periods, frequencies);
  const lags = lagsOf(options.periods, x.length);
  const problem = createWaveProblem(frequencies, x.length - lags[lags.length - 1]!, keep, ridge);
  if (problem === undefined) return { kind: 'too_short', got: known.length, needed: known.length + 1 };
  const isKnown = Uint8Array.from(cut, (value) => (Number.isNaN(value) ? 0 : 1));
  const both = fitBoth(x, isKnown, problem, lags);
  return { kind: 'fitted', model: createModel(stateOf(x, both, keep, lags, scale, options.range)) };
}

function keepOf(periods: readonly number[], frequencies: Float64Array): number {
  const longest = frequencies.length === 0 ? 0 : Math.max(...periods);
  return 1 - 1 / (memorySeasons * Math.max(longest, leastSeason));
}

/** Waves, and the autoregression of what they miss. */
interface Fit {
  readonly waves: Waves;
  readonly coefficients: Float64Array;
  /** What the waves miss each value by. */
  readonly errors: Float64Array;
  /** Mean absolute error one step ahead, over the values fitted. */
  readonly spread: number;
}

/**
 * Generalised least squares: the autoregression of the errors whitens values and waves alike, and the waves are fitted
 * again to what is left. Fitted to the values themselves, they would take a wandering level for a season.
 * Source: Cochrane and Orcutt (1949), JASA 44, 32-61.
 */
function fitBoth(x: Float64Array, isKnown: Uint8Array, waveProblem: WaveProblem, lags: Int32Array): Fit {
  const errors = new Float64Array(x.length);
  const coefficients = new Float64Array(lags.length);
  const problem = { x: errors, from: x.length - waveProblem.n, to: x.length, lags, keep: 1, isKnown };
  const lad = new LagLad();
  const white = new Float64Array(waveProblem.n);
  let waves = fitWaves(waveProblem, x);
  for (let turn = 0; ; turn++) {
    wavesFrom(waves, 1 - x.length, errors);
    for (let t = 0; t < x.length; t++) errors[t] = x[t]! - errors[t]!;
    if (Number.isNaN(lad.fit(problem, coefficients, rounds, false))) coefficients.fill(0);
    if (turn === turns) return { waves, coefficients, errors, spread: lad.meanSize(problem, coefficients) };
    whiten(x, lags, coefficients, white);
    waves = unfilteredWaves(fitWaves(waveProblem, white), lags, coefficients, waves);
  }
}

/** What the autoregression leaves of the last values, as many as there is room for. */
function whiten(x: Float64Array, lags: Int32Array, coefficients: Float64Array, to: Float64Array): void {
  const from = x.length - to.length;
  for (let i = 0; i < to.length; i++) {
    let value = x[from + i]!;
    for (let j = 0; j < lags.length; j++) value -= coefficients[j]! * x[from + i - lags[j]!]!;
    to[i] = value;
  }
}

function stateOf(
  x: Float64Array,
  fit: Fit,
  keep: number,
  lags: Int32Array,
  scale: ValueScale,
  range: FitOptions['range'],
): FourierState {
  const { waves, coefficients, errors, spread } = fit;
  const columns = waves.coefficients.length + lags.length;
  return {
    description: wordsOf(waves, lags, scale),
    scale,
    range: range ?? {},
    waves,
    time: 1,
    keep,
    lags,
    coefficients,
    errors: Float32Array.from(errors.subarray(errors.length - lags[lags.length - 1]!)),
    at: 0,
    spread: spread * inflation(columns, x.length, keep),
    ...boundsOf(x),
  };
}

/** What errors to come exceed those of the fit by, for as many columns: √((n + k) / (n - k)), n values that count. */
function inflation(columns: number, n: number, keep: number): number {
  // Weights keep^age are worth (Σw)² / Σw² values.
  const worth = ((1 - keep ** n) * (1 + keep)) / ((1 + keep ** n) * (1 - keep));
  return Math.sqrt((worth + columns) / Math.max(worth - columns, worth / 4));
}

/** The last two values and a season ago, as far as the past can tell. */
function lagsOf(periods: readonly number[], n: number): Int32Array {
  const season = Math.round(Math.min(...periods, Number.POSITIVE_INFINITY));
  return Int32Array.from([...new Set([1, 2, season])].filter((lag) => lag >= 1 && 3 * lag <= n)).sort();
}

/** The range of the values and half of it again on either side. */
function boundsOf(x: Float64Array): { readonly least: number; readonly most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of x) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const half = (most - least) / 2;
  return { least: least - half, most: most + half };
}

function wordsOf({ frequencies }: Waves, lags: Int32Array, { kind }: ValueScale): string {
  const waves = `${frequencies.length} waves on the ${kind === 'log' ? 'logarithm' : kind}`;
  return `${waves}, their errors by an autoregression on ${[...lags].join(', ')}`;
}
