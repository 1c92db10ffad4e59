import { createRandom } from '../../lib/domain/numerics/seeded-random.ts';
import type { LabelledFile } from './read.ts';

/** A row of a copy: the row of the file whose time it has, and its value. */
interface Row {
  readonly from: number;
  readonly value: number;
}

/** Rows of a copy, in the file's order. */
type Change = (values: Float64Array, name: string) => readonly Row[];

const cropped = 0.08;

/**
 * What of a benchmark's files could as well have been otherwise: a configuration that is right for the kind of data, and
 * not only for these files, scores alike on all of them.
 */
const changes: Readonly<Record<string, Change>> = {
  'as-is': (values) => rowsOf(values, (value) => value),
  'even-rows': (values) => everySecond(values, 0),
  'odd-rows': (values) => everySecond(values, 1),
  'two-row-means': twoRowMeans,
  crop: (values) => rowsOf(values, (value) => value).slice(Math.floor(cropped * values.length)),
  mirrored: (values) => {
    const { min, max } = boundsOf(values);
    return rowsOf(values, (value) => max - (value - min));
  },
  log: logged,
  noise: noisy,
};

/** Names of the copies; the first is the files themselves. */
export const copyNames: readonly string[] = Object.keys(changes);

/**
 * A copy of a file by the name of its kind, of which rows that are left keep their times.
 * @throws RangeError for a kind that there is not
 */
export function copyOf(file: LabelledFile, kind: string): LabelledFile {
  const change = changes[kind];
  if (change === undefined) throw new RangeError(`got copy ${kind}: there is ${copyNames.join(', ')}`);
  const rows = change(file.values, file.name);
  return {
    name: file.name,
    timestamps: rows.map(({ from }) => file.timestamps[from] ?? ''),
    timesMs: Float64Array.from(rows, ({ from }) => file.timesMs[from] ?? Number.NaN),
    values: Float64Array.from(rows, ({ value }) => value),
  };
}

/** Least and greatest finite value. */
export function boundsOf(values: Float64Array): { readonly min: number; readonly max: number } {
  const finite = values.filter(Number.isFinite);
  return { min: finite.reduce((a, b) => Math.min(a, b)), max: finite.reduce((a, b) => Math.max(a, b)) };
}

function rowsOf(values: Float64Array, change: (value: number) => number): readonly Row[] {
  return Array.from(values, (value, from) => ({ from, value: change(value) }));
}

function everySecond(values: Float64Array, first: number): readonly Row[] {
  return rowsOf(values, (value) => value).filter(({ from }) => from % 2 === first);
}

/** The mean of rows 2i and 2i + 1 at the time of the later one, when it is known; a last odd row is left out. */
function twoRowMeans(values: Float64Array): readonly Row[] {
  const before = (from: number) => values[from - 1] ?? Number.NaN;
  return everySecond(values, 1).map(({ from, value }) => ({ from, value: (before(from) + value) / 2 }));
}

/** log(1 + distance from the least value in medians of that distance): large values near each other, small ones apart. */
function logged(values: Float64Array): readonly Row[] {
  const { min } = boundsOf(values);
  const distances = values.map((value) => value - min).filter((distance) => distance > 0);
  const unit = medianOf(distances);
  return rowsOf(values, (value) => Math.log1p((value - min) / unit));
}

/** Gaussian noise as large as the usual step from a row to the next (a hundredth of the range where most do not move). */
function noisy(values: Float64Array, name: string): readonly Row[] {
  const random = createRandom(name.length);
  const { min, max } = boundsOf(values);
  const step = medianOf(values.subarray(1).map((value, i) => Math.abs(value - (values[i] ?? value))));
  const sd = step > 0 ? step : 0.01 * (max - min);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return rowsOf(values, (value) => value + sd * gauss());
}

/** 1 for none. */
function medianOf(values: Float64Array): number {
  const sorted = values.filter(Number.isFinite).sort();
  return sorted[sorted.length >> 1] ?? 1;
}
