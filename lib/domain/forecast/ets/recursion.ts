import type { Form } from './form.ts';

/** How quickly each part follows the errors; `phi` is 1 where the trend is not damped. */
export interface Weights {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly phi: number;
}

/** Where the parts stand. `seasons` by step modulo its length; one neutral slot where there is no season. */
export interface Parts {
  level: number;
  slope: number;
  readonly seasons: Float64Array;
}

/** Parts that can move on by themselves. */
export function copyOf(parts: Parts): Parts {
  return { ...parts, seasons: parts.seasons.slice() };
}

/** Means are not let nearer to zero than this where they are divided by. */
const nearZero = 1e-10;

/** What is expected at a step. */
export function meanAt({ season }: Form, { phi }: Weights, parts: Parts, step: number): number {
  const base = parts.level + phi * parts.slope;
  const slot = parts.seasons[step % parts.seasons.length]!;
  return season === 'M' ? base * slot : season === 'A' ? base + slot : base;
}

/**
 * Moves the parts on by the error at a step: relative to the mean where errors multiply.
 * Source: Hyndman and others 2008, tables 2.2 and 2.3.
 */
export function moveOn(form: Form, weights: Weights, parts: Parts, step: number, error: number): void {
  const { alpha, beta, gamma, phi } = weights;
  const base = parts.level + phi * parts.slope;
  const at = step % parts.seasons.length;
  const slot = parts.seasons[at]!;
  const mean = form.season === 'M' ? base * slot : form.season === 'A' ? base + slot : base;
  const absolute = form.error === 'M' ? error * mean : error;
  const beside = form.season === 'M' ? absolute / awayFromZero(slot) : absolute;
  parts.level = base + alpha * beside;
  parts.slope = phi * parts.slope + beta * beside;
  if (form.season === 'A') parts.seasons[at] = slot + gamma * absolute;
  if (form.season === 'M') parts.seasons[at] = slot + (gamma * absolute) / awayFromZero(base);
}

function awayFromZero(x: number): number {
  return Math.abs(x) < nearZero ? nearZero : x;
}

/** The error of a value: relative where errors multiply. */
export function errorOf({ error }: Form, mean: number, value: number): number {
  return error === 'M' ? (value - mean) / awayFromZero(mean) : value - mean;
}

/** Sums over a walk: of the squared errors, and of those scaled so that they add up to the likelihood. */
export interface Squares {
  readonly plain: number;
  /** With multiplicative errors each times the geometric mean of the means. −2 log L = n · log of it, but for a constant. */
  readonly scaled: number;
}

/** Walks the values and leaves the scaled errors. Moves `parts` to the end. */
export function walk(
  form: Form,
  weights: Weights,
  parts: Parts,
  y: Float64Array,
  errors: Float64Array,
): Squares {
  let logs = 0;
  let plain = 0;
  for (let t = 0; t < y.length; t++) {
    const mean = meanAt(form, weights, parts, t);
    const error = errorOf(form, mean, y[t]!);
    errors[t] = error;
    plain += error * error;
    if (form.error === 'M') logs += Math.log(Math.max(nearZero, Math.abs(mean)));
    moveOn(form, weights, parts, t, error);
  }
  if (form.error === 'A') return { plain, scaled: plain };
  const scale = Math.exp(logs / y.length);
  for (let t = 0; t < y.length; t++) errors[t] = errors[t]! * scale;
  return { plain, scaled: plain * scale * scale };
}
