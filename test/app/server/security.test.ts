import { isOwnHost } from '../../../app/server/guard.ts';
import { type Served, serveFake } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serveFake();
});
afterAll(() => served.close());

test.each([
  'evil.example',
  'evil.example:80',
  '127.0.0.1.evil.example',
  '10.0.0.1',
  'localhost.evil.example',
])('refuses every path to the host name %s, which DNS may have pointed here', async (host) => {
  for (const path of ['/', '/api/status', '/api/events', '/nothing']) {
    const { status, text } = await served.raw({ path, headers: { host } });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toEqual({ error: expect.stringContaining('Host header is not ours') });
  }
  const written = await served.raw({ path: '/api/pause', method: 'POST', headers: { host } });
  expect(written.status).toBe(403);
  expect(served.view.status().isPaused).toBe(false);
});

test('answers to the names of loopback', async () => {
  for (const host of [`localhost:${served.port}`, `LOCALHOST:${served.port}`, '127.0.0.1', '[::1]:1']) {
    expect((await served.raw({ path: '/api/status', headers: { host } })).status).toBe(200);
  }
});

test.each([
  ['127.0.0.1', '192.168.1.5:80', false],
  ['::1', '192.168.1.5:80', false],
  ['0.0.0.0', '192.168.1.5:80', true],
  ['0.0.0.0', 'evil.example', false],
  ['::', '[2001:db8::1]:80', true],
  ['monitor.lan', 'monitor.lan:80', true],
  ['monitor.lan', 'evil.example', false],
  ['127.0.0.1', undefined, false],
])('listening on %s, the Host header %s is ours: %s', (boundHost, header, isOurs) => {
  expect(isOwnHost(header, boundHost)).toBe(isOurs);
});

const foreign: readonly Readonly<Record<string, string>>[] = [
  { origin: 'https://evil.example' },
  { origin: 'http://127.0.0.1:1' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
];

test.each(foreign)('refuses a write with %j, which another site made the browser send', async (headers) => {
  for (const path of ['/api/pause', '/api/stories/broker_loss', '/v2/enqueue']) {
    const { status, text } = await served.raw({ path, method: 'POST', headers });
    expect(status).toBe(403);
    expect(JSON.parse(text)).toEqual({
      error: 'refused: the request comes from another site than this page',
    });
  }
  expect(served.view.status().isPaused).toBe(false);
});

test.each(['PUT', 'DELETE', 'OPTIONS'])(
  'refuses a cross-site %s and allows no other origin',
  async (method) => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await served.raw({ path: '/api/pause', method, headers });
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  },
);

test('a write of our own page is accepted', async () => {
  const headers = { origin: `http://${served.host}`, 'sec-fetch-site': 'same-origin' };
  const answer = await served.raw({ path: '/api/resume', method: 'POST', headers });
  expect(answer.status).toBe(200);
});

test.each(['/', '/main.js', '/api/status', '/nothing'])(
  '%s says that only our own files run and that no type is guessed',
  async (path) => {
    const { headers } = await served.raw({ path });
    const policy = String(headers['content-security-policy']);
    const directives = new Map(
      policy.split(';').map((part) => part.trim().split(/ (.*)/) as [string, string]),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toBe("'self'");
    expect(directives.get('connect-src')).toBe("'self'");
    expect(directives.get('frame-ancestors')).toBe("'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['access-control-allow-origin']).toBeUndefined();
  },
);

test('what the API says is not kept by the browser', async () => {
  expect((await served.raw({ path: '/api/status' })).headers['cache-control']).toBe('no-store');
});
