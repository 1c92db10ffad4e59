import type { Clock } from '../../ports/clock.ts';
import type { Delay } from './retry.ts';

export interface PaceOptions {
  /** Calls a second in the long run; as many may come at once. */
  readonly perSecond: number;
  readonly clock: Clock;
  readonly delay: Delay;
}

/**
 * A gate that lets calls pass at a rate, in the order in which they come, so that many callers in one process
 * stay within an API's quota. It keeps the time at which the calls so far are worked off and holds back what
 * is more than a second ahead of it.
 * Source: generic cell rate algorithm, ITU-T I.371, annex A.
 */
export function createPacer({ perSecond, clock, delay }: PaceOptions): () => Promise<void> {
  const intervalMs = 1000 / perSecond;
  let workedOffMs = Number.NEGATIVE_INFINITY;
  return async () => {
    const nowMs = clock.nowMs();
    workedOffMs = Math.max(workedOffMs, nowMs) + intervalMs;
    const waitMs = workedOffMs - nowMs - 1000;
    if (waitMs > 0) await delay(waitMs);
  };
}
