import { harmonic } from '../../../numerics/fourier.ts';
import type { Regressor } from '../spec.ts';

/** A season as regressors: so many pairs of cosine and sine of its length in steps. */
export interface Season {
  readonly period: number;
  readonly harmonics: number;
}

/**
 * Fourier terms of several seasons. A frequency that two seasons share comes once, and one that a seasonal difference
 * takes away not at all.
 * @param start step of the first value, so that a continuation goes on in phase
 * @param differenced length of the season that the model differences, 1 for none
 */
export function wavesOf(
  seasons: readonly Season[],
  differenced: number,
  start: number,
  length: number,
): Regressor[] {
  const taken: number[] = [];
  const waves: Regressor[] = [];
  for (const { period, harmonics } of seasons) {
    for (let k = 1; k <= harmonics && 2 * k <= period; k++) {
      const frequency = k / period;
      const isGone = differenced > 1 && isWhole(frequency * differenced);
      if (isGone || taken.some((other) => Math.abs(other - frequency) < 1e-12)) continue;
      taken.push(frequency);
      for (const [i, values] of harmonic(start, length, period, k).entries()) {
        waves.push({ name: `${i === 0 ? 'cos' : 'sin'}(${k}/${period})`, values });
      }
    }
  }
  return waves;
}

const isWhole = (x: number) => Math.abs(x - Math.round(x)) < 1e-9;
