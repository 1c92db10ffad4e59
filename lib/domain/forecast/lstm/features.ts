import { toScale, type ValueScale } from '../value-scale.ts';

/** What turns values into the network's numbers and back. */
export interface Features {
  readonly scale: ValueScale;
  /** Seasons in steps, shortest first; each gives its phase. */
  readonly periods: readonly number[];
  /** What each slot of the season adds to the level; one slot where there is no season. */
  readonly profile: Float32Array;
  /** Steps of the season whose last value is looked at; 0 for none. */
  readonly lag: number;
  /** Size of what the profile leaves. */
  readonly spread: number;
  /** Share by which the level follows a value: by a season or so. */
  readonly follow: number;
  /** Level before the first value, in sizes. */
  readonly firstLevel: number;
  /** Bounds of what has been beside the level, in sizes: forecasts stay near them. */
  readonly least: number;
  readonly most: number;
}

/** Longest season whose last value is kept. */
export const longestLag = 400;
/** Inputs beyond so many sizes are taken as that. */
const reach = 8;

export function inputsOf({ periods, lag }: Features): number {
  return 1 + 2 * periods.length + (lag > 0 ? 1 : 0);
}

export function slotOf({ profile }: Features, step: number): number {
  return profile[step % profile.length]!;
}

/** A value without its season, in sizes. */
export function toSizes(features: Features, value: number, step: number): number {
  return (toScale(features.scale, value) - slotOf(features, step)) / features.spread;
}

/** How far a value is from the level, bounded: a fault of the data must not carry far. */
export function bounded(distance: number): number {
  return Math.min(reach, Math.max(-reach, distance));
}

/**
 * Writes the inputs for what comes after a step: its distance from the level, that of a season before the step to
 * come, and the phases of the step to come.
 */
export function writeInputs(
  { periods, lag }: Features,
  distance: number,
  lagged: number,
  step: number,
  into: Float64Array,
  at: number,
): void {
  into[at] = distance;
  let next = at + 1;
  if (lag > 0) into[next++] = lagged;
  for (const period of periods) {
    const angle = (2 * Math.PI * ((step + 1) % period)) / period;
    into[next++] = Math.sin(angle);
    into[next++] = Math.cos(angle);
  }
}
