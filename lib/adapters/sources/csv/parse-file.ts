import { signalById } from '../../../domain/catalogue/signals/index.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';
import { type Columns, columnsOfData, columnsOfHeader } from './columns.ts';
import { nameSeries } from './name-series.ts';
import { type Row, rowsOf } from './rows.ts';
import { createTally, type ProblemKind, type Tally } from './tally.ts';
import { parseNumber, parseTimestamp } from './timestamp.ts';

export interface CsvText {
  /** What problems call it. */
  readonly file: string;
  readonly text: string;
  /** Name or key of the series of a file that has no column for it. */
  readonly seriesName: string;
  /** Id of the cluster that series without one belong to. */
  readonly cluster: string;
}

/** Points of one series as they are found. */
export interface Track {
  readonly series: Series;
  readonly points: Map<number, number>;
  newestMs: number;
}

/** Adds the points of a CSV text to the tracks, by series key. @returns what was wrong with it, counted */
export function parseFile(input: CsvText, tracks: Map<string, Track>): Problem[] {
  const tally = createTally(input.file);
  const rows = rowsOf(input.text, tally);
  const { columns, firstRow } = layoutOf(rows, tally);
  const names = new Map<string, Track>();
  for (const { cells, line } of rows.slice(firstRow)) {
    const reading = readRow(cells, columns, input.seriesName);
    if (reading.kind !== 'point') tally.add(reading.kind, line, reading.detail);
    else addPoint(trackOf(reading.name, input, tracks, names), reading.timeMs, reading.value, line, tally);
  }
  return tally.problems();
}

/** Which columns are what, and the first row of data: after the last one when there is none. */
function layoutOf(rows: readonly Row[], tally: Tally): { columns: Columns; firstRow: number } {
  const nothing = { columns: { timestamp: 0, value: 1 }, firstRow: rows.length };
  const first = rows[0];
  if (first === undefined) {
    tally.add('empty', 0);
    return nothing;
  }
  const data = columnsOfData(first.cells);
  if (data !== undefined) return { columns: data, firstRow: 0 };
  const named = columnsOfHeader(first.cells);
  const columns = named ?? firstOf(rows, ({ cells }) => columnsOfData(cells));
  if (columns === undefined) {
    tally.add('malformed', first.line, 'no columns timestamp and value: name them in the first line');
    return nothing;
  }
  if (rows.length === 1) tally.add('empty', 0);
  // A line with a number in it names nothing: it is a row, and a bad one.
  const isHeader = named !== undefined || first.cells.every((cell) => parseNumber(cell) === undefined);
  return { columns, firstRow: isHeader ? 1 : 0 };
}

function firstOf<T, R>(items: readonly T[], give: (item: T) => R | undefined): R | undefined {
  for (const item of items) {
    const found = give(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Reading =
  | { readonly kind: 'point'; readonly name: string; readonly timeMs: number; readonly value: number }
  | { readonly kind: ProblemKind; readonly detail?: string };

function readRow(cells: readonly string[], columns: Columns, seriesName: string): Reading {
  const name = columns.series === undefined ? seriesName : cells[columns.series];
  const time = cells[columns.timestamp];
  const text = cells[columns.value];
  if (name === undefined || time === undefined || text === undefined) return { kind: 'short_row' };
  if (name === '') return { kind: 'no_series' };
  const timeMs = parseTimestamp(time);
  if (timeMs === undefined) return { kind: 'bad_timestamp', detail: time };
  if (text === '') return { kind: 'empty_value' };
  const value = parseNumber(text);
  return value === undefined
    ? { kind: 'not_a_number', detail: text }
    : { kind: 'point', name, timeMs, value };
}

/** The track of a name; tracks are by key, since two names may be of one series. */
function trackOf(
  name: string,
  { cluster }: CsvText,
  tracks: Map<string, Track>,
  names: Map<string, Track>,
): Track {
  const known = names.get(name);
  if (known !== undefined) return known;
  const series = nameSeries(name, cluster);
  const track = tracks.get(series.key) ?? { series, points: new Map(), newestMs: Number.NEGATIVE_INFINITY };
  tracks.set(series.key, track);
  names.set(name, track);
  return track;
}

function isPossible(signal: string, value: number): boolean {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = signalById(signal)?.range ?? {};
  return value >= min && value <= max;
}

function addPoint(track: Track, timeMs: number, value: number, line: number, tally: Tally): void {
  if (!isPossible(track.series.signal, value)) {
    tally.add('out_of_range', line, String(value));
    return;
  }
  if (track.points.has(timeMs)) tally.add('duplicate', line);
  else if (timeMs < track.newestMs) tally.add('out_of_order', line);
  track.points.set(timeMs, value);
  track.newestMs = Math.max(track.newestMs, timeMs);
}
