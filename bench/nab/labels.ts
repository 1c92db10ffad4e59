import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabelledFile } from './read.ts';

/** First and last timestamp of each window, by file. */
export type Windows = Readonly<Record<string, readonly (readonly [string, string])[]>>;

export const windowsPlace = join('labels', 'combined_windows.json');

/** File of the labelled windows of the benchmark's folder (or beside it). For a scorer: no detector sees them. @throws Error where there is none */
export function windowsPath(folder: string): string {
  const path = [join(folder, windowsPlace), join(folder, '..', windowsPlace)].find((candidate) =>
    existsSync(candidate),
  );
  if (path === undefined)
    throw new Error(`${folder} has no ${windowsPlace}: give the folder above data and labels`);
  return path;
}

/** Windows of the benchmark's folder, by file. @throws Error where there are none */
export function readWindows(folder: string): Windows {
  return JSON.parse(readFileSync(windowsPath(folder), 'utf8')) as Windows;
}

/** The windows of the files of a copy: from the first row that is left in each to the last; those without rows are left out. */
export function windowsOf(files: readonly LabelledFile[], windows: Windows): Windows {
  return Object.fromEntries(
    files.map((file) => [file.name, (windows[file.name] ?? []).flatMap((window) => moved(file, window))]),
  );
}

function moved({ timestamps, timesMs }: LabelledFile, [start, end]: readonly [string, string]) {
  const from = timesMs.findIndex((time) => time >= timeOf(start));
  const to = timesMs.findLastIndex((time) => time <= timeOf(end));
  const [first, last] = [timestamps[from], timestamps[to]];
  return from <= to && first !== undefined && last !== undefined ? [[first, last] as const] : [];
}

function timeOf(text: string): number {
  return Date.parse(`${text.trim().replace(' ', 'T')}Z`);
}
