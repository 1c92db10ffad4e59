import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a labelled set as it is, row by row. */
export interface LabelledFile {
  /** CATEGORY/FILE.csv */
  readonly name: string;
  /** As the file writes them. */
  readonly timestamps: readonly string[];
  readonly timesMs: Float64Array;
  /** NaN where the file has none. */
  readonly values: Float64Array;
}

/** Files below DIR/CATEGORY (or DIR/data/CATEGORY, as the benchmark's own folder has them), by name. */
export function readFiles(folder: string): readonly LabelledFile[] {
  const root = dataFolder(folder);
  return directories(root).flatMap((category) =>
    readdirSync(join(root, category))
      .filter((name) => name.endsWith('.csv'))
      .sort()
      .map((name) => readFile(root, `${category}/${name}`)),
  );
}

/** Where the categories are. */
export function dataFolder(folder: string): string {
  return readdirSync(folder).includes('data') ? join(folder, 'data') : folder;
}

function directories(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** The first two columns, time and value; labels are never read. */
function readFile(root: string, name: string): LabelledFile {
  const rows = readFileSync(join(root, name), 'utf8').trimEnd().split(/\r?\n/).slice(1);
  const cells = rows.map((row) => row.replaceAll('"', '').split(',', 2));
  return {
    name,
    timestamps: cells.map(([time = '']) => time),
    timesMs: Float64Array.from(cells, ([time = '']) => timeOf(time)),
    values: Float64Array.from(cells, ([, value = '']) => (value.trim() === '' ? Number.NaN : Number(value))),
  };
}

function timeOf(text: string): number {
  return Date.parse(`${text.trim().replace(' ', 'T').replace(/Z$/, '')}Z`);
}

/** The step of a series by its first points: the median of their distances, in ms. */
export function stepOf(timesMs: Float64Array): number {
  const gaps = timesMs
    .subarray(1, 101)
    .map((time, i) => time - (timesMs[i] ?? time))
    .filter((gap) => gap > 0)
    .sort();
  return gaps[gaps.length >> 1] ?? 60_000;
}
