import type { RuntimeView } from '../runtime-view.ts';

/** Wakes whoever waits, at each cycle of the pipeline and when somebody says that something changed. */
export interface Ticks {
  /** Settles at the next tick, after `timeoutMs`, or when the ticks are closed. */
  next(timeoutMs: number): Promise<void>;
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
        if (isClosed) return resolve();
        const settle = (): void => {
          clearTimeout(timer);
          waiting.delete(settle);
          resolve();
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
