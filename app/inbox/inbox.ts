import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/ports/clock.ts';
import type { InboxMessage } from '../runtime-view.ts';
import { type PagerEvent, parseEvent } from './event.ts';

/** One alert at the receiver: what a person on call has on the phone. */
export interface InboxAlert {
  readonly dedupKey: string;
  readonly status: 'triggered' | 'acknowledged' | 'resolved';
  readonly summary: string;
  readonly severity: string;
  /** Triggers taken while it was open; all but the first only update it. */
  readonly triggers: number;
  readonly openedAtMs: number;
}

export interface InboxAnswer {
  readonly status: 202 | 400;
  readonly body: { readonly status: string; readonly message: string } & (
    | { readonly dedup_key: string }
    | { readonly errors: readonly string[] }
  );
}

export interface InboxOptions {
  /** Gives messages their time. @default the wall clock */
  readonly clock?: Clock;
  /** Messages and alerts kept; older ones go. @default 500 */
  readonly keep?: number;
}

export interface Inbox {
  /** Takes one event as PagerDuty's Events API v2 does: 202 with the dedup key, or 400 with every fault. */
  accept(body: unknown): InboxAnswer;
  /** Messages taken, newest first. @param limit at most this many */
  list(limit: number): readonly InboxMessage[];
  /** Alerts, newest first: one a dedup key from its trigger to its resolve, a new one after that. */
  alerts(): readonly InboxAlert[];
}

/** A receiver shaped like PagerDuty that keeps what it is sent in memory. Routing keys are not kept. */
export function createInbox({ clock = { nowMs: Date.now }, keep = 500 }: InboxOptions = {}): Inbox {
  let messages: readonly InboxMessage[] = [];
  let alerts: readonly InboxAlert[] = [];
  const take = (event: PagerEvent, dedupKey: string): void => {
    const open = alerts.find((alert) => alert.dedupKey === dedupKey && alert.status !== 'resolved');
    const message = messageOf(event, dedupKey, clock.nowMs(), open);
    messages = [message, ...messages].slice(0, keep);
    const next = alertAfter(open, message);
    if (next) alerts = [next, ...alerts.filter((alert) => alert !== open)].slice(0, keep);
  };
  return {
    accept(body) {
      const parsed = parseEvent(body);
      if (parsed.kind === 'invalid') {
        const { errors } = parsed;
        return { status: 400, body: { status: 'invalid event', message: 'Event object is invalid', errors } };
      }
      const dedupKey = parsed.event.dedup_key ?? randomUUID().replaceAll('-', '');
      take(parsed.event, dedupKey);
      return { status: 202, body: { status: 'success', message: 'Event processed', dedup_key: dedupKey } };
    },
    list: (limit) => messages.slice(0, limit),
    alerts: () => alerts,
  };
}

function messageOf(event: PagerEvent, dedupKey: string, atMs: number, open?: InboxAlert): InboxMessage {
  const { routing_key: _, ...body } = event;
  return {
    atMs,
    action: event.event_action,
    dedupKey,
    // An acknowledge or resolve may come without a payload: then it speaks of the open alert.
    summary: event.payload?.summary ?? open?.summary ?? '',
    severity: event.payload?.severity ?? open?.severity ?? '',
    body,
  };
}

/** The alert after the message, or nothing when the message is about no open alert and opens none. */
function alertAfter(open: InboxAlert | undefined, message: InboxMessage): InboxAlert | undefined {
  const { dedupKey, summary, severity, atMs } = message;
  if (message.action === 'trigger') {
    const triggers = (open?.triggers ?? 0) + 1;
    const status = open?.status ?? 'triggered';
    return { dedupKey, status, summary, severity, triggers, openedAtMs: open?.openedAtMs ?? atMs };
  }
  return open && { ...open, status: message.action === 'resolve' ? 'resolved' : 'acknowledged' };
}
