import { parse } from 'csv-parse/sync';
import type { Tally } from './tally.ts';

/** A row that may be data, and the line it ends on. */
export interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The rows of a CSV text, trimmed, without empty lines; what is no CSV is counted and left out. */
export function rowsOf(text: string, tally: Tally): Row[] {
  const rows: Row[] = [];
  try {
    parse(text, {
      bom: true,
      trim: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        tally.add('malformed', Number(error?.lines ?? 0), error?.message);
        return undefined;
      },
      on_record: (cells: string[], { lines }) => {
        rows.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    tally.add('malformed', rows.at(-1)?.line ?? 0, error instanceof Error ? error.message : String(error));
  }
  return rows;
}
