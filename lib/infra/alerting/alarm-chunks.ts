import { chunksOf } from '../chunks.ts';
import type { RenderedAlarm } from '../render/alarm.ts';

/** A composite alarm takes at most 100 children (CloudWatch quota). */
export const compositeChildren = 100;
/** A mute rule takes at most 100 alarms (CloudWatch quota). */
export const mutedAlarms = 100;
/** Mute rules of a region, at most (CloudWatch quota). */
const muteRules = 2000;

/**
 * Groups of alarms that make at most `size` resources each: the alarms, what each cluster has besides, and the
 * mute rules. A cluster's alarms are in one group unless they fill one alone; then each says its `part`.
 * @param windows maintenance windows, each of which mutes all alarms of the group
 * @throws RangeError when not even one alarm fits, or when a region does not take so many mute rules
 */
export function alarmChunks(
  alarms: readonly RenderedAlarm[],
  size: number,
  windows = 0,
): readonly (readonly RenderedAlarm[])[] {
  const groups: RenderedAlarm[][] = [];
  let counts: number[] = [];
  let muted = 0;
  for (const part of partsOf(alarms, size, windows)) {
    const last = groups.at(-1);
    const joined = [...counts, part.length];
    const fits = last !== undefined && resourcesOf(joined, windows) <= size;
    if (fits) last.push(...part);
    else groups.push([...part]);
    muted += fits ? mutesOf(joined) - mutesOf(counts) : mutesOf([part.length]);
    counts = fits ? joined : [part.length];
  }
  if (windows * muted > muteRules)
    throw new RangeError(
      `mute rules: got ${windows * muted} for ${windows} maintenance windows, allowed: ${muteRules} in a region; give fewer windows`,
    );
  return groups;
}

/** How many resources a group has. @param counts alarms of each of its clusters */
export function resourcesOf(counts: readonly number[], windows: number): number {
  const resources = counts.map((count) => {
    const lamps = lampsOf(count);
    return count + (lamps === 0 ? 0 : lamps + 1);
  });
  return resources.reduce((sum, one) => sum + one, 0) + windows * mutesOf(counts);
}

/** Mute rules that a window needs: for the alarms and the lamp of each cluster. */
function mutesOf(counts: readonly number[]): number {
  const muted = counts.reduce((sum, count) => sum + count + Math.min(lampsOf(count), 1), 0);
  return Math.ceil(muted / mutedAlarms);
}

/** Composite alarms of so many alarms of one cluster: one, and one each hundred when one cannot have them all;
 *  none for a single alarm, which is its own. */
function lampsOf(count: number): number {
  if (count < 2) return 0;
  return count <= compositeChildren ? 1 : Math.ceil(count / compositeChildren) + 1;
}

function partsOf(alarms: readonly RenderedAlarm[], size: number, windows: number) {
  const room = roomOf(size, windows);
  return [...byCluster(alarms).values()].flatMap((mine) => {
    const parts = chunksOf(mine, room);
    return parts.length === 1 ? parts : parts.map((part, i) => part.map((alarm) => ({ ...alarm, part: i })));
  });
}

/** Alarms of one cluster that fill a group. */
function roomOf(size: number, windows: number): number {
  let room = size;
  while (room > 0 && resourcesOf([room], windows) > size) room--;
  if (room < 1)
    throw new RangeError(
      `alarms in groups of ${size} resources: got ${windows} maintenance windows, which leave no room for an alarm; give fewer windows`,
    );
  return room;
}

function byCluster(alarms: readonly RenderedAlarm[]): ReadonlyMap<string, readonly RenderedAlarm[]> {
  const groups = new Map<string, RenderedAlarm[]>();
  for (const alarm of alarms) {
    const mine = groups.get(alarm.cluster);
    if (mine) mine.push(alarm);
    else groups.set(alarm.cluster, [alarm]);
  }
  return groups;
}
