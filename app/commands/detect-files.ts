import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { ConfigError } from '../../lib/ports/errors.ts';
import { type FileSeries, readSeriesFile, type SeriesFile, type SeriesFileOptions } from './series-file.ts';

/** A CSV file, and what its series are called by before their own names; '' is nothing. */
interface CsvFile {
  readonly path: string;
  readonly prefix: string;
}

interface SeriesFiles extends SeriesFile {
  /** Why some files could not be read, a line each. */
  readonly refusals: readonly string[];
}

/**
 * The series of all files together. A folder stands for the CSV files in it and in its folders, whose names come before
 * those of the series, as in `acme/orders`; files that were named themselves lend their folders only where two series
 * would be called alike.
 * @throws ConfigError when no file can be read, or two series have one name all the same
 */
export async function readSeriesFiles(
  paths: readonly string[],
  options: SeriesFileOptions,
): Promise<SeriesFiles> {
  const refusals: string[] = [];
  const read: { readonly from: CsvFile; readonly file: SeriesFile }[] = [];
  for (const path of paths) {
    try {
      for (const from of await csvFilesOf(path))
        await readSeriesFile(from.path, options).then(
          (file) => read.push({ from, file }),
          (error: unknown) => refusals.push(...problemsOf(error)),
        );
    } catch (error) {
      refusals.push(...problemsOf(error));
    }
  }
  if (read.length === 0) throw new ConfigError(refusals);
  const series = named(read);
  refuseMixture(series);
  return { series, problems: read.flatMap(({ file }) => file.problems), refusals };
}

/** What is wrong, as lines. @throws what is no ConfigError */
export function problemsOf(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  throw error;
}

async function csvFilesOf(path: string): Promise<readonly CsvFile[]> {
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return [{ path, prefix: '' }];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && /\.csv$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  if (files.length === 0) throw new ConfigError([`${path} has no file that ends in .csv`]);
  return files.map((file) => ({ path: file, prefix: folderName(relative(path, file)) }));
}

/** The folder of a file with `/` on every system, '' for none. */
function folderName(path: string): string {
  const folder = dirname(path);
  return folder === '.' ? '' : folder.split(sep).join('/');
}

function named(
  read: readonly { readonly from: CsvFile; readonly file: SeriesFile }[],
): readonly FileSeries[] {
  const all = (prefixOf: (from: CsvFile) => string) =>
    read.flatMap(({ from, file }) => {
      const prefix = prefixOf(from);
      return file.series.map((one) => ({ ...one, name: prefix === '' ? one.name : `${prefix}/${one.name}` }));
    });
  const short = all(({ prefix }) => prefix);
  if (repeated(short) === undefined) return short;
  const root = commonFolder(read.map(({ from }) => dirname(resolve(from.path))));
  const long = all(({ path }) => folderName(relative(root, resolve(path))));
  const twice = repeated(long);
  if (twice !== undefined)
    throw new ConfigError([`two series are called ${twice}: give each file once, and each series one file`]);
  return long;
}

function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  const isAbove = (folder: string) => rest.every((one) => one === folder || one.startsWith(folder + sep));
  let common = first;
  while (!isAbove(common) && dirname(common) !== common) common = dirname(common);
  return common;
}

function repeated(series: readonly FileSeries[]): string | undefined {
  const names = new Set<string>();
  return series.find(({ name }) => names.size === names.add(name).size)?.name;
}

/** One table cannot hold times and rows. */
function refuseMixture(series: readonly FileSeries[]): void {
  const [timed, bare] = [true, false].map((isTimed) => series.find((one) => one.isTimed === isTimed));
  if (timed !== undefined && bare !== undefined)
    throw new ConfigError([`${timed.name} has timestamps and ${bare.name} has none: run detect on each`]);
}
