import { QueryCommand, type Row } from '@aws-sdk/client-timestream-query';
import { createSeries, type Series } from '../../../domain/series/series.ts';
import { StoreError } from '../../../ports/errors.ts';
import { lineOf, withRetry } from '../../aws/retry.ts';
import type { Settings } from './options.ts';
import { dimensionOf, labels } from './records.ts';
import type { Columns } from './sql.ts';

/** A row by the name of its column; NULL is absent. */
export type Cells = ReadonlyMap<string, string>;

/** All rows of all pages of a query. @throws StoreError when the service does not answer it */
export async function queryRows(settings: Settings, sql: string): Promise<readonly Cells[]> {
  const { reader, delay, attempts, database } = settings;
  const rows: Cells[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const input = { QueryString: sql, NextToken };
      const page = await withRetry(() => reader.send(new QueryCommand(input)), { delay, attempts });
      const names = (page.ColumnInfo ?? []).map(({ Name = '' }) => Name);
      for (const row of page.Rows ?? []) rows.push(cellsOf(names, row));
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
  } catch (error) {
    const message = `timestream database ${database} cannot be queried: ${lineOf(error)}`;
    throw new StoreError(message, { cause: error });
  }
  return rows;
}

function cellsOf(names: readonly string[], { Data = [] }: Row): Cells {
  const cells = new Map<string, string>();
  for (const [i, name] of names.entries()) {
    const value = Data[i]?.ScalarValue;
    if (value !== undefined) cells.set(name, value);
  }
  return cells;
}

/** The columns that the table has now. */
export async function describeTable(settings: Settings, table: string): Promise<Columns> {
  const rows = await queryRows(settings, `DESCRIBE ${table}`);
  return new Set(rows.flatMap((cells) => [...cells.values()][0] ?? []));
}

export function seriesOf(cells: Cells): Series {
  const known = labels.flatMap((label) => {
    const value = cells.get(dimensionOf[label]);
    return value === undefined ? [] : [[label, value] as const];
  });
  return createSeries(cells.get('measure_name') ?? '', { cluster: '', ...Object.fromEntries(known) });
}

/** A timestamp such as `2026-01-05 00:00:00.000000000`, always UTC, as ms. */
export function timeOf(cells: Cells): number {
  const text = cells.get('at') ?? '';
  return Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
}

/** NaN where the column is NULL. */
export function numberOf(cells: Cells, column: string): number {
  const text = cells.get(column);
  return text === undefined ? Number.NaN : Number(text);
}
