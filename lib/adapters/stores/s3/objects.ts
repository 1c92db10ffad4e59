import { partOf } from '../../../domain/series/part.ts';
import { parseSeriesKey } from '../../../domain/series/series.ts';

/** What keys of the states of series begin with, and names of their objects; the series key follows. */
const seriesPrefixes = [
  ['model/', ''],
  ['outlook/', 'outlook-'],
] as const;
/** S3 takes keys of 1024 bytes: longer names are cut, and the hash keeps them apart. */
const maxNameLength = 800;

/**
 * The key of the object that a state is kept in: for the state of a series, its part of its cluster's series; for
 * every other, an object of its own. Two keys in one object only share its writes.
 */
export function objectKeyOf(key: string, prefix: string, parts: number): string {
  const [start = '', name = ''] = seriesPrefixes.find(([one]) => key.startsWith(one)) ?? [];
  const series = start === '' ? undefined : parseSeriesKey(key.slice(start.length));
  if (series === undefined) return `${prefix}states/${nameOf(key)}.json.gz`;
  const folder = `${prefix}models/${parts}/${nameOf(series.entity.cluster)}`;
  return `${folder}/${name}${partOf(series.key, parts)}.json.gz`;
}

/** The text as one segment of a path. */
function nameOf(text: string): string {
  // Half a surrogate pair has no encoding: it counts as the replacement character.
  const name = encodeURIComponent(Buffer.from(text).toString());
  return name.length <= maxNameLength ? name : `${name.slice(0, maxNameLength)}~${partOf(text, 2 ** 32)}`;
}

/** The keys by the object they are kept in. */
export function byObject(
  keys: Iterable<string>,
  prefix: string,
  parts: number,
): ReadonlyMap<string, readonly string[]> {
  const objects = new Map<string, string[]>();
  for (const key of keys) {
    const object = objectKeyOf(key, prefix, parts);
    const mine = objects.get(object);
    if (mine) mine.push(key);
    else objects.set(object, [key]);
  }
  return objects;
}
