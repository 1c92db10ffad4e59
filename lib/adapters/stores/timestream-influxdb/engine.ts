import { parseSeriesKey, type Series } from '../../../domain/series/series.ts';
import type { RangeQuery, SeriesFilter, WriteReport } from '../../../ports/metric-store.ts';
import type { Block } from './blocks.ts';
import type { Line, Table } from './lines.ts';

/** What differs between InfluxDB 2 and 3. */
export interface Engine {
  /** Length of the slot in which a series keeps one forecast, in ms. */
  readonly slotMs: number;
  write(table: Table, lines: readonly Line[]): Promise<WriteReport>;
  /** Blocks of time and value, rolled up as the query says. */
  points(query: RangeQuery): Promise<readonly Block[]>;
  /** Blocks of time and the fields, as stored. */
  rows(
    table: Table,
    range: Range,
    filter: SeriesFilter,
    fields: readonly string[],
  ): Promise<readonly Block[]>;
  /** Blocks of the newest rows since the time, at least one a series. */
  newest(
    table: Table,
    sinceMs: number,
    filter: SeriesFilter,
    fields: readonly string[],
  ): Promise<readonly Block[]>;
  /** @returns how many points went */
  prune(beforeMs: number): Promise<number>;
}

/** From inclusive, to exclusive, in ms. */
export interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How a query language says what a filter narrows to. */
export interface ConditionWords {
  equals(tag: string, value: string): string;
  isOneOf(tag: string, values: readonly string[]): string;
  /** The series is exactly this one. */
  isSeries(series: Series): string;
}

/** Keys named in one query: each is a condition over all tags. */
const keysPerQuery = 200;

/**
 * What a filter narrows to, one condition for each query to send; an empty text is no condition.
 * @returns empty when nothing can match, so that nothing need be asked
 */
export function conditionsOf(filter: SeriesFilter, words: ConditionWords): readonly string[] {
  const { cluster, signals, keys } = filter;
  if (keys !== undefined) {
    const wanted = keys.flatMap((key) => parseSeriesKey(key) ?? []).filter((series) => fits(series, filter));
    return Array.from({ length: Math.ceil(wanted.length / keysPerQuery) }, (_, i) => {
      const some = wanted.slice(i * keysPerQuery, (i + 1) * keysPerQuery);
      return `(${some.map((series) => words.isSeries(series)).join(' OR ')})`;
    });
  }
  if (signals?.length === 0) return [];
  const parts = [
    ...(cluster === undefined ? [] : [words.equals('cluster', cluster)]),
    ...(signals === undefined ? [] : [words.isOneOf('signal', signals)]),
  ];
  return [parts.join(' AND ')];
}

function fits({ signal, entity }: Series, { cluster, signals }: SeriesFilter): boolean {
  return (
    (cluster === undefined || entity.cluster === cluster) &&
    (signals === undefined || signals.includes(signal))
  );
}

/** Times as a server of nanoseconds in 64 bits can tell them, in whole ms. */
export function wholeMs(ms: number): number {
  const limit = 9.2e12;
  return Math.min(limit, Math.max(-limit, Math.ceil(ms)));
}
