import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Windows } from './labels.ts';
import { probation } from './mark.ts';
import { dataFolder, type LabelledFile } from './read.ts';

/** Rows that are normal between two anomalous ones of an event, at most: as many, or a share of the file. */
const mostBetween = 3;
const shareBetween = 1 / 500;
/** Share of a file that its windows make together. Source: Lavin, Ahmad (2015), Evaluating real-time anomaly detection
 *  algorithms, section III: ten percent of the data by the number of its anomalies. */
const windowShare = 0.1;

/**
 * Windows as the benchmark makes them, for a set whose files have a third column of labels in their place: each event in
 * the middle of a tenth of the file by the number of its events, after the rows that are learnt from; what overlaps is one. For a scorer: no
 * detector sees them.
 */
export function eventWindows(folder: string, files: readonly LabelledFile[]): Windows {
  return Object.fromEntries(
    files.map((file) => [
      file.name,
      windowsOf(eventsOf(labelsOf(folder, file)), file.values.length).map(
        ([from, to]) => [file.timestamps[from] ?? '', file.timestamps[to] ?? ''] as const,
      ),
    ]),
  );
}

/** A file with its timestamps as the benchmark writes them, which is what its scorers read. */
export function inBenchmarkTime(file: LabelledFile): LabelledFile {
  const timestamps = Array.from(file.timesMs, (time) =>
    new Date(time).toISOString().slice(0, 19).replace('T', ' '),
  );
  return { ...file, timestamps };
}

type Rows = readonly [from: number, to: number];

function labelsOf(folder: string, { name }: LabelledFile): readonly boolean[] {
  const rows = readFileSync(join(dataFolder(folder), name), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .slice(1);
  return rows.map((row) => Number(row.split(',')[2]) === 1);
}

function eventsOf(labels: readonly boolean[]): readonly Rows[] {
  const between = Math.max(mostBetween, Math.floor(labels.length * shareBetween));
  const events: Rows[] = [];
  for (const [row, isAnomaly] of labels.entries()) {
    const last = events.at(-1);
    if (!isAnomaly) continue;
    if (last !== undefined && row - last[1] <= between) events[events.length - 1] = [last[0], row];
    else events.push([row, row]);
  }
  return events;
}

function windowsOf(events: readonly Rows[], rows: number): readonly Rows[] {
  const learnt = probation(rows);
  const judged = events.filter(([from]) => from >= learnt);
  const half = Math.floor((windowShare * rows) / judged.length / 2);
  const windows: Rows[] = [];
  for (const [from, to] of judged) {
    const window: Rows = [Math.max(learnt, from - half), Math.min(rows - 1, Math.max(to, from + half))];
    const last = windows.at(-1);
    if (last !== undefined && window[0] <= last[1])
      windows[windows.length - 1] = [last[0], Math.max(last[1], window[1])];
    else windows.push(window);
  }
  return windows;
}
