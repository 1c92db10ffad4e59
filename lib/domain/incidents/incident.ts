import type { Severity } from '../catalogue/rule.ts';
import type { Entity } from '../series/entity.ts';
import type { Finding } from './finding.ts';

export type IncidentStatus = 'triggered' | 'acknowledged' | 'resolved';

/** What happened to an incident, in order; `seq` starts at 1 and has no gaps. */
export interface IncidentEvent {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: 'triggered' | 'updated' | 'acknowledged' | 'resolved' | 'delivered' | 'delivery_failed';
  /** One line for a person. */
  readonly words: string;
  /** For the log only: receivers are not told of it again. */
  readonly quiet?: true;
}

/** How far a receiver has been told. A restart goes on from here. */
export interface Delivery {
  /** seq of the newest event that the receiver has accepted. */
  readonly deliveredSeq: number;
  readonly attempts: number;
  /** Not before this time again. */
  readonly retryAtMs?: number;
  /** It refused for good (a 4xx): said once, not retried. */
  readonly refused?: string;
}

/** The life of one cause. */
export interface Incident {
  /** Unique: the dedup key and the time it was first triggered. */
  readonly id: string;
  /** Stable while the cause lasts: account, region, cluster, rule, entity; never the severity. */
  readonly dedupKey: string;
  readonly cluster: string;
  /** Findings are grouped by cluster and cause. */
  readonly cause: string;
  readonly status: IncidentStatus;
  readonly severity: Severity;
  readonly title: string;
  readonly entity: Entity;
  readonly rule: string;
  readonly triggeredAtMs: number;
  readonly resolvedAtMs?: number;
  /** The newest word on each rule and entity that belongs to it, firing and resolved alike. */
  readonly findings: readonly Finding[];
  readonly timeline: readonly IncidentEvent[];
  readonly deliveries: Readonly<Record<string, Delivery>>;
  /** Goes up by one with each write; the store refuses a write that did not see the newest. */
  readonly version: number;
}

/** Whether a receiver is still owed a transition: only a resolved and fully delivered incident is over. */
export function isOver(incident: Incident): boolean {
  if (incident.status !== 'resolved') return false;
  const resolvedSeq = incident.timeline.findLast((event) => event.kind === 'resolved')?.seq ?? 0;
  return Object.values(incident.deliveries).every(
    ({ deliveredSeq, refused }) => deliveredSeq >= resolvedSeq || refused !== undefined,
  );
}
