import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, type LoopbackServer, listen } from '../runtime/http.ts';

/** An event as PagerDuty's Events API v2 takes it, and what became of it. */
export interface SinkEvent {
  readonly atMs: number;
  /** What the sink answered. */
  readonly status: number;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly routing_key: string;
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: string;
    readonly class: string;
    readonly component: string;
    readonly custom_details?: unknown;
  };
}

/** What the sink answers to one event. */
export interface SinkAnswer {
  readonly status: number;
  /** How long it takes. @default 0 */
  readonly delayMs?: number;
}

/**
 * A receiver shaped like PagerDuty's Events API v2 (`POST /v2/enqueue`) that remembers what it is told.
 * `GET /control/events` gives all of it, `DELETE /control/events` forgets it, and
 * `PUT /control/answers` with `[{"status": 429}, {"status": 500}]` makes the next events be answered so before
 * 202 is given again.
 */
export function startSink(port: number): Promise<LoopbackServer> {
  let events: SinkEvent[] = [];
  let answers: SinkAnswer[] = [];
  return listen(port, async (request, response) => {
    const reply = (status: number, body: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const body = (await bodyOf(request)).toString();
    switch (`${request.method} ${request.url}`) {
      case 'POST /v2/enqueue': {
        const event = parseEvent(body);
        if (event === undefined) return reply(400, { status: 'invalid event', errors: ['no event'] });
        const { status, delayMs = 0 } = answers.shift() ?? { status: 202 };
        events.push({ ...event, atMs: Date.now(), status });
        if (delayMs > 0) await sleep(delayMs);
        const words = status === 202 ? 'success' : 'not taken';
        return reply(status, { status: words, dedup_key: event.dedup_key });
      }
      case 'GET /control/events':
        return reply(200, events);
      case 'DELETE /control/events':
        events = [];
        return reply(200, events);
      case 'PUT /control/answers':
        answers = JSON.parse(body) as SinkAnswer[];
        return reply(200, answers);
      default:
        return reply(404, { message: `${request.method} ${request.url}: no such route` });
    }
  });
}

function parseEvent(body: string): Omit<SinkEvent, 'atMs' | 'status'> | undefined {
  try {
    const event = JSON.parse(body) as Partial<SinkEvent>;
    const isWhole = [event.routing_key, event.event_action, event.dedup_key].every(
      (part) => typeof part === 'string' && part !== '',
    );
    return isWhole ? (event as SinkEvent) : undefined;
  } catch {
    return undefined;
  }
}
