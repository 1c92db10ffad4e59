import { labelsOf } from '../../../domain/series/entity.ts';
import { createSeries, type Series } from '../../../domain/series/series.ts';

/** Entity label → tag. The same names as the columns of the other Timestream store; none is a word of SQL. */
export const tagOf = {
  cluster: 'cluster',
  broker: 'broker',
  auth: 'client_auth',
  group: 'consumer_group',
  topic: 'topic',
  partition: 'topic_partition',
} as const;

type Label = keyof typeof tagOf;
const labels = Object.keys(tagOf) as readonly Label[];

/** The tag that holds the signal. */
export const signalTag = 'signal';

/** Every tag that a line may have. */
export const tags: readonly string[] = [signalTag, ...labels.map((label) => tagOf[label])];

/** The tags of a series as they are stored; those that it has not are absent. */
export function tagsOf({ signal, entity }: Series): ReadonlyMap<string, string> {
  const rest = labelsOf(entity).map(([label, value]) => [tagOf[label as Label], storedTag(value)] as const);
  return new Map([[signalTag, storedTag(signal)], ...rest]);
}

/** The series of stored tags; an empty or absent tag is one that the series has not. */
export function seriesOfTags(stored: Readonly<Record<string, unknown>>): Series {
  const textOf = (tag: string) => {
    const text = stored[tag];
    return typeof text === 'string' && text !== '' ? readTag(text) : undefined;
  };
  const entity = labels.flatMap((label) => {
    const value = textOf(tagOf[label]);
    return value === undefined ? [] : [[label, value] as const];
  });
  return createSeries(textOf(signalTag) ?? '', { cluster: '', ...Object.fromEntries(entity) });
}

/**
 * A tag's value as it is stored. Line protocol has no way to say a line break, an empty value or a backslash
 * before a separator: those characters are percent-encoded, everything else stays as it is.
 * Source: InfluxDB 2 reference, line protocol, "special characters".
 */
export function storedTag(value: string): string {
  if (value === '') return '%';
  return value.replace(/[%\\\p{Cc}]/gu, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function readTag(stored: string): string {
  if (stored === '%') return '';
  return stored.replace(/%([0-9a-f]{2})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
