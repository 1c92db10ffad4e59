import {
  abandoned,
  claimed,
  type DeliveryOutcome,
  dueMs,
  owedSeq,
  settled,
} from '../domain/incidents/delivery.ts';
import type { Incident } from '../domain/incidents/incident.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreError } from '../ports/errors.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { Receiver } from '../ports/receiver.ts';

export interface DeliverInput {
  readonly incidents: IncidentStore;
  readonly receivers: readonly Receiver[];
  readonly clock: Clock;
}

export interface DeliverReport {
  /** Transitions that receivers have accepted. */
  readonly delivered: number;
  /** Deliveries that wait for another attempt. */
  readonly waiting: number;
  /** When the next attempt is due; absent when nothing waits. */
  readonly nextDueMs?: number;
  readonly problems: readonly Problem[];
}

const attempts = 10;

/**
 * Tells every receiver what it is owed and may be told now, oldest incident first, each transition once. An
 * incident waits while an older one under its dedup key is still owed to the receiver, so that an end never
 * overtakes a new beginning. Receivers do not hold one another up.
 * @throws StoreError when the incident store fails
 */
export async function deliver({ incidents, receivers, clock }: DeliverInput): Promise<DeliverReport> {
  const open = (await incidents.open()).toSorted(
    (a, b) => a.triggeredAtMs - b.triggeredAtMs || (a.id < b.id ? -1 : 1),
  );
  await abandonUnknown(open, receivers, { incidents, clock });
  const tallies = await Promise.all(
    receivers.map((receiver) => deliverTo(receiver, open, { incidents, clock })),
  );
  const due = tallies.flatMap(({ dueMs: times }) => times);
  return {
    delivered: tallies.reduce((sum, tally) => sum + tally.delivered, 0),
    waiting: due.length,
    ...(due.length > 0 && { nextDueMs: Math.min(...due) }),
    problems: tallies.flatMap(({ problems }) => problems),
  };
}

type Tools = Pick<DeliverInput, 'incidents' | 'clock'>;

interface Tally {
  delivered: number;
  readonly dueMs: number[];
  readonly problems: Problem[];
}

async function deliverTo(receiver: Receiver, open: readonly Incident[], tools: Tools): Promise<Tally> {
  const tally: Tally = { delivered: 0, dueMs: [], problems: [] };
  const blocked = new Set<string>();
  for (const incident of open) {
    if (owedSeq(incident, receiver.id) === undefined) continue;
    const isDone = !blocked.has(incident.dedupKey) && (await deliverOne(receiver, incident.id, tools, tally));
    if (!isDone) blocked.add(incident.dedupKey);
  }
  return tally;
}

/** @returns whether nothing is owed any more */
async function deliverOne(receiver: Receiver, id: string, tools: Tools, tally: Tally): Promise<boolean> {
  const { incidents, clock } = tools;
  const claim = await change(id, tools, (incident) => {
    const nowMs = clock.nowMs();
    const isDue = owedSeq(incident, receiver.id) !== undefined && dueMs(incident, receiver.id) <= nowMs;
    return isDue ? claimed(incident, receiver.id, nowMs) : undefined;
  });
  if (claim === undefined) return await skip(receiver, id, incidents, tally);
  const seq = owedSeq(claim, receiver.id) ?? 0;
  const outcome = await attempt(receiver, claim);
  const after = await change(id, tools, (incident) =>
    settled(incident, receiver.id, seq, outcome, clock.nowMs()),
  );
  if (outcome.kind === 'delivered') tally.delivered++;
  else tally.problems.push(problemOf(receiver, claim, outcome.reason, outcome.retry));
  if (outcome.kind === 'failed' && outcome.retry && after) tally.dueMs.push(dueMs(after, receiver.id));
  return after === undefined || owedSeq(after, receiver.id) === undefined;
}

async function skip(
  receiver: Receiver,
  id: string,
  incidents: IncidentStore,
  tally: Tally,
): Promise<boolean> {
  const incident = (await incidents.open()).find((one) => one.id === id);
  if (incident === undefined || owedSeq(incident, receiver.id) === undefined) return true;
  tally.dueMs.push(dueMs(incident, receiver.id));
  return false;
}

/** A receiver promises not to throw; one that does is tried again, and what it threw may hold a secret. */
async function attempt(receiver: Receiver, incident: Incident): Promise<DeliveryOutcome> {
  try {
    return await receiver.deliver(incident);
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    return { kind: 'failed', retry: true, reason: `the receiver threw ${name}` };
  }
}

/** Changes the newest version of an incident, again when somebody else was quicker.
 *  @returns what was written, or `undefined` when there was nothing to change */
async function change(
  id: string,
  { incidents }: Tools,
  next: (incident: Incident) => Incident | undefined,
): Promise<Incident | undefined> {
  for (let i = 0; i < attempts; i++) {
    const incident = (await incidents.open()).find((one) => one.id === id);
    const changed = incident && next(incident);
    if (changed === undefined || (await incidents.put(changed))) return changed;
  }
  throw new StoreError(`incident ${id} kept changing under the router: gave up after ${attempts} attempts`);
}

/** A receiver that is configured no longer must not keep resolved incidents open for ever. */
async function abandonUnknown(
  open: readonly Incident[],
  receivers: readonly Receiver[],
  tools: Tools,
): Promise<void> {
  const known = new Set(receivers.map(({ id }) => id));
  for (const { id, status, deliveries } of open) {
    if (status !== 'resolved') continue;
    for (const receiver of Object.keys(deliveries).filter((one) => !known.has(one))) {
      await change(id, tools, (incident) =>
        owedSeq(incident, receiver) === undefined
          ? undefined
          : abandoned(incident, receiver, tools.clock.nowMs()),
      );
    }
  }
}

function problemOf({ id }: Receiver, { dedupKey }: Incident, reason: string, retry: boolean): Problem {
  const message = retry ? `delivery to ${id} is tried again: ${reason}` : `${id} refused: ${reason}`;
  return { kind: retry ? 'delivery_failed' : 'delivery_refused', where: dedupKey, message, count: 1 };
}
