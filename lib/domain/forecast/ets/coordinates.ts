import type { Form } from './form.ts';
import type { Parts, Weights } from './recursion.ts';

/** Bounds of the smoothing weights, as R's `ets` has them. */
const leastWeight = 1e-4;
const mostWeight = 0.9999;
const leastPhi = 0.8;
const mostPhi = 0.98;

/** A model's unknowns as free numbers: weights through logits, then the parts before the first value. */
export interface Unknowns {
  readonly form: Form;
  readonly period: number;
}

/** How many free numbers a form has. */
export function unknownsOf({ form, period }: Unknowns): number {
  const trend = form.trend === 'N' ? 0 : form.trend === 'A' ? 2 : 3;
  // Weight and m − 1 slots: the last one follows from the others.
  return 2 + trend + (form.season === 'N' ? 0 : period);
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logit = (share: number) => Math.log(share / (1 - share));
const between = (low: number, high: number, x: number) => low + (high - low) * logistic(x);
const shareOf = (low: number, high: number, value: number) =>
  logit(Math.min(1 - 1e-6, Math.max(1e-6, (value - low) / (high - low))));

/** The weights and parts of free numbers: beta stays below alpha, gamma below 1 − alpha. */
export function read({ form, period }: Unknowns, x: Float64Array): { weights: Weights; parts: Parts } {
  let at = 0;
  const alpha = between(leastWeight, mostWeight, x[at++]!);
  const beta = form.trend === 'N' ? 0 : between(0, alpha, x[at++]!);
  const phi = form.trend === 'Ad' ? between(leastPhi, mostPhi, x[at++]!) : form.trend === 'N' ? 0 : 1;
  const gamma = form.season === 'N' ? 0 : between(0, 1 - alpha, x[at++]!);
  const level = x[at++]!;
  const slope = form.trend === 'N' ? 0 : x[at++]!;
  return {
    weights: { alpha, beta, gamma, phi },
    parts: { level, slope, seasons: seasonsOf(form, period, x, at) },
  };
}

function seasonsOf({ season }: Form, period: number, x: Float64Array, at: number): Float64Array {
  if (season === 'N') return new Float64Array(1);
  const seasons = new Float64Array(period);
  let sum = 0;
  for (let slot = 0; slot < period - 1; slot++) {
    seasons[slot] = x[at + slot]!;
    sum += x[at + slot]!;
  }
  seasons[period - 1] = (season === 'M' ? period : 0) - sum;
  return seasons;
}

/** Free numbers of weights and parts. */
export function write({ form, period }: Unknowns, weights: Weights, parts: Parts): Float64Array {
  const { alpha, beta, gamma, phi } = weights;
  return Float64Array.from([
    shareOf(leastWeight, mostWeight, alpha),
    ...(form.trend === 'N' ? [] : [shareOf(0, alpha, beta)]),
    ...(form.trend === 'Ad' ? [shareOf(leastPhi, mostPhi, phi)] : []),
    ...(form.season === 'N' ? [] : [shareOf(0, 1 - alpha, gamma)]),
    parts.level,
    ...(form.trend === 'N' ? [] : [parts.slope]),
    ...(form.season === 'N' ? [] : parts.seasons.subarray(0, period - 1)),
  ]);
}
