/**
 * The part of its cluster that a series belongs to, 0 <= part < parts: FNV-1a of the key over its UTF-16 code
 * units, so that it is the same in every process and version. Functions of different parts work side by side,
 * and each part's states are an object of their own.
 * @param parts whole, from 1 to 2³²
 * @throws RangeError on other parts
 * Source: Fowler, Noll and Vo, draft-eastlake-fnv.
 */
export function partOf(seriesKey: string, parts: number): number {
  if (!Number.isInteger(parts) || parts < 1 || parts > 2 ** 32)
    throw new RangeError(`got ${parts} parts: give a whole number from 1`);
  let hash = 0x811c9dc5;
  for (let i = 0; i < seriesKey.length; i++) hash = Math.imul(hash ^ seriesKey.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % parts;
}
