import type { Problem, Samples } from '../../../../domain/series/samples.ts';
import { parseSeriesKey, type Series } from '../../../../domain/series/series.ts';
import type { SeriesRows, Timed } from './blocks.ts';
import type { Point } from './kinds.ts';
import type { Settings } from './options.ts';
import { maxKeyBytes, maxTimeMs } from './table.ts';

export interface Accepted<Row extends Timed> {
  /** One entry a series, in the order of the first row of each. */
  readonly all: readonly SeriesRows<Row>[];
  readonly rejected: readonly Problem[];
}

/** The rows of samples that the table can take, and why it cannot take the others. */
export function acceptedPoints(settings: Settings, samples: readonly Samples[]): Accepted<Point> {
  function* rowsOf() {
    for (const { series, timesMs, values } of samples)
      for (const [i, timeMs] of timesMs.entries())
        yield { series, row: { timeMs, value: values[i] ?? Number.NaN } };
  }
  return accept(settings, rowsOf(), ({ value }) =>
    Number.isFinite(value) ? undefined : { kind: 'not_finite', message: 'values must be finite numbers' },
  );
}

interface Fault {
  readonly kind: string;
  readonly message: string;
}

/** The rows sorted by series, without those that the table cannot take. */
export function accept<Row extends Timed>(
  settings: Settings,
  rows: Iterable<{ readonly series: Series; readonly row: Row }>,
  faultOfRow: (row: Row) => Fault | undefined = () => undefined,
): Accepted<Row> {
  const oldestMs = settings.clock.nowMs() - settings.keepMs;
  const bySeries = new Map<string, { series: Series; rows: Row[]; fault: Fault | undefined }>();
  const rejected = new Map<string, Problem>();
  for (const { series, row } of rows) {
    const known = bySeries.get(series.key) ?? { series, rows: [], fault: faultOfKey(series.key) };
    bySeries.set(series.key, known);
    const fault = known.fault ?? faultOfTime(row.timeMs, oldestMs) ?? faultOfRow(row);
    if (fault === undefined) known.rows.push(row);
    else count(rejected, series.key, fault);
  }
  return {
    all: [...bySeries.values()].filter((one) => one.rows.length > 0),
    rejected: [...rejected.values()],
  };
}

function count(rejected: Map<string, Problem>, where: string, fault: Fault): void {
  const id = `${fault.kind} ${where}`;
  rejected.set(id, { ...fault, where, count: (rejected.get(id)?.count ?? 0) + 1 });
}

function faultOfKey(key: string): Fault | undefined {
  if (parseSeriesKey(key) === undefined)
    return { kind: 'malformed', message: 'the series key cannot be read back: make it by createSeries' };
  const bytes = Buffer.byteLength(key);
  if (bytes <= maxKeyBytes) return undefined;
  return { kind: 'too_large', message: `the series key has ${bytes} bytes: dynamodb takes ${maxKeyBytes}` };
}

function faultOfTime(timeMs: number, oldestMs: number): Fault | undefined {
  if (!Number.isInteger(timeMs) || timeMs < 0 || timeMs > maxTimeMs)
    return { kind: 'bad_time', message: 'times must be whole ms since 1970, up to the year 9999' };
  if (timeMs >= oldestMs) return undefined;
  const message = `older than ${new Date(oldestMs).toISOString()}, which is as long as points are kept: raise the retention`;
  return { kind: 'too_old', message };
}
