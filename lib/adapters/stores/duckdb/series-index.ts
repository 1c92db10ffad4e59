import type { DuckDBConnection } from '@duckdb/node-api';
import { parseSeriesKey, type Series } from '../../../domain/series/series.ts';
import type { SeriesFilter } from '../../../ports/metric-store.ts';
import type { Database } from './database.ts';

export interface KnownSeries {
  readonly id: number;
  readonly series: Series;
}

/** The series of the file by number: rows hold the number, people hold the key. */
export interface SeriesIndex {
  /** Numbers for these series; new ones are written with the transaction of the connection. */
  number(connection: DuckDBConnection, series: readonly Series[]): Promise<ReadonlyMap<string, number>>;
  /** Those that match, sorted by key. */
  find(filter: SeriesFilter): readonly KnownSeries[];
  byId(id: number): KnownSeries | undefined;
}

export async function loadSeriesIndex(database: Database): Promise<SeriesIndex> {
  const byKey = new Map<string, KnownSeries>();
  const byNumber = new Map<number, KnownSeries>();
  const learn = (id: number, series: Series) => {
    const known = { id, series };
    byKey.set(series.key, known);
    byNumber.set(id, known);
  };
  const rows = await (await database.query('SELECT id, key FROM series')).getRowsJS();
  for (const [id, key] of rows) {
    const series = parseSeriesKey(String(key));
    if (series) learn(Number(id), series);
  }
  return {
    byId: (id) => byNumber.get(id),
    find: (filter) => sortedByKey(matching(byKey, filter)),
    number: async (connection, wanted) => {
      const missing = wanted.filter((series) => !byKey.has(series.key));
      let next = Math.max(0, ...byNumber.keys());
      for (const series of missing) {
        if (byKey.has(series.key)) continue;
        next += 1;
        await connection.run('INSERT INTO series VALUES ($1, $2)', [next, series.key]);
        learn(next, series);
      }
      return new Map(wanted.map(({ key }) => [key, byKey.get(key)?.id ?? 0]));
    },
  };
}

function matching(byKey: ReadonlyMap<string, KnownSeries>, filter: SeriesFilter): readonly KnownSeries[] {
  const { cluster, signals, keys } = filter;
  const candidates = keys
    ? [...new Set(keys)].flatMap((key) => byKey.get(key) ?? [])
    : Array.from(byKey.values());
  return candidates.filter(
    ({ series }) =>
      (cluster === undefined || series.entity.cluster === cluster) &&
      (signals === undefined || signals.includes(series.signal)),
  );
}

function sortedByKey(known: readonly KnownSeries[]): readonly KnownSeries[] {
  return known.toSorted((a, b) => (a.series.key < b.series.key ? -1 : 1));
}
