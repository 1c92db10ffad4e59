import type { Clock } from '../lib/ports/clock.ts';
import { createSteppedClock, type SteppedClock, wallClock } from './clocks.ts';
import type { RuntimeStatus } from './runtime-view.ts';

/** When the next cycle starts and what time it is then. */
export interface Pace {
  readonly mode: RuntimeStatus['mode'];
  readonly clock: Clock;
  /** Pipeline seconds a wall second. */
  readonly speed: number;
  isPaused(): boolean;
  pause(): void;
  resume(): void;
  /** Waits for the next cycle. @returns false when it was stopped */
  next(): Promise<boolean>;
  stop(): void;
}

/** A cycle every `intervalMs` of wall time, on the wall clock. */
export function createWallPace(intervalMs: number): Pace {
  const gate = createGate();
  return { mode: 'watch', clock: wallClock, speed: 1, ...gate, next: () => gate.wait(intervalMs) };
}

export interface SteppedPaceOptions {
  readonly mode: RuntimeStatus['mode'];
  readonly startMs: number;
  /** How far the clock goes in a cycle. */
  readonly stepMs: number;
  readonly speed: number;
  /** Where the clock stops for good (the end of a file). @default never */
  readonly endMs?: number;
}

/** A clock that goes a step a cycle, as fast as `speed` asks and the machine can. */
export function createSteppedPace(options: SteppedPaceOptions): Pace & { readonly clock: SteppedClock } {
  const { mode, startMs, stepMs, speed, endMs = Number.POSITIVE_INFINITY } = options;
  const gate = createGate();
  const clock = createSteppedClock(startMs);
  return {
    mode,
    clock,
    speed,
    ...gate,
    next: async () => {
      if (!(await gate.wait(stepMs / speed))) return false;
      if (clock.nowMs() + stepMs > endMs) return gate.wait(Number.POSITIVE_INFINITY);
      clock.advanceTo(clock.nowMs() + stepMs);
      return true;
    },
  };
}

type Gate = Pick<Pace, 'isPaused' | 'pause' | 'resume' | 'stop'> & {
  /** Waits until `ms` after the last call's start, longer while paused. @returns false when stopped */
  wait(ms: number): Promise<boolean>;
};

function createGate(): Gate {
  let paused = false;
  let stopped = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let wake: () => void = () => undefined;
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    isPaused: () => paused,
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
      wake();
    },
    stop: () => {
      stopped = true;
      wake();
    },
    wait: async (ms) => {
      for (;;) {
        if (stopped) return false;
        const leftMs = lastMs + ms - performance.now();
        if (!paused && leftMs <= 0) break;
        await sleep(paused ? Number.POSITIVE_INFINITY : leftMs);
      }
      lastMs = performance.now();
      return true;
    },
  };
}
