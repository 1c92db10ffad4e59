import { median } from '../../numerics/order-statistics.ts';
import { createRandom } from '../../numerics/seeded-random.ts';
import type { Campaign } from '../campaign.ts';
import { type CampaignEffect, weekdayOf } from './adjust.ts';
import { dayMs } from './daily-series.ts';

export interface SampleInput {
  readonly startMs: number;
  /** Expected logarithms of the days ahead, without weekdays. */
  readonly centre: Float64Array;
  readonly spreadAt: (h: number) => number;
  readonly weekdays: Float64Array;
  readonly residuals: Float64Array;
  /** Campaigns of the past with what they did, and those to come. */
  readonly past: readonly CampaignEffect[];
  readonly planned: readonly Campaign[];
  readonly exposure: (campaign: Campaign, dayStartMs: number) => number;
  readonly paths: number;
  readonly seed: number;
}

/** Days of the past that are drawn together. */
const block = 7;

/**
 * Futures drawn at random, the same for the same seed. Of each: one slow error that grows along it, days of the past
 * a week at a time, and campaigns with the effect that past ones had, each path with its own.
 */
export function samplePaths(input: SampleInput): readonly Float64Array[] {
  const { startMs, centre, spreadAt, weekdays, residuals, paths, seed } = input;
  const random = createRandom(seed);
  const lifts = input.planned.map((campaign) => liftOf(campaign, input));
  const base = centre.map((value, h) => value + (weekdays[weekdayOf(startMs, h)] ?? 0));
  const spreads = base.map((_, h) => spreadAt(h + 1));
  return Array.from({ length: paths }, (_, i) => {
    const slow = slowError((i + 0.5) / paths);
    const noise = drawnDays(residuals, base.length, random);
    const path = base.map((value, h) => value + slow * (spreads[h] ?? 0) + (noise[h] ?? 0));
    for (const { days, mean, spread, freedom } of lifts) {
      const effect = mean + spread * studentT(random, freedom);
      for (const [h, share] of days) path[h] = (path[h] ?? 0) + share * effect;
    }
    return path.map(Math.exp);
  });
}

/**
 * Quantile of Student's t with four degrees of freedom, made to have a standard deviation of 1: the size of the slow
 * error is known from a few horizons that follow one another.
 * Source: Shaw (2006), Sampling Student's T distribution, section 2.3.
 */
function slowError(share: number): number {
  const alpha = Math.sqrt(4 * share * (1 - share));
  const size = 2 * Math.sqrt(Math.max(0, Math.cos(Math.acos(alpha) / 3) / alpha - 1));
  return (Math.sign(share - 0.5) * size) / Math.SQRT2;
}

/** What days did beside trend, week and campaigns: slow wandering is the trend's error and left out. */
export function residualsOf(level: Float64Array): Float64Array {
  const reach = 14;
  return level.map((value, day) => {
    const from = Math.max(0, Math.min(day - reach, level.length - 2 * reach - 1));
    return value - median(level.subarray(from, from + 2 * reach + 1));
  });
}

/** Weeks of the past in a row of chance, each day on its own weekday; gaps count as usual days. */
function drawnDays(residuals: Float64Array, horizon: number, random: () => number): Float64Array {
  const drawn = new Float64Array(horizon);
  const { length } = residuals;
  // The future begins on the weekday of the past's day `length`.
  const shift = length % 7;
  const weeks = Math.max(1, Math.floor(length / 7));
  for (let h = 0; h < horizon; h += block) {
    const week = Math.floor(random() * weeks);
    for (let day = 0; day < block && h + day < horizon; day++)
      drawn[h + day] = residuals[Math.min(length - 1, shift + 7 * week + day)] || 0;
  }
  return drawn;
}

interface Lift {
  /** Days ahead with the share that the campaign takes of each. */
  readonly days: readonly (readonly [h: number, share: number])[];
  readonly mean: number;
  readonly spread: number;
  readonly freedom: number;
}

/** From so many on Student's t is the normal distribution for our purpose. */
const mostFreedom = 30;
/** Of a campaign that nothing is known of: a third more, perhaps twice that, perhaps nothing. */
const unknownLift = { mean: Math.log(1.3), spread: 0.2, freedom: mostFreedom };

function liftOf(campaign: Campaign, { startMs, centre, exposure, past }: SampleInput): Lift {
  const days = Array.from(centre, (_, h) => [h, exposure(campaign, startMs + h * dayMs)] as const).filter(
    ([, share]) => share > 0,
  );
  return { days, ...expectedLift(campaign, past) };
}

/** What is expected of a campaign on the log scale: what it is said to do, else what those of its name did, else what
 *  all did. The spread is that of the next one, with so many degrees of freedom. */
export function expectedLift(
  { name, strength, uncertainty }: Campaign,
  past: readonly CampaignEffect[],
): { readonly mean: number; readonly spread: number; readonly freedom: number } {
  if (strength !== undefined && strength > 0) {
    const mean = Math.log(strength);
    const spread = uncertainty === undefined ? Math.abs(mean) / 2 : uncertainty / strength;
    return { mean, spread, freedom: mostFreedom };
  }
  const named = past.filter(({ campaign }) => campaign.name === name);
  const like = named.length > 0 ? named : past;
  const [first] = like;
  if (first === undefined) return unknownLift;
  // Of a single one nobody knows how much the next may differ.
  if (like.length === 1)
    return { mean: first.effect, spread: Math.hypot(0.1, first.error), freedom: mostFreedom };
  const effects = like.map(({ effect }) => effect);
  const spread = deviation(effects) * Math.sqrt(1 + 1 / like.length);
  return { mean: meanOf(effects), spread, freedom: Math.min(mostFreedom, like.length - 1) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length || 0;
}

function deviation(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** A standard normal number (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A number of Student's t distribution: a normal one over the root of a mean of squares of others. */
function studentT(random: () => number, freedom: number): number {
  const value = normal(random);
  if (freedom >= mostFreedom) return value;
  let squares = 0;
  for (let i = 0; i < freedom; i++) squares += normal(random) ** 2;
  return value / Math.sqrt(squares / freedom);
}
