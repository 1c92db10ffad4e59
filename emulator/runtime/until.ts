import { setTimeout as sleep } from 'node:timers/promises';

export interface UntilOptions {
  /** @default 60_000 */
  readonly limitMs?: number;
  /** @default 200 */
  readonly everyMs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Ends the waiting early: why it will never come. */
  readonly hopeless?: () => string | undefined;
}

/** Asks again and again until the answer is true; a question that throws is answered by no.
 *  @throws Error when it has not come within the time */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  { limitMs = 60_000, everyMs = 200, signal, hopeless }: UntilOptions = {},
): Promise<void> {
  const endMs = Date.now() + limitMs;
  for (;;) {
    signal?.throwIfAborted();
    if (await (async () => ask())().catch(() => false)) return;
    const why = hopeless?.();
    if (why !== undefined) throw new Error(`${what}: ${why}`);
    if (Date.now() > endMs) throw new Error(`waited ${limitMs / 1000} s for: ${what}`);
    await sleep(everyMs);
  }
}
