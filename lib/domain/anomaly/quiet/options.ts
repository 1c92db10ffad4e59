import { madToSd } from '../../numerics/order-statistics.ts';
import type { ScalesOptions } from '../calibration/scales.ts';
import type { StreamOptions } from '../detector.ts';
import type { LevelChangeOptions } from '../level-change/level-change.ts';
import type { SeasonalChangeOptions } from '../seasonal-change/seasonal-change.ts';

const dayMs = 86_400_000;
/** Nearer points than this say the same: a look is a quarter of an hour, or a step where that is longer. */
const shortestLookMs = 900_000;
/** Looks remembered: a fortnight of quarters of an hour, eight weeks of hours. */
const looksRemembered = 1344;
/** A decade of rarity is at least worth so many standard deviations, estimated by the median. */
const leastDeviations = 2;
/** So long is trouble learnt from, and again once it has lasted a day. */
const learntOfTroubleMs = 7_200_000;

export interface QuietOptions {
  readonly level: LevelChangeOptions;
  readonly season: SeasonalChangeOptions;
  readonly looksAWeek: number;
}

export function quietOptions({ stepMs }: StreamOptions): QuietOptions {
  const rows = Math.max(1, Math.round(shortestLookMs / stepMs));
  const lookMs = rows * stepMs;
  const window = Math.max(24, Math.round(dayMs / lookMs));
  const scales: ScalesOptions = {
    lengths: [rows],
    isGreatest: true,
    stride: rows,
    size: looksRemembered,
    leastMedians: leastDeviations * madToSd,
    unlearnt: {
      first: Math.max(1, Math.round(learntOfTroubleMs / lookMs)),
      until: Math.max(2, Math.round(dayMs / lookMs)),
    },
  };
  return {
    level: { ...scales, window, thinning: rows },
    season: {
      ...scales,
      // Single values as well: short trouble drowns in a quarter of an hour.
      lengths: rows > 1 ? [rows, 1] : [1],
      window: window * rows,
      slotMs: Math.min(dayMs, lookMs),
      days: 8,
      weekday: true,
    },
    looksAWeek: Math.max(1, (7 * dayMs) / lookMs),
  };
}
