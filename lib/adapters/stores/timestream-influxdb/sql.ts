import type { RangeQuery, SeriesFilter } from '../../../ports/metric-store.ts';
import { type ConditionWords, conditionsOf, type Range, wholeMs } from './engine.ts';
import type { Table } from './lines.ts';
import { storedTag, tags, tagsOf } from './tags.ts';

/** Columns that a table has now: time, and the tags and fields that were written at least once. */
export type Columns = ReadonlySet<string>;

/** The conditions of a filter; a tag that no line has had yet is no column, and equals nothing. */
export function sqlConditions(filter: SeriesFilter, columns: Columns): readonly string[] {
  const words: ConditionWords = {
    equals: (tag, value) =>
      columns.has(tag) ? `${identifier(tag)} = ${literal(storedTag(value))}` : 'false',
    isOneOf: (tag, values) =>
      columns.has(tag)
        ? `${identifier(tag)} IN (${values.map((value) => literal(storedTag(value))).join(', ')})`
        : 'false',
    isSeries: (series) => {
      const own = tagsOf(series);
      if ([...own.keys()].some((tag) => !columns.has(tag))) return 'false';
      const parts = knownTags(columns).map((tag) => {
        const value = own.get(tag);
        return value === undefined ? `${identifier(tag)} IS NULL` : `${identifier(tag)} = ${literal(value)}`;
      });
      return `(${parts.join(' AND ')})`;
    },
  };
  return conditionsOf(filter, words);
}

const rollups = {
  average: 'avg("value")',
  max: 'max("value")',
  min: 'min("value")',
  sum: 'sum("value")',
  last: `selector_last("value", "time")['value']`,
} as const;

/** Tags, `at` and the value as `f0`. */
export function pointsSql(query: RangeQuery, window: Range, condition: string, columns: Columns): string {
  const { stepMs, rollup = 'average' } = query;
  if (stepMs === undefined) return rowsSql('points', window, condition, columns, ['value']);
  const step = Math.max(1, Math.round(stepMs));
  const bin = `date_bin(INTERVAL '${step} milliseconds', "time", TIMESTAMP '1970-01-01T00:00:00Z')`;
  const ordinals = Array.from({ length: knownTags(columns).length + 1 }, (_, i) => i + 1);
  return (
    `SELECT ${[...knownTags(columns).map(identifier), `${milliseconds(bin)} AS "at"`].join(', ')}, ` +
    `${rollups[rollup]} AS "f0" ${from('points', window, condition)} GROUP BY ${ordinals.join(', ')}`
  );
}

/** Tags, `at` and the fields as `f0`, `f1` …; a field that no line has had yet is absent. */
export function rowsSql(
  table: Table,
  window: Range,
  condition: string,
  columns: Columns,
  fields: readonly string[],
): string {
  return `SELECT ${selected(columns, fields)} ${from(table, window, condition)}`;
}

/** The newest row of each series in the window. */
export function newestSql(
  table: Table,
  window: Range,
  condition: string,
  columns: Columns,
  fields: readonly string[],
): string {
  const series = knownTags(columns).map(identifier).join(', ');
  const age = `row_number() OVER (PARTITION BY ${series} ORDER BY "time" DESC) AS "age"`;
  const inner = `SELECT *, ${age} ${from(table, window, condition)}`;
  return `SELECT ${selected(columns, fields)} FROM (${inner}) AS "aged" WHERE "age" = 1`;
}

function selected(columns: Columns, fields: readonly string[]): string {
  const named = fields.flatMap((field, i) => (columns.has(field) ? [`${identifier(field)} AS "f${i}"`] : []));
  return [...knownTags(columns).map(identifier), `${milliseconds('"time"')} AS "at"`, ...named].join(', ');
}

function from(table: Table, { fromMs, toMs }: Range, condition: string): string {
  const time = `"time" >= ${instant(fromMs)} AND "time" < ${instant(toMs)}`;
  return `FROM ${identifier(table)} WHERE ${time}${condition === '' ? '' : ` AND ${condition}`}`;
}

function knownTags(columns: Columns): readonly string[] {
  return tags.filter((tag) => columns.has(tag));
}

/** Nanoseconds as whole ms, which JSON can carry exactly. */
function milliseconds(time: string): string {
  return `CAST(${time} AS BIGINT) / 1000000`;
}

function instant(ms: number): string {
  return `TIMESTAMP '${new Date(wholeMs(ms)).toISOString()}'`;
}

/** A string literal: the only thing with a meaning inside is the quote. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
