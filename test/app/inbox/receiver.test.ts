import { createInbox, type Inbox } from '../../../app/inbox/inbox.ts';
import { createInboxReceiver } from '../../../app/inbox/receiver.ts';
import { incidentOf } from '../../contracts/incident-store.ts';
import { fakeCatalogue } from '../fake-catalogue.ts';

const [runbook] = fakeCatalogue.runbooks;

test('an incident reaches the inbox in the body that PagerDuty would be sent', async () => {
  const inbox = createInbox();
  const receiver = createInboxReceiver(inbox, () => runbook);
  const incident = incidentOf({ entity: { cluster: 'a/r/orders', broker: '2' } });
  expect(await receiver.deliver(incident)).toEqual({ kind: 'delivered' });
  expect(inbox.list(10)).toEqual([
    expect.objectContaining({
      action: 'trigger',
      dedupKey: incident.dedupKey,
      severity: 'critical',
      body: expect.objectContaining({
        event_action: 'trigger',
        dedup_key: incident.dedupKey,
        payload: expect.objectContaining({
          source: 'a/r/orders',
          component: 'broker 2',
          class: 'under_replicated',
          timestamp: '2026-01-05T00:00:00.000Z',
          custom_details: expect.objectContaining({
            first_command: 'kafka-topics.sh --bootstrap-server {bootstrap} # 2 of orders',
          }),
        }),
      }),
    }),
  ]);
  expect(inbox.list(10)[0]?.body).not.toHaveProperty('routing_key');
});

test('a resolved incident ends the alert of its trigger', async () => {
  const inbox = createInbox();
  const receiver = createInboxReceiver(inbox, () => undefined);
  const open = incidentOf();
  await receiver.deliver(open);
  await receiver.deliver(open);
  await receiver.deliver({ ...open, status: 'resolved', resolvedAtMs: open.triggeredAtMs + 60_000 });
  expect(inbox.alerts()).toMatchObject([{ dedupKey: open.dedupKey, status: 'resolved', triggers: 2 }]);
});

test('refuses for good what the inbox will not take, and says why', async () => {
  const full: Inbox = {
    ...createInbox(),
    accept: () => ({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors: ['one', 'two'] },
    }),
  };
  expect(await createInboxReceiver(full, () => undefined).deliver(incidentOf())).toEqual({
    kind: 'failed',
    retry: false,
    reason: 'one; two',
  });
});
