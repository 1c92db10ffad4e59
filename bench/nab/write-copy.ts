import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readWindows, windowsOf } from './labels.ts';
import type { LabelledFile } from './read.ts';

/**
 * Writes files as a folder of the benchmark, `data/CATEGORY/FILE.csv` and `labels/combined_windows.json`, so that a scorer
 * finds the windows on rows that there are.
 * @param original folder whose windows are taken
 * @throws Error where it has none
 */
export function writeCopy(folder: string, files: readonly LabelledFile[], original: string): void {
  for (const file of files) writeText(join(folder, 'data', file.name), textOf(file));
  const text = `${JSON.stringify(windowsOf(files, readWindows(original)), null, 1)}\n`;
  writeText(join(folder, 'labels', 'combined_windows.json'), text);
}

function textOf({ timestamps, values }: LabelledFile): string {
  const rows = timestamps.map((time, i) => `${time},${Number.isNaN(values[i]) ? '' : values[i]}\n`);
  return `timestamp,value\n${rows.join('')}`;
}

function writeText(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
