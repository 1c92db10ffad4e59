import { labelsOf } from '../../../domain/series/entity.ts';
import { parseSeriesKey, type Series } from '../../../domain/series/series.ts';
import type { RangeQuery, SeriesFilter } from '../../../ports/metric-store.ts';
import { dimensionOf, type Label, labels, partDimension } from './records.ts';

/** Columns a table has now: those of dimensions and measures that were written at least once. */
export type Columns = ReadonlySet<string>;

/** The column of single measures. It is written without quotes, like the service's own guide does. */
export const valueColumn = 'measure_value::double';

/** A string literal: the only thing with a meaning inside is the quote. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A quoted identifier. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** One condition a group of at most this many keys: a query may have 256 KiB. */
const keysPerQuery = 200;

/**
 * What a filter narrows to, as SQL conditions, one for each query to send.
 * @returns empty when nothing can match, so that nothing need be asked
 */
export function conditionsOf(filter: SeriesFilter, columns: Columns): readonly string[] {
  const { cluster, signals, keys } = filter;
  if (keys !== undefined) {
    const wanted = keys.flatMap((key) => parseSeriesKey(key) ?? []).filter((series) => fits(series, filter));
    const known = wanted.filter(({ entity }) =>
      labelsOf(entity).every(([label]) => columns.has(dimensionOf[label as Label])),
    );
    return Array.from({ length: Math.ceil(known.length / keysPerQuery) }, (_, i) => {
      const some = known.slice(i * keysPerQuery, (i + 1) * keysPerQuery);
      return `(${some.map((series) => seriesCondition(series, columns)).join(' OR ')})`;
    });
  }
  if (signals?.length === 0) return [];
  const parts = [
    ...(cluster === undefined ? [] : [`${identifier('cluster')} = ${literal(cluster)}`]),
    ...(signals === undefined
      ? []
      : [`${identifier('measure_name')} IN (${signals.map(literal).join(', ')})`]),
  ];
  return [parts.length === 0 ? 'true' : parts.join(' AND ')];
}

function fits({ signal, entity }: Series, { cluster, signals }: SeriesFilter): boolean {
  return (
    (cluster === undefined || entity.cluster === cluster) &&
    (signals === undefined || signals.includes(signal))
  );
}

function seriesCondition({ signal, entity }: Series, columns: Columns): string {
  const parts = labels
    .filter((label) => columns.has(dimensionOf[label]))
    .map((label) => {
      const value = entity[label];
      const column = identifier(dimensionOf[label]);
      return value === undefined ? `${column} IS NULL` : `${column} = ${literal(value)}`;
    });
  return `(${[`${identifier('measure_name')} = ${literal(signal)}`, ...parts].join(' AND ')})`;
}

/** The columns that name a series, the same in every answer: signal, then labels; NULL where a table has
 *  never seen one, as the service refuses a column that it does not know. */
function seriesColumns(columns: Columns): string {
  const dims = labels.map((label) => {
    const name = identifier(dimensionOf[label]);
    return columns.has(dimensionOf[label]) ? name : `CAST(NULL AS VARCHAR) AS ${name}`;
  });
  return [identifier('measure_name'), ...dims].join(', ');
}

const seriesOrdinals = Array.from({ length: labels.length + 1 }, (_, i) => i + 1);
const timeOrdinal = seriesOrdinals.length + 1;
const time = identifier('time');

function timeRange(fromMs: number, toMs?: number): string {
  const from = `${time} >= from_milliseconds(${Math.ceil(fromMs)})`;
  return toMs === undefined ? from : `${from} AND ${time} < from_milliseconds(${Math.ceil(toMs)})`;
}

const rollups = {
  average: `avg(${valueColumn})`,
  max: `max(${valueColumn})`,
  min: `min(${valueColumn})`,
  sum: `sum(${valueColumn})`,
  last: `max_by(${valueColumn}, ${time})`,
} as const;

/** Points: series columns, time, value. */
export function pointsSql(table: string, query: RangeQuery, condition: string, columns: Columns): string {
  const { fromMs, toMs, stepMs, rollup = 'average' } = query;
  const isBinned = stepMs !== undefined;
  const at = isBinned ? `bin(${time}, ${Math.max(1, Math.round(stepMs))}ms)` : time;
  const value = isBinned ? rollups[rollup] : valueColumn;
  const groups = isBinned ? ` GROUP BY ${[...seriesOrdinals, timeOrdinal].join(', ')}` : '';
  return (
    `SELECT ${seriesColumns(columns)}, ${at} AS ${identifier('at')}, ${value} AS ${identifier('value')}` +
    ` FROM ${table} WHERE ${timeRange(fromMs, toMs)} AND ${condition}${groups}` +
    ` ORDER BY ${[...seriesOrdinals, timeOrdinal].join(', ')}`
  );
}

/** Series columns and the time of the newest point. */
export function seriesSql(table: string, sinceMs: number, condition: string, columns: Columns): string {
  return (
    `SELECT ${seriesColumns(columns)}, max(${time}) AS ${identifier('at')} FROM ${table}` +
    ` WHERE ${timeRange(sinceMs)} AND ${condition} GROUP BY ${seriesOrdinals.join(', ')}`
  );
}

/** Named columns of multi-measure records; one that no record had yet is NULL. */
function measureColumns(names: readonly string[], columns: Columns): string {
  return names
    .map((name) => (columns.has(name) ? identifier(name) : `CAST(NULL AS VARCHAR) AS ${identifier(name)}`))
    .join(', ');
}

export const verdictMeasures = [
  'observed',
  'expected',
  'lower',
  'upper',
  'score',
  'p_value',
  'is_anomaly',
  'detector',
] as const;

export function verdictsSql(table: string, query: RangeQuery, condition: string, columns: Columns): string {
  return (
    `SELECT ${seriesColumns(columns)}, ${time} AS ${identifier('at')}, ${measureColumns(verdictMeasures, columns)}` +
    ` FROM ${table} WHERE ${timeRange(query.fromMs, query.toMs)} AND ${condition}` +
    ` ORDER BY ${[...seriesOrdinals, timeOrdinal].join(', ')}`
  );
}

export const forecastMeasures = [
  partDimension,
  'parts',
  'path',
  'level',
  'step_ms',
  'trained_from_ms',
  'trained_to_ms',
  'model',
  'backtest_error',
  'backtest_naive_error',
] as const;

/** The parts of the two newest forecasts of each series: the older serves while the newer is not whole. */
export function forecastsSql(table: string, sinceMs: number, condition: string, columns: Columns): string {
  const known = labels.map((label) => dimensionOf[label]).filter((name) => columns.has(name));
  const series = ['measure_name', ...known].map(identifier).join(', ');
  const age = `dense_rank() OVER (PARTITION BY ${series} ORDER BY ${time} DESC) AS ${identifier('age')}`;
  const inner = `SELECT *, ${age} FROM ${table} WHERE ${timeRange(sinceMs)} AND ${condition}`;
  return (
    `SELECT ${seriesColumns(columns)}, ${time} AS ${identifier('at')}, ${measureColumns(forecastMeasures, columns)}` +
    ` FROM (${inner}) WHERE ${identifier('age')} <= 2`
  );
}
