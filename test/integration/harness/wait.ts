import { setTimeout as sleep } from 'node:timers/promises';

export interface WaitOptions {
  /** @default 30000 */
  readonly limitMs?: number;
  /** @default 200 */
  readonly everyMs?: number;
  /** Added to the error when the time is over: what was seen last. */
  readonly seen?: () => string | Promise<string>;
}

/**
 * Asks until the answer is neither `undefined` nor `false`.
 * @throws when it has not come within the time; what the question throws counts as no answer
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { limitMs = 30_000, everyMs = 200, seen }: WaitOptions = {},
): Promise<T> {
  const endMs = Date.now() + limitMs;
  let failure = '';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
    } catch (error) {
      failure = `; ${error instanceof Error ? error.message : String(error)}`;
    }
    if (Date.now() > endMs) {
      const last = seen ? `\n${await seen()}` : '';
      throw new Error(`waited ${limitMs / 1000} s for: ${what}${failure}${last}`);
    }
    await sleep(everyMs);
  }
}

/** Holds for the whole time, asked again and again. @throws with the reason as soon as it does not */
export async function staysTrue(
  what: string,
  holds: () => boolean | Promise<boolean>,
  forMs: number,
  seen: () => string = () => '',
): Promise<void> {
  const endMs = Date.now() + forMs;
  while (Date.now() < endMs) {
    if (!(await holds())) throw new Error(`no longer holds: ${what}\n${seen()}`);
    await sleep(200);
  }
}
