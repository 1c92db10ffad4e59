import type { RuntimeView } from '../runtime-view.ts';

/** Wakes whoever waits, at each cycle of the pipeline and when somebody says that something changed. */
export interface Ticks {
  /**
   * Settles at the next tick, after `timeoutMs`, or when the ticks are closed.
   * @returns false when they are closed and there will be no more
   */
  next(timeoutMs: number): Promise<boolean>;
  wake(): void;
  close(): void;
}

export function createTicks(view: RuntimeView): Ticks {
  const waiting = new Set<() => void>();
  let isClosed = false;
  const wake = (): void => {
    for (const settle of [...waiting]) settle();
  };
  const stop = view.onCycle(wake);
  return {
    next: (timeoutMs) =>
      new Promise((resolve) => {
        if (isClosed) return resolve(false);
        const settle = (): void => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve(!isClosed);
        };
        const timer = setTimeout(settle, timeoutMs).unref();
        waiting.add(settle);
      }),
    wake,
    close() {
      isClosed = true;
      stop();
      wake();
    },
  };
}
