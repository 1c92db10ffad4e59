import type { Clock } from '../lib/ports/clock.ts';

/** The time of the machine. */
export const systemClock: Clock = { nowMs: () => Date.now() };
