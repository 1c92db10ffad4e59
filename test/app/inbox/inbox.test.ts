import { createInbox, type InboxOptions } from '../../../app/inbox/inbox.ts';

const payload = { summary: 'disk full', source: 'orders', severity: 'warning' };

/** An inbox whose clock goes on by one with each event, and a short way to send it one. */
function inboxWith(options: InboxOptions = {}) {
  let nowMs = 0;
  const inbox = createInbox({ clock: { nowMs: () => ++nowMs }, ...options });
  const send = (event_action: string, dedup_key: string, given: object | undefined = payload) =>
    inbox.accept({ routing_key: '0'.repeat(32), event_action, dedup_key, ...(given && { payload: given }) });
  return { inbox, send };
}

test('one dedup key is one alert, however often it is triggered', () => {
  const { inbox, send } = inboxWith();
  send('trigger', 'a');
  send('trigger', 'b');
  send('trigger', 'a', { ...payload, summary: 'disk fuller', severity: 'critical' });
  expect(inbox.alerts()).toEqual([
    {
      dedupKey: 'a',
      status: 'triggered',
      summary: 'disk fuller',
      severity: 'critical',
      triggers: 2,
      openedAtMs: 1,
    },
    {
      dedupKey: 'b',
      status: 'triggered',
      summary: 'disk full',
      severity: 'warning',
      triggers: 1,
      openedAtMs: 2,
    },
  ]);
  expect(inbox.list(10).map(({ dedupKey }) => dedupKey)).toEqual(['a', 'b', 'a']);
});

test('a resolve ends the alert, and the next trigger opens another', () => {
  const { inbox, send } = inboxWith();
  send('trigger', 'a');
  send('resolve', 'a');
  expect(inbox.alerts()).toMatchObject([{ dedupKey: 'a', status: 'resolved', triggers: 1, openedAtMs: 1 }]);
  send('trigger', 'a');
  expect(inbox.alerts()).toMatchObject([
    { status: 'triggered', triggers: 1, openedAtMs: 3 },
    { status: 'resolved', openedAtMs: 1 },
  ]);
});

test('an acknowledged alert stays so when it is triggered again', () => {
  const { inbox, send } = inboxWith();
  send('trigger', 'a');
  send('acknowledge', 'a');
  send('trigger', 'a');
  expect(inbox.alerts()).toMatchObject([{ status: 'acknowledged', triggers: 2 }]);
});

test('a resolve without a payload speaks of the alert that it ends', () => {
  const { inbox, send } = inboxWith();
  send('trigger', 'a');
  expect(send('resolve', 'a', undefined).status).toBe(202);
  expect(inbox.list(1)).toMatchObject([{ action: 'resolve', summary: 'disk full', severity: 'warning' }]);
});

test.each(['acknowledge', 'resolve'])('%s of what is not open is taken and changes no alert', (action) => {
  const { inbox, send } = inboxWith();
  expect(send(action, 'a', undefined).status).toBe(202);
  expect(inbox.alerts()).toEqual([]);
  expect(inbox.list(10)).toHaveLength(1);
});

test('no more messages and alerts are kept than told, the newest', () => {
  const { inbox, send } = inboxWith({ keep: 3 });
  for (const key of ['a', 'b', 'c', 'd', 'e']) send('trigger', key);
  expect(inbox.list(10).map(({ dedupKey }) => dedupKey)).toEqual(['e', 'd', 'c']);
  expect(inbox.alerts().map(({ dedupKey }) => dedupKey)).toEqual(['e', 'd', 'c']);
});

test('refuses what it cannot read and keeps nothing of it', () => {
  const { inbox } = inboxWith();
  expect(inbox.accept({ routing_key: 'short' }).status).toBe(400);
  expect(inbox.list(10)).toEqual([]);
  expect(inbox.alerts()).toEqual([]);
});
