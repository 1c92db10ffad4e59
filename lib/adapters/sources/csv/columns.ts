import { parseTimestamp } from './timestamp.ts';

/** Where the fields of a row are; without `series` every row is of the one series of the file. */
export interface Columns {
  readonly series?: number;
  readonly timestamp: number;
  readonly value: number;
}

const names = {
  timestamp: ['timestamp', 'time', 'datetime', 'date', 'ts', 'ds'],
  value: ['value', 'y'],
  series: ['series', 'series_key', 'key', 'unique_id', 'item_id', 'name', 'metric'],
} as const;

/** The columns that a row of data shows by where its timestamp is; `undefined` when it is no row of data. */
export function columnsOfData(row: readonly string[]): Columns | undefined {
  if (isTimestamp(row[0])) return { timestamp: 0, value: 1 };
  if (row.length > 2 && isTimestamp(row[1])) return { series: 0, timestamp: 1, value: 2 };
  return undefined;
}

/** The columns that a header names, in any case and order; `undefined` when it names no timestamp or no value. */
export function columnsOfHeader(row: readonly string[]): Columns | undefined {
  const lower = row.map((cell) => cell.toLowerCase());
  const find = (wanted: readonly string[]) => lower.findIndex((cell) => wanted.includes(cell));
  const timestamp = find(names.timestamp);
  const value = find(names.value);
  const series = find(names.series);
  if (timestamp < 0 || value < 0) return undefined;
  return { timestamp, value, ...(series < 0 ? {} : { series }) };
}

function isTimestamp(cell: string | undefined): boolean {
  return cell !== undefined && parseTimestamp(cell) !== undefined;
}
