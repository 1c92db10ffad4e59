import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { type Row, rowsOf } from '../../lib/adapters/sources/csv/rows.ts';
import { createTally, type Tally } from '../../lib/adapters/sources/csv/tally.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { type Layout, layoutOf, type WantedColumns } from './series-columns.ts';
import { timeParser } from './series-time.ts';

/** The rows of a file of series, and how to read them. */
export interface SeriesTable {
  /** Rows of data, without the header. */
  readonly rows: readonly Row[];
  readonly layout: Layout;
  /** Name of the series of a file that names none. */
  readonly defaultName: string;
  readonly tally: Tally;
  readonly parseTime: (text: string) => number | undefined;
}

/** @throws ConfigError when the file cannot be read, has no row of data, or lacks columns that are wanted */
export async function readTable(path: string, wanted: WantedColumns): Promise<SeriesTable> {
  const text = await readText(path);
  const tally = createTally(path);
  const rows = rowsOf(text, tally);
  const refuse = (why: string) => new ConfigError([`${path} ${why}`]);
  if (rows.length === 0) throw tally.problems().length > 0 ? failed(tally) : refuse('has no row of data');
  const result = layoutOf(rows, wanted);
  if (result.kind === 'refused') throw refuse(result.why);
  const { layout } = result;
  const data = rows.slice(layout.firstRow);
  if (data.length === 0) throw refuse('has no row of data: there is only a header');
  const { timestamp } = layout;
  const times = timestamp === undefined ? [] : data.map(({ cells }) => cells[timestamp] ?? '');
  const defaultName = basename(path, extname(path));
  return { rows: data, layout, defaultName, tally, parseTime: timeParser(times) };
}

/** What was wrong with every row, as an error. */
export function failed(tally: Tally): ConfigError {
  return new ConfigError(tally.problems().map(({ message }) => message));
}

async function readText(path: string): Promise<string> {
  const refuse = (why: string, cause?: unknown) => new ConfigError([`${path} ${why}`], { cause });
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT'
      ? refuse('does not exist: give the path of a CSV file', error)
      : refuse(`cannot be read (${error.message})`, error);
  });
  if (stats.isDirectory()) throw refuse('is a folder: give the path of a CSV file');
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw refuse(`cannot be read (${error.message})`, error);
  });
  if (text.includes('\0')) throw refuse('is not text in UTF-8: save it as CSV in UTF-8');
  return text;
}
