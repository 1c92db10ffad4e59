import type { Clock } from '../lib/ports/clock.ts';

export const wallClock: Clock = { nowMs: () => Date.now() };

/** A clock that stands until it is moved: simulations and replays live by it. */
export interface SteppedClock extends Clock {
  /** @throws RangeError when it would go back */
  advanceTo(timeMs: number): void;
}

export function createSteppedClock(startMs: number): SteppedClock {
  let now = startMs;
  return {
    nowMs: () => now,
    advanceTo: (timeMs) => {
      if (timeMs < now) throw new RangeError(`the clock cannot go back from ${now} to ${timeMs}`);
      now = timeMs;
    },
  };
}
