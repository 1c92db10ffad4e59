import type { Handler } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { RuntimeView } from '../runtime-view.ts';
import type { Ticks } from './ticks.ts';

/** At most four events a second: the eye sees no more. */
const shortestMs = 250;
/** Said even when nothing happens, so that a dead connection shows on both sides. */
const longestMs = 10_000;

/** Server-sent events: `cycle` with the status, at once and then at each tick. */
export function eventsHandler(view: RuntimeView, ticks: Ticks): Handler {
  return (c) =>
    streamSSE(c, async (stream) => {
      while (!stream.aborted && !stream.closed) {
        await stream.writeSSE({ event: 'cycle', data: JSON.stringify(view.status()) });
        const tick = ticks.next(longestMs);
        await stream.sleep(shortestMs);
        await tick;
      }
    });
}
