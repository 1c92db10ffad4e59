import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { Tools } from './tools.ts';

/** An event as PagerDuty's Events API v2 takes it, as far as the tests look at it. */
export interface SinkEvent {
  readonly atMs: number;
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly routing_key: string;
  readonly payload: {
    readonly summary: string;
    readonly severity: string;
    readonly class: string;
    readonly component: string;
    readonly custom_details?: unknown;
  };
}

/** A server that answers like PagerDuty and remembers what it was told. */
export interface PagerDutySink {
  readonly url: string;
  /** Oldest first. */
  readonly events: readonly SinkEvent[];
  /** Those of incidents that are named by the rule. */
  ofRule(rule: string): readonly SinkEvent[];
  /** What came, one line an event. */
  words(): string;
}

export async function startPagerDutySink(tools: Tools): Promise<PagerDutySink> {
  const events: SinkEvent[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const event = JSON.parse(body) as Omit<SinkEvent, 'atMs'>;
    events.push({ ...event, atMs: Date.now() });
    response.writeHead(202, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: event.dedup_key }),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  tools.onEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/v2/enqueue`,
    events,
    ofRule: (rule) => events.filter(({ payload }) => payload.class === rule),
    words: () => events.map(line).join('\n') || 'nothing came',
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

function line({ atMs, event_action, dedup_key, payload }: SinkEvent): string {
  return `${new Date(atMs).toISOString()} ${event_action} ${dedup_key} [${payload.class}] ${payload.summary}`;
}
