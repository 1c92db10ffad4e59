import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

const dayMs = 86_400_000;
/** Seasons remembered: the two weeks of days in which Twitter takes the trend for flat. */
const cycles = 14;
/** Slots a season is cut into at most: ten minutes of a day. */
const mostSlots = 144;

/** Rarity is told by so many time scales, three weeks at 5 minutes, and so many distances of them. */
const scales = 8;
const mostPast = 750;

/** How a stream is cut into the window that S-H-ESD is run on. */
export interface EsdStreamOptions {
  readonly startMs: number;
  /** One value of each slot is remembered. */
  readonly slotMs: number;
  /** Slots in a season; 0 where the steps are too long for any. */
  readonly period: number;
  /** Slots remembered. */
  readonly size: number;
  /** Distances remembered, which rarity is told by. */
  readonly past: number;
  /** Once that many are there, one distance in so many is remembered. */
  readonly stride: number;
}

/** The season is a day, a week where a step is longer than 12 hours. */
export function esdStreamOptions(options: StreamOptions): EsdStreamOptions {
  const { startMs, stepMs } = options;
  const cycleMs = 2 * stepMs <= dayMs ? dayMs : 7 * dayMs;
  const slots = Math.min(mostSlots, Math.floor(cycleMs / stepMs));
  const rarity = {
    past: mostPast,
    stride: Math.max(1, Math.round((scales * learningSteps(options)) / mostPast)),
  };
  if (slots < 2) return { startMs, slotMs: stepMs, period: 0, size: 2 * cycles, ...rarity };
  return { startMs, slotMs: cycleMs / slots, period: slots, size: cycles * slots, ...rarity };
}
