import type { Incident } from '../domain/incidents/incident.ts';

export type DeliveryResult =
  | { readonly kind: 'delivered' }
  /** `retry` false: the receiver will never take this (a 4xx). `afterMs` is what it asked for. */
  | { readonly kind: 'failed'; readonly retry: boolean; readonly reason: string; readonly afterMs?: number };

/**
 * Where incidents go. It says only what became of one delivery; the router retries everything.
 * It sends the incident's present status (trigger or resolve) under the incident's dedup key, so that a
 * repeat changes nothing at the receiver. A secret never appears in `reason`.
 */
export interface Receiver {
  readonly id: string;
  deliver(incident: Incident): Promise<DeliveryResult>;
}
