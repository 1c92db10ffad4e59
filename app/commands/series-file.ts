import type { Regressor } from '../../lib/domain/forecast/arima/spec.ts';
import type { Problem } from '../../lib/domain/series/samples.ts';
import { ConfigError } from '../../lib/ports/errors.ts';
import { type Grid, gridOf, stepAt, timeAt } from './series-grid.ts';
import { failed, readTable, type SeriesTable } from './series-table.ts';
import { emptyPoint, isValue, type Track, tracksOf } from './series-tracks.ts';

export interface SeriesFileOptions {
  /** Names of the columns of regressors. @default none */
  readonly exog?: readonly string[];
  /** Name of the one series to read. @default all of them */
  readonly series?: string;
  /** Name of the column of values. @default `value` or `y`, else the only column of numbers that is left */
  readonly value?: string;
}

/** One series on an even grid, from its first value to its last. */
export interface FileSeries extends Grid {
  readonly name: string;
  /** False when the file has no timestamps: a step is a row, and times count rows from 0. */
  readonly isTimed: boolean;
  /** NaN where a step has no value. */
  readonly values: Float64Array;
  /** In the order they were asked for, each as long as the values; NaN where a step has none. */
  readonly regressors: readonly Regressor[];
}

export interface SeriesFile {
  /** In the order of the file, at least one. */
  readonly series: readonly FileSeries[];
  /** What was wrong with rows of it, one for each kind. */
  readonly problems: readonly Problem[];
}

/** Steps a point, and steps as such, that a grid may have: beyond, some timestamp is wrong. */
const mostStepsAPoint = 100;
const fewSteps = 1000;

/**
 * The series of a CSV file: `timestamp,value[,regressors]`, `series,timestamp,value[,regressors]`, or the same
 * without timestamps, each row a step. Rows that cannot be used are counted in the problems and are gaps.
 * @throws ConfigError when the file cannot be read, lacks a column or a series, or has no value
 */
export async function readSeriesFile(path: string, options: SeriesFileOptions = {}): Promise<SeriesFile> {
  const { exog = [], value } = options;
  const table = await readTable(path, { exog, isFuture: false, ...(value !== undefined && { value }) });
  const tracks = tracksOf(table);
  const chosen = options.series === undefined ? [...tracks.values()] : [pick(path, tracks, options.series)];
  const filled = chosen.filter(({ points }) => [...points.values()].some(isValue));
  if (filled.length === 0) {
    if (table.tally.problems().length > 0 && options.series === undefined) throw failed(table.tally);
    throw new ConfigError([
      `${path} has no value${options.series === undefined ? '' : ` of ${options.series}`}`,
    ]);
  }
  const series = filled.map((track) => assemble(track, path, exog, table));
  return { series, problems: table.tally.problems() };
}

function pick(path: string, tracks: ReadonlyMap<string, Track>, name: string): Track {
  const track = tracks.get(name);
  if (track !== undefined) return track;
  const names = [...tracks.keys()];
  const shown = names.slice(0, 10).join(', ') + (names.length > 10 ? ` and ${names.length - 10} more` : '');
  throw new ConfigError([`${path} has no series ${name}: it has ${shown}`]);
}

function assemble(track: Track, path: string, exog: readonly string[], table: SeriesTable): FileSeries {
  const isTimed = table.layout.timestamp !== undefined;
  const times = Float64Array.from(track.points.keys()).sort();
  const grid = isTimed ? gridOf(times) : { startMs: 0, stepMs: 1 };
  const withValue = times.filter((time) => isValue(track.points.get(time) ?? emptyPoint));
  const first = stepAt(grid, withValue[0] ?? 0);
  const length = stepAt(grid, withValue.at(-1) ?? 0) - first + 1;
  if (length > mostStepsAPoint * withValue.length + fewSteps)
    throw new ConfigError([sparseWords(path, track.name, withValue, length)]);
  const values = new Float64Array(length).fill(Number.NaN);
  const regressors = exog.map((name) => ({ name, values: new Float64Array(length).fill(Number.NaN) }));
  const lines = new Int32Array(length);
  for (const time of times) {
    const step = stepAt(grid, time) - first;
    const point = track.points.get(time) ?? emptyPoint;
    if (step < 0 || step >= length) continue;
    noteStep(table, grid, time, step + first, point.line, lines[step] ?? 0);
    lines[step] = point.line;
    if (isValue(point)) values[step] = point.value;
    for (const [i, regressor] of regressors.entries())
      regressor.values[step] = point.regressors[i] ?? Number.NaN;
  }
  return { ...grid, startMs: timeAt(grid, first), name: track.name, isTimed, values, regressors };
}

function noteStep(
  { tally }: SeriesTable,
  grid: Grid,
  time: number,
  step: number,
  line: number,
  other: number,
) {
  if (other > 0) tally.add('same_step', line);
  else if (grid.months === undefined && Math.abs(time - timeAt(grid, step)) > 0.1 * grid.stepMs)
    tally.add('off_step', line);
}

function sparseWords(path: string, name: string, times: Float64Array, length: number): string {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 0].map((time) => new Date(time).toISOString());
  return `${path}: series ${name}: ${times.length} values from ${first} to ${last} are ${length} steps: see whether a timestamp is wrong`;
}
