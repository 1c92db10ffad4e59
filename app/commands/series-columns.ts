import { namedColumns } from '../../lib/adapters/sources/csv/columns.ts';
import type { Row } from '../../lib/adapters/sources/csv/rows.ts';
import { parseNumber } from '../../lib/adapters/sources/csv/timestamp.ts';
import { isDateText, isTime } from './series-time.ts';

/** Which column is what. Without `timestamp` the rows are evenly spaced; without `series` they are of one series. */
export interface Layout {
  readonly series?: number;
  readonly timestamp?: number;
  /** Left out only where none is wanted. */
  readonly value?: number;
  /** Of every regressor that is wanted, in that order. */
  readonly regressors: readonly number[];
  readonly firstRow: number;
}

export interface WantedColumns {
  /** Names of the regressors. */
  readonly exog: readonly string[];
  /** Name of the column of values. @default found by name, else the only column of numbers that is left */
  readonly value?: string;
  /** Whether a file without values will do, as one of future regressors. */
  readonly isFuture: boolean;
}

type Found = { readonly kind: 'found'; readonly layout: Layout };
type Refused = { readonly kind: 'refused'; readonly why: string };

/** The layout of a file by its header, else by its first row. @param rows at least one */
export function layoutOf(rows: readonly Row[], wanted: WantedColumns): Found | Refused {
  const first = rows[0]?.cells ?? [];
  if (first.length === 1 && /[;\t]/.test(first[0] ?? ''))
    return refuse('separates its columns by semicolons or tabs: give commas (and points in the numbers)');
  return isData(first) ? layoutOfData(first, wanted) : layoutOfHeader(first, rows, wanted);
}

function refuse(why: string): Refused {
  return { kind: 'refused', why };
}

function isData(cells: readonly string[]): boolean {
  if (cells.length === 1) return parseNumber(cells[0] ?? '') !== undefined;
  return isTime(cells[0]) || (cells.length > 2 && isTime(cells[1]));
}

function layoutOfData(first: readonly string[], wanted: WantedColumns): Found | Refused {
  const [name] = [...wanted.exog, ...(wanted.value === undefined ? [] : [wanted.value])];
  if (name !== undefined || wanted.isFuture)
    return refuse(`has no line that names its columns: begin it with one, as in timestamp,value,${name}`);
  if (first.length === 1) return found({ value: 0, regressors: [], firstRow: 0 });
  if (isTime(first[0])) return found({ timestamp: 0, value: 1, regressors: [], firstRow: 0 });
  return found({ series: 0, timestamp: 1, value: 2, regressors: [], firstRow: 0 });
}

function found(layout: Layout): Found {
  return { kind: 'found', layout };
}

function layoutOfHeader(header: readonly string[], rows: readonly Row[], wanted: WantedColumns) {
  const missing = [...wanted.exog, ...(wanted.value === undefined ? [] : [wanted.value])].filter(
    (name) => columnNamed(header, name) < 0,
  );
  if (missing.length > 0) return refuse(`has no column ${missing.join(', ')}: it has ${header.join(', ')}`);
  const regressors = wanted.exog.map((name) => columnNamed(header, name));
  const sample = rows[1]?.cells ?? [];
  const named = withoutTaken(namedColumns(header), regressors);
  const chosen = wanted.value === undefined ? named.value : columnNamed(header, wanted.value);
  if (chosen !== undefined && regressors.includes(chosen))
    return refuse(`cannot have ${header[chosen]} both as its value and as a regressor`);
  const isFree = (index: number) =>
    !regressors.includes(index) && index !== chosen && index !== named.series && index !== named.timestamp;
  const free = header.map((_, index) => index).filter(isFree);
  const timestamp = named.timestamp ?? free.find((index) => isTimeColumn(header[index], sample[index]));
  const series = named.series ?? unnamedSeries(timestamp, free, sample);
  const value = chosen ?? onlyNumbers(free, sample, [timestamp, series]);
  if (value === undefined && !wanted.isFuture)
    return refuse(
      `does not say which of its columns ${header.join(', ')} is the value: name it value, or choose one with --value`,
    );
  return found({
    regressors,
    firstRow: 1,
    ...(timestamp !== undefined && { timestamp }),
    ...(series !== undefined && { series }),
    ...(value !== undefined && { value }),
  });
}

/** The column of a name: as it is written, else in any case; -1 when there is none. */
function columnNamed(header: readonly string[], name: string): number {
  const exact = header.indexOf(name);
  return exact >= 0 ? exact : header.findIndex((cell) => cell.toLowerCase() === name.toLowerCase());
}

/** A regressor that happens to be called `value` or `name` is a regressor all the same. */
function withoutTaken(named: ReturnType<typeof namedColumns>, taken: readonly number[]): typeof named {
  return Object.fromEntries(Object.entries(named).filter(([, index]) => !taken.includes(index)));
}

function isTimeColumn(name: string | undefined, cell: string | undefined): boolean {
  return isDateText(cell) || (name?.toLowerCase() === 'year' && /^\d{4}$/.test(cell ?? ''));
}

/** Words before the timestamp name the series, as in a long file without a header. */
function unnamedSeries(
  timestamp: number | undefined,
  free: readonly number[],
  sample: readonly string[],
): number | undefined {
  const isWords = free.includes(0) && timestamp === 1 && parseNumber(sample[0] ?? '') === undefined;
  return isWords ? 0 : undefined;
}

function onlyNumbers(
  free: readonly number[],
  sample: readonly string[],
  taken: readonly (number | undefined)[],
): number | undefined {
  const left = free.filter((index) => !taken.includes(index));
  const numbers = left.filter((index) => parseNumber(sample[index] ?? '') !== undefined);
  if (left.length === 1) return left[0];
  return numbers.length === 1 ? numbers[0] : undefined;
}
