import { createInbox } from '../../../app/inbox/inbox.ts';

const routingKey = 'k'.repeat(32);
const event = (action: string, rest: object = {}) => ({
  routing_key: routingKey,
  event_action: action,
  dedup_key: 'a/b/orders/rule',
  payload: { summary: 'Disk full', source: 'orders', severity: 'critical' },
  ...rest,
});
const clock = { nowMs: () => 42 };

test('a trigger is taken and kept without its routing key', () => {
  const inbox = createInbox({ clock });
  const answer = inbox.accept(event('trigger'));
  expect(answer).toEqual({
    status: 202,
    body: { status: 'success', message: 'Event processed', dedup_key: 'a/b/orders/rule' },
  });
  const [message] = inbox.list(10);
  expect(message).toMatchObject({ atMs: 42, action: 'trigger', summary: 'Disk full', severity: 'critical' });
  expect(JSON.stringify(inbox.list(10))).not.toContain(routingKey);
});

test('a trigger without a dedup key is given one', () => {
  const inbox = createInbox();
  const { body } = inbox.accept(event('trigger', { dedup_key: undefined }));
  expect(body).toHaveProperty('dedup_key', inbox.alerts()[0]?.dedupKey);
});

test('triggers of one key are one alert until it is resolved, and a new one after that', () => {
  const inbox = createInbox({ clock });
  for (const action of ['trigger', 'trigger', 'acknowledge', 'trigger']) inbox.accept(event(action));
  expect(inbox.alerts()).toMatchObject([{ status: 'acknowledged', triggers: 3 }]);
  inbox.accept(event('resolve', { payload: undefined }));
  inbox.accept(event('trigger'));
  expect(inbox.alerts().map(({ status, triggers }) => [status, triggers])).toEqual([
    ['triggered', 1],
    ['resolved', 3],
  ]);
});

test('a resolve without a payload speaks of the open alert', () => {
  const inbox = createInbox();
  inbox.accept(event('trigger'));
  inbox.accept(event('resolve', { payload: undefined }));
  expect(inbox.list(1)).toMatchObject([{ action: 'resolve', summary: 'Disk full', severity: 'critical' }]);
});

test('a resolve of a key that is not open is taken and changes no alert', () => {
  const inbox = createInbox();
  expect(inbox.accept(event('resolve', { dedup_key: 'other' })).status).toBe(202);
  expect(inbox.alerts()).toEqual([]);
});

test('the newest messages are kept, newest first', () => {
  const inbox = createInbox({ keep: 2 });
  for (const key of ['1', '2', '3']) inbox.accept(event('trigger', { dedup_key: key }));
  expect(inbox.list(10).map(({ dedupKey }) => dedupKey)).toEqual(['3', '2']);
  expect(inbox.list(1)).toHaveLength(1);
});

const payload = { summary: 'Disk full', source: 'orders', severity: 'critical' };

test.each<readonly [string, unknown, readonly string[]]>([
  ['no object', 'text', ['the event']],
  ['nothing', undefined, ['the event']],
  ['a short key', event('trigger', { routing_key: 'short' }), ["'routing_key'"]],
  ['an unknown action', event('shout'), ["'event_action'"]],
  ['a trigger without payload', event('trigger', { payload: undefined }), ["'payload'"]],
  ['a resolve without key', event('resolve', { dedup_key: undefined }), ["'dedup_key'"]],
  ['a long dedup key', event('trigger', { dedup_key: 'x'.repeat(256) }), ["'dedup_key'"]],
  [
    'an unknown severity',
    event('trigger', { payload: { ...payload, severity: 'bad' } }),
    ["'payload.severity'"],
  ],
  ['a blank summary', event('trigger', { payload: { ...payload, summary: '' } }), ["'payload.summary'"]],
  ['two faults', event('shout', { routing_key: 'x' }), ["'routing_key'", "'event_action'"]],
])('refuses %s and names every field that is wrong', (_, body, fields) => {
  const inbox = createInbox();
  const answer = inbox.accept(body);
  const errors = 'errors' in answer.body ? answer.body.errors : [];
  expect(answer).toMatchObject({ status: 400, body: { message: 'Event object is invalid' } });
  expect(errors).toHaveLength(fields.length);
  for (const field of fields) expect(errors.join('\n')).toContain(field);
  expect(errors.join('\n')).not.toContain('short');
  expect(inbox.list(10)).toEqual([]);
});
