import type { Cluster } from '../../lib/domain/cluster.ts';

/** The time that the event was scheduled for, in ms; `undefined` when it does not say, as a person's does not.
 *  @throws RangeError when it is no time */
export function scheduledAtOf(event: unknown): number | undefined {
  const { scheduledAt } = event as { scheduledAt?: unknown };
  if (scheduledAt === undefined) return undefined;
  const atMs = typeof scheduledAt === 'string' ? Date.parse(scheduledAt) : Number.NaN;
  if (Number.isFinite(atMs)) return atMs;
  throw new RangeError(
    `event.scheduledAt: got ${JSON.stringify(scheduledAt)}, allowed: a time such as 2026-12-24T22:00:00Z`,
  );
}

/** @throws RangeError when the event's days are no whole number from 1 to 63: older points are an hour apart */
export function daysOf(event: unknown, usual: number): number {
  const { days = Math.max(1, usual) } = event as { days?: unknown };
  if (Number.isInteger(days) && (days as number) >= 1 && (days as number) <= 63) return days as number;
  throw new RangeError(`event.days: got ${JSON.stringify(days)}, allowed: a whole number from 1 to 63`);
}

/** The cluster that the event names by its id, or all. @throws RangeError when there is none of that id */
export function clusterOfEvent(event: unknown, clusters: readonly Cluster[]): readonly Cluster[] {
  const { cluster } = event as { cluster?: unknown };
  if (cluster === undefined) return clusters;
  const found = clusters.filter(({ id }) => id === cluster);
  if (found.length > 0) return found;
  const known = clusters.map(({ id }) => id).join(', ') || 'none yet';
  throw new RangeError(`event.cluster: got ${JSON.stringify(cluster)}, known: ${known}`);
}
