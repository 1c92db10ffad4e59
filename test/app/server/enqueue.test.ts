import { maxEventBytes } from '../../../app/inbox/event.ts';
import { type Served, serveFake } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serveFake();
});
afterEach(() => served.close());

const key = 'k3y'.padEnd(32, 'x');
const payload = { summary: 'disk full', source: 'orders', severity: 'critical' };
const trigger = { routing_key: key, event_action: 'trigger', dedup_key: 'a', payload };

const enqueue = (event: unknown) => served.post('/v2/enqueue', JSON.stringify(event));

test('an event is taken with its dedup key, and shown without the routing key', async () => {
  expect(await enqueue(trigger)).toEqual({
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: 'a' },
  });
  const { routing_key: _, ...body } = trigger;
  expect(await served.json('/api/inbox')).toEqual({
    status: 200,
    body: [
      {
        atMs: served.view.status().nowMs,
        action: 'trigger',
        dedupKey: 'a',
        summary: 'disk full',
        severity: 'critical',
        body,
      },
    ],
  });
});

test('a trigger without a dedup key is given one', async () => {
  const { dedup_key: _, ...without } = trigger;
  const { status, body } = await enqueue(without);
  expect(status).toBe(202);
  expect(body).toMatchObject({ dedup_key: expect.stringMatching(/^[0-9a-f]{32}$/) });
});

test('refuses an event with every fault of it at once', async () => {
  const wrong = { event_action: 'trigger', routing_key: key.slice(1), dedup_key: '' };
  expect(await enqueue(wrong)).toEqual({
    status: 400,
    body: {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: ["'routing_key' must have 32 characters", "'dedup_key' is blank", "'payload' is missing"],
    },
  });
});

test.each(['', '{"routing_key":', 'null', '[]', '"text"', '\u0000'])(
  'refuses the body %j, which is no JSON object',
  async (body) => {
    expect(await served.post('/v2/enqueue', body)).toMatchObject({
      status: 400,
      body: { errors: ['the event is not a JSON object'] },
    });
  },
);

test('no answer and no page data ever holds the routing key', async () => {
  const answers = [
    await enqueue(trigger),
    await enqueue({ ...trigger, event_action: key, payload: { severity: key } }),
    await enqueue({ ...trigger, routing_key: `${key}${key}` }),
    await served.post('/v2/enqueue', `{"routing_key":"${key}",`),
    await served.json('/api/inbox'),
    await served.json('/api/status'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([202, 400, 400, 400, 200, 200]);
  expect(JSON.stringify(answers)).not.toContain(key);
});

describe('the size of an event', () => {
  const ofBytes = (bytes: number): string => {
    const bare = JSON.stringify({ ...trigger, filler: '' });
    return JSON.stringify({ ...trigger, filler: 'x'.repeat(bytes - bare.length) });
  };
  const tooLarge = { status: 413, body: { errors: ['the event is larger than 524288 bytes'] } };

  test('may be 512 KB', async () => {
    expect((await served.post('/v2/enqueue', ofBytes(maxEventBytes))).status).toBe(202);
  });

  test('refuses a byte more', async () => {
    expect(await served.post('/v2/enqueue', ofBytes(maxEventBytes + 1))).toMatchObject(tooLarge);
    expect(served.view.inbox(10)).toEqual([]);
  });

  test('is counted when it is not told beforehand', async () => {
    const sent = (bytes: number) => {
      const text = ofBytes(bytes);
      const pieces = [text.slice(0, 1000), text.slice(1000)];
      return served.raw({ path: '/v2/enqueue', method: 'POST', pieces });
    };
    expect((await sent(maxEventBytes)).status).toBe(202);
    expect((await sent(maxEventBytes + 1)).status).toBe(413);
    expect(served.view.inbox(10)).toHaveLength(1);
  });
});

test('the list is newest first and no longer than asked', async () => {
  for (const summary of ['one', 'two', 'three']) {
    await enqueue({ ...trigger, payload: { ...payload, summary } });
  }
  const { body } = await served.json('/api/inbox?limit=2');
  expect(body).toMatchObject([{ summary: 'three' }, { summary: 'two' }]);
});
