import type { StreamOptions } from '../detector.ts';

const dayMs = 86_400_000;
const weekMs = 7 * dayMs;
/** A forecaster's step: finer points are forecast by the mean of their block. */
const shortestBlockMs = 300_000;

export interface ForecastResidualOptions {
  /** The detector's name. @default 'forecast-residual' */
  readonly id?: string;
  /** Blocks that the forecaster is fitted on. A block is a step of the stream, or five minutes where steps are shorter.
   *  @default 1344: four and a half days of five minutes, eight weeks of hours */
  readonly blocks?: number;
  /** Blocks from one fit to the next; before, it is fitted again whenever there are twice as many. @default 672 */
  readonly refitAfter?: number;
  /** Blocks before the first fit. @default 144: half a day of five minutes */
  readonly fitFrom?: number;
  /** How often a fit may ask whether there is time left, for forecasters that search or learn in rounds. @default always */
  readonly rounds?: number;
}

export interface ResidualPlan {
  readonly blocks: number;
  readonly refitAfter: number;
  readonly fitFrom: number;
  readonly rounds: number;
}

/** @throws RangeError when an option is out of range */
export function planOf(options: ForecastResidualOptions): ResidualPlan {
  const { blocks = 1344, refitAfter = 672, fitFrom = 144, rounds = Number.POSITIVE_INFINITY } = options;
  for (const [name, value, least] of [
    ['fitFrom', fitFrom, 8],
    ['blocks', blocks, fitFrom],
    ['refitAfter', refitAfter, 1],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(`got ${value} for ${name}: give a whole number of at least ${least}`);
  if (!(rounds >= 0)) throw new RangeError(`got ${rounds} rounds: give at least 0`);
  return { blocks, refitAfter, fitFrom, rounds };
}

/** How a stream is cut into blocks. */
export interface Blocks {
  readonly startMs: number;
  readonly blockMs: number;
  /** Points in a block. */
  readonly points: number;
  /** Seasons in blocks. */
  readonly periods: readonly number[];
}

export function blocksOf({ stepMs, startMs }: StreamOptions): Blocks {
  const step = Math.max(1, stepMs);
  const points = Math.max(1, Math.round(shortestBlockMs / step));
  const blockMs = points * step;
  const periods = [dayMs / blockMs, weekMs / blockMs].filter((m) => Number.isInteger(m) && m > 1);
  return { startMs, blockMs, points, periods };
}
