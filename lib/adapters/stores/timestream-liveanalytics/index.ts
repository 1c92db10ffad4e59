import type { _Record } from '@aws-sdk/client-timestream-write';
import { type Samples, samplesOf } from '../../../domain/series/samples.ts';
import type { MetricStore, SeriesFilter, WriteReport } from '../../../ports/metric-store.ts';
import { type Settings, settingsOf, type TimestreamStoreOptions } from './options.ts';
import { type Cells, describeTable, queryRows, timeOf } from './query.ts';
import { forecastRecords, partDimension, pointRecords, verdictRecord } from './records.ts';
import { forecastsOfRows, groupBySeries, samplesOfRows, verdictsOfRows } from './rows.ts';
import {
  type Columns,
  conditionsOf,
  forecastsSql,
  identifier,
  pointsSql,
  seriesSql,
  valueColumn,
  verdictsSql,
} from './sql.ts';
import { writeRecords } from './write.ts';

export type { TimestreamStoreOptions } from './options.ts';

type Table = keyof Settings['tables'];

/**
 * Points, verdicts and forecasts in Amazon Timestream for LiveAnalytics, for accounts that have it. The
 * database and its three tables must be there, with magnetic store writes enabled for back-fill. Reads are
 * eventually consistent. `prune` does nothing: the tables' own retention removes what is old.
 */
export function createTimestreamStore(options: TimestreamStoreOptions): MetricStore {
  const settings = settingsOf(options);
  const versionOf = risingVersions(settings);
  const columns = createColumns(settings);
  const write = async (table: Table, records: readonly _Record[]): Promise<WriteReport> => {
    const report = await writeRecords(settings, settings.tables[table], records, versionOf());
    columns.written(table, records);
    return report;
  };
  const ask = async (table: Table, filter: SeriesFilter, sqlOf: SqlOf): Promise<readonly Cells[]> => {
    const has = await columns.of(table);
    if (!has.has(firstColumn[table])) return [];
    const rows: Cells[] = [];
    for (const condition of conditionsOf(filter, has)) {
      rows.push(...(await queryRows(settings, sqlOf(nameOf(settings, table), condition, has))));
    }
    return rows;
  };
  const tell = ({ rejected }: WriteReport) => rejected.forEach(settings.onProblem);
  const sinceMs = () => settings.clock.nowMs() - settings.lookbackMs;

  return {
    id: 'timestream-liveanalytics',
    write: (samples) => write('points', mergeSeries(samples).flatMap(pointRecords)),
    read: async (query) =>
      samplesOfRows(await ask('points', query, (table, where, has) => pointsSql(table, query, where, has))),
    series: async (filter) => {
      const since = sinceMs();
      const rows = await ask('points', filter, (table, where, has) => seriesSql(table, since, where, has));
      return groupBySeries(rows).map((group) => ({
        ...group.series,
        lastMs: Math.max(...group.rows.map(timeOf)),
      }));
    },
    writeVerdicts: async (verdicts) => {
      const last = new Map(verdicts.map((one) => [`${one.series.key} ${one.timeMs}`, one]));
      tell(await write('verdicts', [...last.values()].map(verdictRecord)));
    },
    readVerdicts: async (query) =>
      verdictsOfRows(
        await ask('verdicts', query, (table, where, has) => verdictsSql(table, query, where, has)),
      ),
    writeForecasts: async (forecasts) => {
      const last = new Map(forecasts.map((one) => [`${one.series.key} ${one.originMs}`, one]));
      tell(await write('forecasts', [...last.values()].flatMap(forecastRecords)));
    },
    readForecasts: async (filter) => {
      const since = sinceMs();
      return forecastsOfRows(
        await ask('forecasts', filter, (table, where, has) => forecastsSql(table, since, where, has)),
      );
    },
    prune: async () => 0,
    close: async () => {},
  };
}

type SqlOf = (table: string, condition: string, columns: Columns) => string;

/** A column that a table has as soon as it has rows. */
const firstColumn = { points: valueColumn, verdicts: 'is_anomaly', forecasts: partDimension } as const;

function nameOf({ database, tables }: Settings, table: Table): string {
  return `${identifier(database)}.${identifier(tables[table])}`;
}

/** Epoch ms, and always more than before: the later of two writes in one millisecond wins too. */
function risingVersions({ clock }: Settings): () => number {
  let last = 0;
  return () => {
    last = Math.max(clock.nowMs(), last + 1);
    return last;
  };
}

/** A record twice in one call would be refused: samples of one series become one entry. */
function mergeSeries(samples: readonly Samples[]): readonly Samples[] {
  const byKey = new Map<string, Samples[]>();
  for (const one of samples) byKey.set(one.series.key, [...(byKey.get(one.series.key) ?? []), one]);
  return [...byKey.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined || same.length === 1) return same;
    const points = same.flatMap(({ timesMs, values }) =>
      Array.from(timesMs, (time, i) => [time, values[i] ?? Number.NaN] as const),
    );
    return [samplesOf(first.series, points).samples];
  });
}

interface TableColumns {
  of(table: Table): Promise<Columns>;
  /** Told of each write: a dimension that is new to the table makes what is known of it stale. */
  written(table: Table, records: readonly _Record[]): void;
}

/** How long the columns of a table are held to be known, in ms: other writers may add one. */
const columnsAgeMs = 60_000;

function createColumns(settings: Settings): TableColumns {
  const known = new Map<Table, { readonly columns: Columns; readonly atMs: number }>();
  return {
    of: async (table) => {
      const nowMs = settings.clock.nowMs();
      const cached = known.get(table);
      if (cached && nowMs - cached.atMs < columnsAgeMs && cached.columns.has(firstColumn[table])) {
        return cached.columns;
      }
      const columns = await describeTable(settings, nameOf(settings, table));
      known.set(table, { columns, atMs: nowMs });
      return columns;
    },
    written: (table, records) => {
      const columns = known.get(table)?.columns;
      const isNew = records.some(({ Dimensions = [] }) =>
        Dimensions.some(({ Name = '' }) => columns?.has(Name) === false),
      );
      if (isNew) known.delete(table);
    },
  };
}
