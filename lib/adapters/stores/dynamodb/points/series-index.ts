import { partOf } from '../../../../domain/series/part.ts';
import { parseSeriesKey, type Series } from '../../../../domain/series/series.ts';
import type { SeriesFilter } from '../../../../ports/metric-store.ts';
import { inParallel } from '../../../aws/parallel.ts';
import { unreadable, whereOf } from './blocks.ts';
import { putItem, queryItems } from './client.ts';
import { packColumns, unpackColumns } from './columns.ts';
import { type Edit, editItems } from './edit.ts';
import type { Settings } from './options.ts';
import {
  clustersPartition,
  type Item,
  indexKey,
  indexPartition,
  type Kind,
  letters,
  maxBodyBytes,
} from './table.ts';

export interface Newest {
  readonly series: Series;
  readonly lastMs: number;
}

/**
 * Remembers that the table has something of the series, and how new it is: one item a cluster, signal and part,
 * so that a poll of a thousand series costs a few dozen writes here.
 * @param graceMs what is known to be at most this much older is left as it is
 */
export async function recordSeries(
  settings: Settings,
  kind: Kind,
  newest: readonly Newest[],
  graceMs = 0,
): Promise<void> {
  const announced = new Map<string, Promise<unknown>>();
  const announce = async (cluster: string) => {
    const done = announced.get(cluster) ?? putItem(settings, clusterItem(cluster), 'always');
    announced.set(cluster, done);
    await done;
  };
  const edits = [...grouped(settings, newest).values()].map((group) =>
    editOf(settings, kind, group, graceMs, announce),
  );
  await editItems(settings, edits);
}

interface Group {
  readonly cluster: string;
  readonly signal: string;
  readonly part: number;
  readonly newest: Newest[];
}

function grouped({ parts }: Settings, newest: readonly Newest[]): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const one of newest) {
    const { key, signal, entity } = one.series;
    const part = partOf(key, parts);
    const id = JSON.stringify([entity.cluster, signal, part]);
    const group = groups.get(id) ?? { cluster: entity.cluster, signal, part, newest: [] };
    group.newest.push(one);
    groups.set(id, group);
  }
  return groups;
}

/** A cluster is named before its first list is written: a list that nobody finds would never be mended. */
function clusterItem(cluster: string): Item {
  return { pk: clustersPartition, sk: cluster, version: 1, body: pack(new Map()) };
}

function editOf(
  settings: Settings,
  kind: Kind,
  { cluster, signal, part, newest }: Group,
  graceMs: number,
  announce: (cluster: string) => Promise<void>,
): Edit {
  const { table, keepMs, clock, onProblem } = settings;
  const key = indexKey(cluster, kind, signal, part);
  return {
    key,
    beforeCreate: () => announce(cluster),
    apply: (stored) => {
      // A list that cannot be read is made anew: each series comes back with its next point.
      const known = lastTimes(settings, { ...key, body: stored });
      if (newest.every(({ series, lastMs }) => (known.get(series.key) ?? -1) >= lastMs - graceMs))
        return undefined;
      for (const { series, lastMs } of newest)
        known.set(series.key, Math.max(lastMs, known.get(series.key) ?? 0));
      const oldestMs = clock.nowMs() - keepMs;
      const kept = new Map([...known].filter(([, lastMs]) => lastMs >= oldestMs));
      const body = pack(kept);
      const expiresMs = Math.max(...kept.values(), 0) + keepMs;
      if (body.length <= maxBodyBytes) return { body, expiresMs };
      const message = `${kept.size} series are more than an item lists: raise the parts of a cluster`;
      onProblem({ kind: 'too_large', where: whereOf(table, key), message, count: newest.length });
      return undefined;
    },
  };
}

/** The series that the table has something of and the filter lets through, sorted by key. */
export async function listSeries(
  settings: Settings,
  kind: Kind,
  filter: SeriesFilter,
): Promise<readonly Newest[]> {
  const clusters = await clustersOf(settings, filter);
  const items = await inParallel(clusters, settings.width, (cluster) =>
    queryItems(settings, indexPartition(cluster), { begin: `${letters[kind]}#` }),
  );
  const oldestMs = settings.clock.nowMs() - settings.keepMs;
  const newest = new Map<string, number>();
  for (const item of items.flat()) {
    for (const [key, lastMs] of lastTimes(settings, item)) {
      if (lastMs >= oldestMs) newest.set(key, Math.max(lastMs, newest.get(key) ?? 0));
    }
  }
  return matching([...newest.keys()], filter).map((series) => ({
    series,
    lastMs: newest.get(series.key) ?? 0,
  }));
}

async function clustersOf(settings: Settings, { cluster, keys }: SeriesFilter): Promise<readonly string[]> {
  if (cluster !== undefined) return [cluster];
  if (keys === undefined) return (await queryItems(settings, clustersPartition)).map(({ sk }) => sk);
  return [...new Set(keys.flatMap((key) => parseSeriesKey(key)?.entity.cluster ?? []))];
}

/** The series of those keys that the filter lets through, each once, sorted by key. */
export function matching(
  keys: readonly string[],
  { cluster, signals, keys: wanted }: SeriesFilter,
): readonly Series[] {
  const isWanted = wanted && new Set(wanted);
  const series = [...new Set(keys)].sort().flatMap((key) => parseSeriesKey(key) ?? []);
  return series.filter(
    ({ key, signal, entity }) =>
      (cluster === undefined || entity.cluster === cluster) &&
      (signals === undefined || signals.includes(signal)) &&
      isWanted?.has(key) !== false,
  );
}

/** The time of the newest of each series on a list; none when there is no list or it cannot be read. */
function lastTimes(
  { table, onProblem }: Settings,
  item: { readonly pk: string; readonly sk: string; readonly body: Uint8Array | undefined },
): Map<string, number> {
  if (item.body === undefined) return new Map();
  try {
    const { values, words } = unpackColumns(item.body);
    return new Map(words.map((key, i) => [key, values[0]?.[i] ?? 0]));
  } catch (error) {
    onProblem(unreadable(whereOf(table, item), error, 1));
    return new Map();
  }
}

/** Sorted, so that neighbours share most of their text. */
function pack(newest: ReadonlyMap<string, number>): Uint8Array {
  const keys = [...newest.keys()].sort();
  return packColumns({ times: [], values: [keys.map((key) => newest.get(key) ?? 0)], words: keys });
}
