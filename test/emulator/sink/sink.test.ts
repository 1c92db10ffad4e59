import type { LoopbackServer } from '../../../emulator/runtime/http.ts';
import { type SinkEvent, startSink } from '../../../emulator/sink/index.ts';
import { clockText, eventLine, openKeys } from '../../../emulator/story/time-line.ts';

let sink: LoopbackServer;
beforeEach(async () => {
  sink = await startSink(0);
});
afterEach(() => sink.close());

const at = (path: string) => `http://127.0.0.1:${sink.port}${path}`;
const event = (action: 'trigger' | 'resolve', key = 'k1') => ({
  routing_key: 'r',
  event_action: action,
  dedup_key: key,
  payload: { summary: 'it is late', source: 's', severity: 'error', class: 'lag', component: 'group a' },
});

async function post(body: unknown): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (await fetch(at('/v2/enqueue'), { method: 'POST', body: text })).status;
}

async function events(): Promise<readonly SinkEvent[]> {
  return (await (await fetch(at('/control/events'))).json()) as readonly SinkEvent[];
}

test('events are taken with 202 and remembered in their order', async () => {
  expect([await post(event('trigger')), await post(event('resolve'))]).toEqual([202, 202]);
  expect((await events()).map(({ event_action, status }) => [event_action, status])).toEqual([
    ['trigger', 202],
    ['resolve', 202],
  ]);
});

test('it answers as it is told, so many times, and then takes events again', async () => {
  await fetch(at('/control/answers'), { method: 'PUT', body: '[{"status": 429}, {"status": 500}]' });
  const statuses = [await post(event('trigger')), await post(event('trigger')), await post(event('trigger'))];
  expect(statuses).toEqual([429, 500, 202]);
  expect((await events()).map(({ status }) => status)).toEqual([429, 500, 202]);
});

test('refuses what is no event', async () => {
  expect([await post('no JSON'), await post({ ...event('trigger'), dedup_key: '' })]).toEqual([400, 400]);
  expect(await events()).toEqual([]);
});

test('forgets its events when it is told to', async () => {
  await post(event('trigger'));
  await fetch(at('/control/events'), { method: 'DELETE' });
  expect(await events()).toEqual([]);
});

test('what was triggered and taken is open until it is resolved', () => {
  const of = (action: 'trigger' | 'resolve', key: string, status = 202): SinkEvent => ({
    ...event(action, key),
    atMs: 0,
    status,
  });
  expect([...openKeys([of('trigger', 'a'), of('trigger', 'b'), of('resolve', 'a')])]).toEqual(['b']);
  expect([...openKeys([of('trigger', 'a', 429)])]).toEqual([]);
  expect([...openKeys([of('trigger', 'a'), of('resolve', 'a', 500)])]).toEqual(['a']);
});

test('a line of the time line tells when, what, how bad, and whether it was taken', () => {
  const taken: SinkEvent = { ...event('trigger'), atMs: 187_000, status: 202 };
  expect(eventLine(taken, 0)).toBe('+3:07  trigger error    lag: it is late');
  expect(eventLine({ ...taken, status: 429 }, 0)).toContain('(answered 429)');
  expect(clockText(61_400)).toBe('+1:01');
});
