import { type ScoreMemory, scoreMemory } from '../calibration/score-memory.ts';
import { seasonSlots } from '../calibration/season-slots.ts';
import type { StreamOptions } from '../detector.ts';

/** Seasons remembered: the two weeks of days in which Twitter takes the trend for flat. */
const cycles = 14;

/** How a stream is cut into the window that S-H-ESD is run on. */
export interface EsdStreamOptions extends ScoreMemory {
  readonly startMs: number;
  /** One value of each slot is remembered. */
  readonly slotMs: number;
  /** Slots in a season; 0 where the steps are too long for any. */
  readonly period: number;
  /** Slots remembered. */
  readonly size: number;
}

export function esdStreamOptions(options: StreamOptions): EsdStreamOptions {
  const { slotMs, slots } = seasonSlots(options.stepMs);
  const size = slots === 0 ? 2 * cycles : cycles * slots;
  return { startMs: options.startMs, slotMs, period: slots, size, ...scoreMemory(options) };
}
