import type { Row } from '../../lib/adapters/sources/csv/rows.ts';
import { parseNumber } from '../../lib/adapters/sources/csv/timestamp.ts';
import type { SeriesTable } from './series-table.ts';

export interface Point {
  readonly value: number;
  readonly regressors: readonly number[];
  readonly line: number;
}

/** Points of one series as they are found, by time. */
export interface Track {
  readonly name: string;
  readonly points: Map<number, Point>;
  newestMs: number;
}

/** The end of what a Date can hold. */
const mostMs = 8.64e15;

export const emptyPoint: Point = { value: Number.NaN, regressors: [], line: 0 };

export function isValue({ value }: Point): boolean {
  return Number.isFinite(value);
}

/** The points of every series of a table; rows that cannot be used are tallied. */
export function tracksOf(table: SeriesTable): Map<string, Track> {
  const tracks = new Map<string, Track>();
  let lastLine = table.rows[0]?.line ?? 0;
  for (const row of table.rows) {
    if (isOneColumn(table)) addBlanks(table, tracks, row.line - lastLine - 1, lastLine);
    lastLine = row.line;
    addRow(table, tracks, row);
  }
  return tracks;
}

/** Of values alone an empty line is a step without a value. */
function isOneColumn({ layout, rows }: SeriesTable): boolean {
  return layout.timestamp === undefined && layout.series === undefined && rows[0]?.cells.length === 1;
}

function addBlanks(table: SeriesTable, tracks: Map<string, Track>, count: number, line: number): void {
  for (let i = 1; i <= count; i++) addRow(table, tracks, { cells: [''], line: line + i });
}

function addRow(
  { layout, tally, parseTime, defaultName }: SeriesTable,
  tracks: Map<string, Track>,
  row: Row,
) {
  const { cells, line } = row;
  const name = layout.series === undefined ? defaultName : cells[layout.series];
  const time = layout.timestamp === undefined ? '0' : cells[layout.timestamp];
  if (name === undefined || time === undefined) return tally.add('short_row', line);
  if (name === '') return tally.add('no_series', line);
  const track = tracks.get(name) ?? {
    name,
    points: new Map<number, Point>(),
    newestMs: Number.NEGATIVE_INFINITY,
  };
  tracks.set(name, track);
  const timeMs = layout.timestamp === undefined ? track.points.size : parseTime(time);
  if (timeMs === undefined || Math.abs(timeMs) > mostMs) return tally.add('bad_timestamp', line, time);
  const value = readValue(cells[layout.value ?? 0], line, tally);
  const regressors = layout.regressors.map((index) => parseFlagged(cells[index] ?? ''));
  if (regressors.some(Number.isNaN)) tally.add('bad_regressor', line);
  addPoint(track, timeMs, { value, regressors, line }, tally);
}

function readValue(text: string | undefined, line: number, tally: SeriesTable['tally']): number {
  if (text === undefined) tally.add('short_row', line);
  else if (/^(|na|nan|null)$/i.test(text)) tally.add('empty_value', line);
  else {
    const value = parseNumber(text);
    if (value !== undefined) return value;
    tally.add('not_a_number', line, text);
  }
  return Number.NaN;
}

/** A number, or a flag as pandas and others write it: true is 1, false 0. NaN for what is neither. */
function parseFlagged(text: string): number {
  const flag = text.trim().toLowerCase();
  if (flag === 'true' || flag === 'false') return flag === 'true' ? 1 : 0;
  return parseNumber(text) ?? Number.NaN;
}

function addPoint(track: Track, timeMs: number, point: Point, tally: SeriesTable['tally']): void {
  const known = track.points.get(timeMs);
  if (known !== undefined) tally.add('duplicate', point.line);
  else if (timeMs < track.newestMs) tally.add('out_of_order', point.line);
  // A row without a value takes no value away; it may still have regressors and is a step of a file without times.
  if (known === undefined || isValue(point)) track.points.set(timeMs, point);
  track.newestMs = Math.max(track.newestMs, timeMs);
}
