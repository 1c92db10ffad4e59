import { appendEvent, isTold } from './apply.ts';
import type { Delivery, Incident } from './incident.ts';

/** What a receiver made of a delivery (`DeliveryResult` of the port has this shape). */
export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly retry: boolean; readonly reason: string; readonly afterMs?: number };

const none: Delivery = { deliveredSeq: 0, attempts: 0 };
const firstRetryMs = 10_000;
const longestRetryMs = 300_000;

/** A delivery under way: nobody else tries until it must have ended one way or the other. */
const claimMs = 60_000;

/** The newest event that the receiver has still to be told of, or `undefined`. */
export function owedSeq(incident: Incident, receiver: string): number | undefined {
  const delivery = incident.deliveries[receiver];
  // A receiver that was added later is told of what goes on, not of what is over.
  if (delivery === undefined && incident.status === 'resolved') return undefined;
  if (delivery?.refused !== undefined) return undefined;
  const { deliveredSeq } = delivery ?? none;
  return incident.timeline.findLast((event) => isTold(event) && event.seq > deliveredSeq)?.seq;
}

/** Before this time the receiver is not tried again. */
export function dueMs(incident: Incident, receiver: string): number {
  return incident.deliveries[receiver]?.retryAtMs ?? 0;
}

/** The next version, in which this process has taken the delivery upon itself. */
export function claimed(incident: Incident, receiver: string, nowMs: number): Incident {
  const delivery = incident.deliveries[receiver] ?? none;
  return withDelivery({ ...incident, version: incident.version + 1 }, receiver, {
    ...delivery,
    attempts: delivery.attempts + 1,
    retryAtMs: nowMs + claimMs,
  });
}

/** The next version, with what became of a claimed delivery. @param seq what `owedSeq` gave for it */
export function settled(
  incident: Incident,
  receiver: string,
  seq: number,
  outcome: DeliveryOutcome,
  nowMs: number,
): Incident {
  const before = incident.deliveries[receiver] ?? none;
  const { retryAtMs: _claim, ...delivery } = before;
  if (outcome.kind === 'delivered') {
    const told = { ...delivery, deliveredSeq: Math.max(seq, before.deliveredSeq), attempts: 0 };
    const words = `${receiver} took ${takenWords(incident, receiver)}`;
    return appendEvent(withDelivery(incident, receiver, told), { kind: 'delivered', atMs: nowMs, words });
  }
  if (!outcome.retry) {
    const refused = withDelivery(incident, receiver, { ...delivery, refused: outcome.reason });
    const words = `${receiver} refused ${takenWords(incident, receiver)}: ${outcome.reason}`;
    return appendEvent(refused, { kind: 'delivery_failed', atMs: nowMs, words });
  }
  const waitMs = Math.max(backoffMs(before.attempts), outcome.afterMs ?? 0);
  const waiting = withDelivery(incident, receiver, { ...delivery, retryAtMs: nowMs + waitMs });
  // A long outage is told once, not with each attempt.
  if (before.attempts > 1) return { ...waiting, version: incident.version + 1 };
  const words = `${receiver} could not be reached, trying again: ${outcome.reason}`;
  return appendEvent(waiting, { kind: 'delivery_failed', atMs: nowMs, words });
}

/** Gives up on a receiver that is configured no longer, so that the incident can be over. */
export function abandoned(incident: Incident, receiver: string, nowMs: number): Incident {
  const delivery = incident.deliveries[receiver] ?? none;
  const refused = withDelivery(incident, receiver, { ...delivery, refused: 'no longer configured' });
  const words = `${receiver} is no longer configured and was not told`;
  return appendEvent(refused, { kind: 'delivery_failed', atMs: nowMs, words });
}

/** 10 s, doubled with each attempt, five minutes at most. */
function backoffMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.max(0, attempts - 1));
}

function takenWords({ status, deliveries }: Incident, receiver: string): string {
  if (status === 'resolved') return 'the resolution';
  return deliveries[receiver]?.deliveredSeq ? 'the update' : 'the trigger';
}

function withDelivery(incident: Incident, receiver: string, delivery: Delivery): Incident {
  return { ...incident, deliveries: { ...incident.deliveries, [receiver]: delivery } };
}
