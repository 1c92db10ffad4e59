import { parseEvent } from '../../../app/inbox/event.ts';

const payload = { summary: 's', source: 'o', severity: 'info' };
const whole = { routing_key: '0'.repeat(32), event_action: 'trigger', payload };

const faults = (event: unknown): readonly string[] => {
  const parsed = parseEvent(event);
  return parsed.kind === 'invalid' ? parsed.errors : [];
};

test('an event is read with what else it carries', () => {
  const event = { ...whole, client: 'Tidewatch', payload: { ...payload, class: 'disk' } };
  expect(parseEvent(event)).toEqual({ kind: 'event', event });
});

test.each([
  [undefined, 'the event is not a JSON object'],
  [[], 'the event is not a JSON object'],
  [{ ...whole, routing_key: 7 }, "'routing_key' is missing or not a text"],
  [{ ...whole, event_action: 'snooze' }, "'event_action' must be one of trigger, acknowledge, resolve"],
  [{ ...whole, dedup_key: 'x'.repeat(256) }, "'dedup_key' is longer than 255 characters"],
  [{ ...whole, payload: undefined }, "'payload' is missing"],
  [{ ...whole, payload: 'text' }, "'payload' is missing or not an object"],
  [{ ...whole, event_action: 'resolve', payload: undefined }, "'dedup_key' is missing"],
  [{ ...whole, event_action: 'acknowledge' }, "'dedup_key' is missing"],
  [
    { ...whole, payload: { ...payload, severity: 'loud' } },
    "'payload.severity' must be one of critical, error, warning, info",
  ],
  [
    { ...whole, payload: { ...payload, summary: 'x'.repeat(1025) } },
    "'payload.summary' is longer than 1024 characters",
  ],
  [
    { ...whole, payload: { ...payload, timestamp: 'yesterday' } },
    "'payload.timestamp' is not an ISO 8601 time",
  ],
])('refuses %j', (event, fault) => {
  expect(faults(event)).toEqual([fault]);
});

test('refuses with every fault, those of missing fields too', () => {
  expect(faults({ event_action: 'trigger' })).toEqual([
    "'routing_key' is missing or not a text",
    "'payload' is missing",
  ]);
  expect(faults({ event_action: 'resolve', payload: { ...payload, source: '' } })).toEqual([
    "'routing_key' is missing or not a text",
    "'payload.source' is blank",
    "'dedup_key' is missing",
  ]);
});
