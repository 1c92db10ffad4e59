import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Windows, windowsOf, windowsPlace } from './labels.ts';
import type { LabelledFile } from './read.ts';

/**
 * Writes files as a folder of the benchmark, `data/CATEGORY/FILE.csv` and `labels/combined_windows.json`, so that a scorer
 * finds the windows on rows that there are.
 * @param windows of the files that it is a copy of
 */
export function writeCopy(folder: string, files: readonly LabelledFile[], windows: Windows): void {
  for (const file of files) writeText(join(folder, 'data', file.name), textOf(file));
  writeWindows(folder, windowsOf(files, windows));
}

export function writeWindows(folder: string, windows: Windows): void {
  writeText(join(folder, windowsPlace), `${JSON.stringify(windows, null, 1)}\n`);
}

function textOf({ timestamps, values }: LabelledFile): string {
  const rows = timestamps.map((time, i) => `${time},${Number.isNaN(values[i]) ? '' : values[i]}\n`);
  return `timestamp,value\n${rows.join('')}`;
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
