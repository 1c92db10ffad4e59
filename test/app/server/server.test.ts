import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createApp } from '../../../app/server/app.ts';
import { startServer } from '../../../app/server/server.ts';
import type { Ticks } from '../../../app/server/ticks.ts';
import { ConfigError } from '../../../lib/ports/errors.ts';
import { fakeCatalogue } from '../fake-catalogue.ts';
import { createFakeView } from '../fake-view.ts';
import { type Served, serveFake } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serveFake();
});
afterAll(() => served.close());

describe('the page', () => {
  test('is at the root, with its files beside it', async () => {
    const page = await fetch(served.url);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await page.text()).toContain('<title>Tiny</title>');
    const script = await fetch(`${served.url}main.js`);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  });

  test('as it is in the sources has no inline script or style, which the headers would stop', () => {
    const html = readFileSync('app/web/index.html', 'utf8');
    expect(html).toMatch(/<script [^>]*src=/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:/i);
  });

  test.each([
    '/../secret.html',
    '/..%2fsecret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
    '/..%5csecret.html',
    '//../secret.html',
    '/web/../../secret.html',
    '/main.js/../../secret.html',
    '/%00',
    '/%c0%ae%c0%ae/secret.html',
    '/notes.txt',
    '/web',
  ])('refuses to leave its folder by %s', async (path) => {
    const { status, text } = await served.raw({ path });
    expect(status).toBe(404);
    expect(text).not.toContain('not for the web');
  });
});

describe('server-sent events', () => {
  test('tell the status at once and after each cycle, and end when the server closes', async () => {
    const own = await serveFake();
    const events = await fetch(`${own.url}api/events`);
    expect(events.headers.get('content-type')).toContain('text/event-stream');
    expect(events.headers.get('x-content-type-options')).toBe('nosniff');
    const reader = (events.body as ReadableStream<Uint8Array>).getReader();
    const told = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
    expect(await told()).toBe(`event: cycle\ndata: ${JSON.stringify(own.view.status())}\n\n`);
    own.view.advance();
    expect(await told()).toContain('"cycles":1,');
    expect(own.view.listeners()).toBe(1);
    await own.close();
    const isOver = await reader.read().then(
      ({ done }) => done,
      () => true,
    );
    expect(isOver).toBe(true);
    expect(own.view.listeners()).toBe(0);
    await expect(fetch(own.url)).rejects.toThrow();
  });

  test('tell of a pause and a resume without waiting for a cycle', async () => {
    const { view } = served;
    let woken = 0;
    const ticks: Ticks = { next: async () => false, wake: () => (woken += 1), close: () => undefined };
    const parts = {
      view,
      inbox: view.receiver,
      catalogue: fakeCatalogue,
      files: new Map(),
      host: '127.0.0.1',
    };
    const app = createApp({ ...parts, ticks });
    for (const path of ['/api/pause', '/api/resume']) {
      await app.request(path, { method: 'POST', headers: { host: served.host } });
    }
    expect(woken).toBe(2);
  });
});

describe('closing', () => {
  test('does not wait for a request that never ends', async () => {
    const own = await serveFake();
    const socket = connect(own.port, '127.0.0.1');
    const over = new Promise((resolve) => socket.once('close', resolve).on('error', () => undefined));
    socket.write(`POST /v2/enqueue HTTP/1.1\r\nHost: ${own.host}\r\nContent-Length: 100\r\n`);
    socket.write('Expect: 100-continue\r\n\r\n{');
    await new Promise((resolve) => socket.once('data', resolve));
    await own.close();
    await over;
  });
});

describe('starting', () => {
  async function refusal(given: { port?: number; webDir?: string; host?: string }): Promise<ConfigError> {
    const view = await createFakeView();
    const options = { view, inbox: view.receiver, catalogue: fakeCatalogue, webDir: served.webDir, ...given };
    const error: unknown = await startServer(options).then(
      (server) => server.close(),
      (cause) => cause,
    );
    expect(view.listeners()).toBe(0);
    if (!(error instanceof ConfigError)) throw new RangeError(`got ${error}: it should be a ConfigError`);
    return error;
  }

  test('refuses a port that is taken', async () => {
    expect((await refusal({ port: served.port })).message).toBe(
      `cannot listen on 127.0.0.1:${served.port}: the port is taken: choose another, or 0 for a free one`,
    );
  });

  test('refuses a port that there is not', async () => {
    expect((await refusal({ port: 70_000 })).message).toBe(
      'cannot listen on 127.0.0.1:70000: a port is a whole number from 0 to 65535',
    );
  });

  test('refuses an address that is not of this machine', async () => {
    expect((await refusal({ host: '192.0.2.1' })).message).toBe(
      'cannot listen on 192.0.2.1:0: the address is not of this machine',
    );
  });

  test('refuses a page that is not built', async () => {
    const webDir = join(served.webDir, 'none');
    expect((await refusal({ webDir })).message).toBe(
      `no page in ${webDir}: got no index.html there; build it with \`npm run prepare\``,
    );
  });
});
