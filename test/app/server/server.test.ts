import { startServer } from '../../../app/server/server.ts';
import { fakeCatalogue } from '../fake-catalogue.ts';
import { clusterName } from '../fake-series.ts';
import { createFakeView } from '../fake-view.ts';
import { ask, askJson, type Served, serveFake } from './served.ts';

let server: Served;
beforeEach(async () => {
  server = await serveFake();
});
afterEach(() => server.close());

const post = (path: string, headers: Record<string, string> = {}, body = '') =>
  ask(server, path, { method: 'POST', headers, body });

test('the page comes with a policy that lets only our own files run', async () => {
  const { status, headers, body } = await ask(server, '/');
  expect(status).toBe(200);
  expect(body).toContain('Tidewatch');
  expect(headers['content-security-policy']).toMatch(/default-src 'none'.*script-src 'self'/);
  expect(headers['content-security-policy']).not.toContain('unsafe');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-frame-options']).toBe('DENY');
});

test.each(['/secret.txt', '/../package.json', '/%2e%2e/package.json', '/api/nothing'])(
  'refuses %s, which is not part of the page',
  async (path) => {
    const { status, body } = await ask(server, path);
    expect(status).toBe(404);
    expect(JSON.parse(body)).toEqual({ error: expect.any(String) });
  },
);

test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', '10.0.0.1'])(
  'refuses the host name %s, which another site may have pointed here',
  async (host) => {
    expect((await ask(server, '/api/status', { headers: { host } })).status).toBe(403);
  },
);

test.each(['localhost:1', '127.0.0.1', '[::1]:80'])('answers to the loopback name %s', async (host) => {
  expect((await ask(server, '/api/status', { headers: { host } })).status).toBe(200);
});

test.each([
  [{ origin: 'https://evil.example' }],
  [{ origin: 'null' }],
  [{ 'sec-fetch-site': 'cross-site' }],
  [{ 'sec-fetch-site': 'same-site' }],
])('refuses a write that another page makes: %j', async (headers) => {
  expect((await post('/api/pause', headers)).status).toBe(403);
  expect((await post('/v2/enqueue', headers)).status).toBe(403);
  expect(server.view.status().isPaused).toBe(false);
});

test('our own page may pause and resume', async () => {
  const origin = server.url.slice(0, -1);
  expect((await post('/api/pause', { origin, 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  expect(server.view.status().isPaused).toBe(true);
  await post('/api/resume');
  expect(server.view.status().isPaused).toBe(false);
});

test('a story is played, and an unknown one refused with the reason', async () => {
  expect((await post('/api/stories/broker_loss')).status).toBe(202);
  const refused = await post('/api/stories/none');
  expect(refused.status).toBe(400);
  expect(JSON.parse(refused.body).error).toContain('no story none');
});

test('a broker loss shows in the tile, the findings, the incidents with their runbook, and the inbox', async () => {
  await post('/api/stories/broker_loss');
  for (let i = 0; i < 4; i++) server.view.advance();
  expect(await askJson(server, '/api/clusters')).toMatchObject([
    { brokersOnline: 2, brokersKnown: 3, firing: { critical: 1, warning: 1 } },
  ]);
  expect(await askJson(server, '/api/findings')).toMatchObject([
    { title: 'A broker went silent', where: 'broker 2' },
    { title: 'under_replicated' },
  ]);
  const incidents = await askJson<readonly { runbook: { firstCommand: string } }[]>(server, '/api/incidents');
  expect(incidents).toHaveLength(1);
  expect(incidents[0]?.runbook.firstCommand).toContain('{bootstrap} # 2');
  expect(await askJson(server, '/api/inbox')).toMatchObject([{ action: 'trigger' }]);
});

test('a tile sums traffic and names the worst', async () => {
  const [tile] = await askJson<readonly { measures: readonly unknown[] }[]>(server, '/api/clusters');
  expect(tile?.measures).toMatchObject([
    { id: 'traffic_in', unit: 'bytes_per_second', value: expect.any(Number) },
    { id: 'traffic_out' },
    { id: 'lag' },
    { id: 'disk', unit: 'percent', of: expect.stringMatching(/^broker \d$/) },
  ]);
});

test('the dashboard has only what the cluster measures', async () => {
  const dashboard = await askJson<{ sections: readonly { id: string; panels: readonly { id: string }[] }[] }>(
    server,
    `/api/dashboard?cluster=${clusterName}`,
  );
  expect(dashboard).toMatchObject({ brokers: ['1', '2', '3'], groups: ['billing', 'search', 'warehouse'] });
  expect(dashboard.sections.map(({ id }) => id)).toEqual(['traffic', 'lag', 'brokers']);
});

test.each([
  ['/api/points?signal=bytes_in', 'cluster'],
  [`/api/points?cluster=${clusterName}`, 'signal'],
  [`/api/points?cluster=${clusterName}&signal=bytes_in&span=1`, 'span'],
  [`/api/points?cluster=${clusterName}&signal=bytes_in&width=wide`, 'width'],
  ['/api/incidents?limit=1000', 'limit'],
  ['/api/inbox?limit=1.5', 'limit'],
  ['/api/dashboard', 'cluster'],
])('refuses %s with one line that names %s', async (path, field) => {
  const { status, body } = await ask(server, path);
  expect(status).toBe(400);
  expect(JSON.parse(body).error).toMatch(new RegExp(`^${field}: .+$`));
});

test('a read that fails is one line of JSON, and the server goes on', async () => {
  server.view.failure = new Error('the store is shut\nat some line');
  const { status, body } = await ask(server, '/api/clusters');
  expect([status, JSON.parse(body)]).toEqual([500, { error: 'the store is shut' }]);
  server.view.failure = undefined;
  expect((await ask(server, '/api/clusters')).status).toBe(200);
});

const pagerEvent = { routing_key: 'k'.repeat(32), event_action: 'resolve', dedup_key: 'a' };

test.each<readonly [string, number, string]>([
  ['an event', 202, JSON.stringify(pagerEvent)],
  ['an event without its key', 400, JSON.stringify({ ...pagerEvent, dedup_key: undefined })],
  ['broken JSON', 400, '{"routing_key":'],
  ['an event of more than 512 KB', 413, JSON.stringify({ ...pagerEvent, more: 'x'.repeat(600_000) })],
])('the inbox answers %s with %d', async (_, status, body) => {
  expect((await post('/v2/enqueue', { 'content-length': String(body.length) }, body)).status).toBe(status);
});

test('cycles are told as server-sent events, and closing the server ends the stream', async () => {
  const response = await fetch(new URL('api/events', server.url));
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  const first = new TextDecoder().decode(value);
  expect(first).toMatch(/^event: cycle\ndata: \{.*"mode":"simulation"/);
  await server.close();
  const rest = await reader?.read().catch(() => ({ done: true }));
  expect(rest?.done).toBe(true);
});

const pageDir = 'app/web';

test('refuses to start without a built page, or on a port that is taken', async () => {
  const view = createFakeView();
  const parts = { view, inbox: view.receiver, catalogue: fakeCatalogue };
  await expect(startServer({ ...parts, webDir: 'no/such/folder' })).rejects.toThrow(/no page in no\/such/);
  const port = Number(new URL(server.url).port);
  await expect(startServer({ ...parts, webDir: pageDir, port })).rejects.toThrow(/the port is taken/);
});
