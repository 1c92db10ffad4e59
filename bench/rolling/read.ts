import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** A series of a file by the hour. */
export interface HourlySeries {
  /** Name of the folder. */
  readonly group: string;
  readonly name: string;
  readonly startMs: number;
  /** Means of the hours; NaN where an hour has no point. */
  readonly values: Float64Array;
}

export interface Found {
  readonly series: readonly HourlySeries[];
  /** Files that are no series, each with the reason. */
  readonly left: readonly string[];
}

const hourMs = 3_600_000;

/** The series below a folder: each CSV file whose header begins with a timestamp and a value. */
export function readFolder(folder: string): Found {
  const series: HourlySeries[] = [];
  const left: string[] = [];
  for (const path of csvFiles(folder)) {
    const read = readSeries(path);
    if (typeof read === 'string') left.push(`${path}: ${read}`);
    else series.push(read);
  }
  return { series, left };
}

function csvFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return csvFiles(path);
      return entry.name.endsWith('.csv') ? [path] : [];
    });
}

function readSeries(path: string): HourlySeries | string {
  const [header = '', ...rows] = readFileSync(path, 'utf8').split(/\r?\n/);
  if (!/^"?timestamp"?,"?(value|count)"?(,|$)/i.test(header)) return 'no columns timestamp and value';
  const points = rows.flatMap((row) => {
    const [time = '', value = ''] = row.replaceAll('"', '').split(',');
    const timeMs = Date.parse(`${time.trim().replace(' ', 'T').replace(/Z$/, '')}Z`);
    return Number.isFinite(timeMs) && value.trim() !== '' && Number.isFinite(Number(value))
      ? [[timeMs, Number(value)] as const]
      : [];
  });
  if (points.length === 0) return 'no point';
  const group = basename(dirname(path));
  return { group, name: basename(path, '.csv'), ...byHour(points) };
}

function byHour(points: readonly (readonly [timeMs: number, value: number])[]) {
  const hours = points.map(([timeMs]) => Math.floor(timeMs / hourMs));
  const first = hours.reduce((a, b) => Math.min(a, b));
  const last = hours.reduce((a, b) => Math.max(a, b));
  const sums = new Float64Array(last - first + 1);
  const counts = new Float64Array(sums.length);
  for (const [i, [, value]] of points.entries()) {
    const hour = (hours[i] ?? first) - first;
    sums[hour] = (sums[hour] ?? 0) + value;
    counts[hour] = (counts[hour] ?? 0) + 1;
  }
  return { startMs: first * hourMs, values: sums.map((sum, i) => sum / (counts[i] ?? 0)) };
}
