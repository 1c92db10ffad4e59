import type { Outcome } from './play.ts';

const hour = 60;

/**
 * Minutes from its start in which a story is to be told, as one incident: the periods that its rules wait for, and a
 * poll or two. Absent where a story is to be told to nobody. A disk is told of when it is 85 % full, or when its
 * forecast says that it will be.
 */
const withinMinutes: ReadonlyMap<string, number> = new Map([
  ['broker_loss', 15],
  ['disk_filling', 12 * hour],
  ['consumer_stall', 20],
  ['rebalance_storm', 20],
  ['hot_partition', 20],
  ['lost_traffic', 30],
]);

/** What a run asks for, and whether it came. */
export interface Judged {
  readonly asked: string;
  readonly got: string;
  readonly isMet: boolean;
}

/** Whether a run is as it is to be: one incident in time that ends, or none where nothing is wrong. */
export function judge({ story, incidents }: Pick<Outcome, 'story' | 'incidents'>): Judged {
  const limit = withinMinutes.get(story);
  const [first] = incidents;
  const count = `${incidents.length} ${incidents.length === 1 ? 'page' : 'pages'}`;
  if (limit === undefined) return { asked: 'no page', got: count, isMet: first === undefined };
  const ends = first?.resolvedMinutes === undefined ? 'stays open' : `over ${minutes(first.resolvedMinutes)}`;
  return {
    asked: `1 page within ${minutes(limit)}`,
    got: first === undefined ? count : `${count}, the first after ${minutes(first.openedMinutes)}, ${ends}`,
    isMet:
      incidents.length === 1 &&
      first !== undefined &&
      first.openedMinutes >= 0 &&
      first.openedMinutes <= limit &&
      first.resolvedMinutes !== undefined,
  };
}

const minutes = (value: number): string => `${value.toFixed(0)} min`;
