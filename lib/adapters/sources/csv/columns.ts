import { parseTimestamp } from './timestamp.ts';

/** Where the fields of a row are; without `series` every row is of the one series of the file. */
export interface Columns {
  readonly series?: number;
  readonly timestamp: number;
  readonly value: number;
}

const names: Readonly<Record<keyof Columns, readonly string[]>> = {
  timestamp: ['timestamp', 'time', 'datetime', 'date', 'ts', 'ds'],
  value: ['value', 'y'],
  series: ['series', 'series_key', 'key', 'unique_id', 'item_id', 'name', 'metric'],
};

/** The columns that a row of data shows by where its timestamp is; `undefined` when it is no row of data. */
export function columnsOfData(row: readonly string[]): Columns | undefined {
  if (isTimestamp(row[0])) return { timestamp: 0, value: 1 };
  if (row.length > 2 && isTimestamp(row[1])) return { series: 0, timestamp: 1, value: 2 };
  return undefined;
}

/** The columns that a header names, in any case and order; `undefined` when it names no timestamp or no value. */
export function columnsOfHeader(row: readonly string[]): Columns | undefined {
  const { timestamp, value, ...rest } = namedColumns(row);
  if (timestamp === undefined || value === undefined) return undefined;
  return { timestamp, value, ...rest };
}

/** Those columns of a header whose names say what they are, in any case and order. */
export function namedColumns(row: readonly string[]): Partial<Columns> {
  const lower = row.map((cell) => cell.toLowerCase());
  const found = Object.entries(names).map(
    ([role, wanted]) => [role, lower.findIndex((cell) => wanted.includes(cell))] as const,
  );
  return Object.fromEntries(found.filter(([, index]) => index >= 0));
}

function isTimestamp(cell: string | undefined): boolean {
  return cell !== undefined && parseTimestamp(cell) !== undefined;
}
