import type { Handler } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { RuntimeView } from '../runtime-view.ts';
import type { Ticks } from './ticks.ts';

/** At most four events a second: the eye sees no more. */
const shortestMs = 250;
/** Said even when nothing happens, so that a dead connection shows on both sides. */
const longestMs = 10_000;

/** Server-sent events: `cycle` with the status, at once and then at each tick, until either side ends it. */
export function eventsHandler(view: RuntimeView, ticks: Ticks): Handler {
  return (c) =>
    streamSSE(c, async (stream) => {
      let goesOn = true;
      while (goesOn && !stream.aborted && !stream.closed) {
        // Listening begins before the status is told: what happens while it is sent is not missed.
        const tick = ticks.next(longestMs);
        await stream.writeSSE({ event: 'cycle', data: JSON.stringify(view.status()) });
        const [isOpen] = await Promise.all([tick, stream.sleep(shortestMs)]);
        goesOn = isOpen;
      }
    });
}
