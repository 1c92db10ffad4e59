import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { maxEventBytes } from '../inbox/event.ts';
import type { Inbox } from '../inbox/inbox.ts';
import type { RuntimeView } from '../runtime-view.ts';
import type { CatalogueView } from './catalogue-view.ts';
import { eventsHandler } from './events.ts';
import { feedbackHandler } from './feedback.ts';
import { guard } from './guard.ts';
import { securityHeaders } from './headers.ts';
import { readRoutes } from './read-routes.ts';
import type { StaticFile } from './static-files.ts';
import type { Ticks } from './ticks.ts';

export interface AppParts {
  readonly view: RuntimeView;
  readonly inbox: Inbox;
  readonly catalogue: CatalogueView;
  readonly ticks: Ticks;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly host: string;
}

/** Every route of the laptop's server. Whatever goes wrong is answered as `{ "error": "one line" }`. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  app.use(securityHeaders);
  app.use(guard(parts.host));
  app.use('/api/*', async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.route('/api', readRoutes(parts.view, parts.catalogue));
  app.get('/api/events', eventsHandler(parts.view, parts.ticks));
  addControls(app, parts);
  addInbox(app, parts.inbox);
  addFiles(app, parts.files);
  app.notFound((c) => c.json({ error: `nothing at ${c.req.path.slice(0, 100)}` }, 404));
  app.onError((error, c) => c.json({ error: oneLine(error.message) }, 500));
  return app;
}

const oneLine = (message: string): string => message.split('\n', 1)[0]?.slice(0, 500) ?? '';

const feedbackLimit = bodyLimit({
  maxSize: 10_000,
  onError: (c) => c.json({ error: 'the feedback is larger than 10000 bytes' }, 413),
});

function addControls(app: Hono, { view, ticks }: AppParts): void {
  app.post('/api/pause', (c) => {
    view.pause();
    ticks.wake();
    return c.json(view.status());
  });
  app.post('/api/resume', (c) => {
    view.resume();
    ticks.wake();
    return c.json(view.status());
  });
  app.post('/api/stories/:id', (c) => {
    const played = view.playStory(c.req.param('id'));
    return played.kind === 'started'
      ? c.json({ status: 'started' }, 202)
      : c.json({ error: oneLine(played.reason) }, 400);
  });
  app.post('/api/feedback', feedbackLimit, feedbackHandler(view));
}

/** The receiver's endpoint, at the path that PagerDuty has it. */
function addInbox(app: Hono, inbox: Inbox): void {
  const tooLarge = { status: 'invalid event', message: 'Event object is invalid' };
  const limit = bodyLimit({
    maxSize: maxEventBytes,
    onError: (c) => c.json({ ...tooLarge, errors: [`the event is larger than ${maxEventBytes} bytes`] }, 413),
  });
  app.post('/v2/enqueue', limit, async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    const answer = inbox.accept(body);
    return c.json(answer.body, answer.status);
  });
}

function addFiles(app: Hono, files: ReadonlyMap<string, StaticFile>): void {
  app.get('*', async (c, next) => {
    const file = files.get(c.req.path);
    if (file === undefined) return next();
    return c.body(file.bytes, 200, { 'content-type': file.type, 'cache-control': 'no-cache' });
  });
}
