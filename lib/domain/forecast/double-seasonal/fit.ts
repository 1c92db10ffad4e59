import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { type ScaleKind, scaleFor, toScale, type ValueScale } from '../value-scale.ts';
import { bestChoices, type Trials } from './choose.ts';
import { createModel, type DoubleSeasonalState, takeIn } from './model.ts';
import { seedOf, startSmoother } from './smoother.ts';

/** Values that are worth smoothing. */
const valuesNeeded = 12;
/** Times that the past must hold a season. */
const timesNeeded = 2;
/** Smoothers whose mean is the forecast, as long as all of them hold no more than so many values. */
const smoothersKept = 5;
const valuesKept = 2500;
/** Seasons that hold more are not followed: a state must stay small. */
const mostSlots = 3500;
/** Cycles of the longest season that smoothing starts from, and the share of the past that they may take. */
const seedCycles = 4;
const seedShare = 1 / 2;
const seedValues = 10;
const mostOrigins = 14;
/** Share of the past that lies before the first trial. */
const shareLearnt = 0.4;

/** Chooses gains by forecasts of the past, and walks through all of it with the best. */
export function fitDoubleSeasonal(y: Float64Array, options: FitOptions, kind: ScaleKind): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const cut = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const known = cut.filter(Number.isFinite);
  if (known.length < valuesNeeded) return { kind: 'too_short', got: known.length, needed: valuesNeeded };
  const scale = scaleFor(kind, known) ?? { kind: 'level', shift: 0 };
  const isKnown = Uint8Array.from(cut, (value) => (Number.isNaN(value) ? 0 : 1));
  const x = bridgeGaps(cut);
  for (let t = 0; t < x.length; t++) x[t] = toScale(scale, x[t]!);
  const lengths = seasonsOf(options.periods, x.length);
  const state = stateOf(trialsOf(x, isKnown, lengths, options), lengths, scale, options);
  for (let t = 0; t < x.length; t++) takeIn(state, isKnown[t] === 0 ? Number.NaN : x[t]!);
  return { kind: 'fitted', model: createModel(state) };
}

/** The shortest season and the longest beside it that the past and a state can hold. */
function seasonsOf(periods: readonly number[], n: number): number[] {
  const usable = [...new Set(periods)]
    .filter((m) => Number.isInteger(m) && m > 1 && m <= mostSlots && timesNeeded * m <= n)
    .sort((a, b) => a - b);
  const shortest = usable[0];
  if (shortest === undefined) return [];
  const longest = usable.findLast((m) => m > shortest && m + shortest <= mostSlots);
  return longest === undefined ? [shortest] : [shortest, longest];
}

function trialsOf(
  x: Float64Array,
  isKnown: Uint8Array,
  lengths: readonly number[],
  { horizon: asked }: FitOptions,
): Trials {
  const n = x.length;
  const shortest = lengths[0] ?? 0;
  const horizon = Math.min(asked ?? (shortest > 0 ? 2 * shortest : 12), Math.floor(n / 5));
  const length = seedLength(n, lengths.at(-1) ?? seedValues);
  const step = shortest > 1 && shortest <= horizon ? shortest : Math.max(1, Math.round(horizon / 3));
  const least = Math.max(length, Math.ceil(shareLearnt * n));
  const origins = [n - horizon];
  while (origins.length < mostOrigins && origins[0]! - step >= least) origins.unshift(origins[0]! - step);
  // One cycle does not tell a longer season from noise: trials then decide whether what it shows is believed.
  const isDoubtful = lengths.length > 1 && length < 2 * lengths.at(-1)!;
  const seeds = (isDoubtful ? [1, 0] : [1]).map((share) => seedOf(x, lengths, length, share));
  return { x, isKnown, seeds, origins, horizon };
}

/** Whole cycles of the longest season, such that most of the past lies after them. */
function seedLength(n: number, longest: number): number {
  const cycles = Math.min(seedCycles, Math.max(1, Math.floor((seedShare * n) / longest)));
  return Math.min(n, cycles * longest);
}

function stateOf(
  trials: Trials,
  lengths: readonly number[],
  scale: ValueScale,
  { range = {}, expired }: FitOptions,
): DoubleSeasonalState {
  const slots = lengths.reduce((sum, m) => sum + m, 0);
  const count = Math.max(1, Math.min(smoothersKept, Math.floor(valuesKept / Math.max(1, slots))));
  const smoothers = bestChoices(trials, count, expired).map(({ seed, gains }) => startSmoother(seed, gains));
  return {
    description: wordsOf(lengths, smoothers.length, scale),
    scale,
    range,
    smoothers,
    step: 0,
    spread: trials.seeds[0]!.usual,
    ...boundsOf(trials.x),
  };
}

function wordsOf(lengths: readonly number[], count: number, { kind }: ValueScale): string {
  const seasons = lengths.length > 0 ? `seasons of ${lengths.join(' and ')}` : 'no season';
  const scale = kind === 'log' ? 'logarithm' : kind;
  return `exponential smoothing of the ${scale} with ${seasons} and AR(1) errors, mean of ${count}`;
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
