import { downsample } from '../../../../domain/series/resample.ts';
import type { Samples } from '../../../../domain/series/samples.ts';
import type { Series } from '../../../../domain/series/series.ts';
import type { MetricStore, SeriesFilter, WriteReport } from '../../../../ports/metric-store.ts';
import { accept, acceptedPoints } from './accepted.ts';
import { readRows, type SeriesRows, type Timed, writeRows } from './blocks.ts';
import { getForecasts, newestForecasts, putForecasts } from './forecasts.ts';
import { type Point, points, verdicts } from './kinds.ts';
import { type DynamoMetricStoreOptions, type Settings, settingsOf } from './options.ts';
import { listSeries, matching, type Newest, recordSeries } from './series-index.ts';
import type { Kind } from './table.ts';

export type { DynamoMetricStoreOptions } from './options.ts';
export { pointTable } from './table.ts';

/**
 * Points, verdicts and forecasts in one DynamoDB table, for small installations: packed blocks of an hour a
 * series, paid by the write. Reads may miss what was written in the last moments, merges never do. `prune` does
 * nothing: the table's TTL removes what is old. The client stays the caller's.
 * @throws RangeError on options that cannot be
 */
export function createDynamoMetricStore(options: DynamoMetricStoreOptions): MetricStore {
  const settings = settingsOf(options);
  const graceMs = Math.min(86_400_000, settings.keepMs / 4);
  return {
    id: 'dynamodb',
    write: (samples) => writePoints(settings, samples),
    read: async (query) => {
      const all = await readRows(settings, points, await seriesOf(settings, 'points', query), query);
      const { stepMs, rollup = 'average' } = query;
      return all
        .map(samplesOfRows)
        .map((one) => (stepMs === undefined ? one : downsample(one, stepMs, rollup)));
    },
    series: async (filter) =>
      (await listSeries(settings, 'points', filter)).map(({ series, lastMs }) => ({ ...series, lastMs })),
    writeVerdicts: async (given) => {
      const { all, rejected } = accept(
        settings,
        given.map((row) => ({ series: row.series, row })),
      );
      const { written, refused } = await writeRows(settings, verdicts, all);
      [...rejected, ...refused].forEach(settings.onProblem);
      await recordSeries(settings, 'verdicts', newestOf(written), graceMs);
    },
    readVerdicts: async (query) => {
      const all = await seriesOf(settings, 'verdicts', query);
      return (await readRows(settings, verdicts, all, query)).flatMap(({ rows }) => rows);
    },
    writeForecasts: async (forecasts) => {
      const rows = newestForecasts(forecasts).map((forecast) => ({
        series: forecast.series,
        row: { timeMs: forecast.originMs, forecast },
      }));
      const { all, rejected } = accept(settings, rows);
      rejected.forEach(settings.onProblem);
      const accepted = all.flatMap((one) => one.rows.map(({ forecast }) => forecast));
      const written = await putForecasts(settings, accepted);
      await recordSeries(settings, 'forecasts', written, graceMs);
    },
    readForecasts: async (filter) => getForecasts(settings, await seriesOf(settings, 'forecasts', filter)),
    prune: async () => 0,
    close: async () => {},
  };
}

async function writePoints(settings: Settings, samples: readonly Samples[]): Promise<WriteReport> {
  const { all, rejected } = acceptedPoints(settings, samples);
  const { written, refused } = await writeRows(settings, points, all);
  await recordSeries(settings, 'points', newestOf(written));
  const problems = [...rejected, ...refused];
  const given = samples.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
  return { written: given - problems.reduce((sum, { count }) => sum + count, 0), rejected: problems };
}

/** The series to read: keys that are given need no list. */
async function seriesOf(settings: Settings, kind: Kind, filter: SeriesFilter): Promise<readonly Series[]> {
  if (filter.keys) return matching(filter.keys, filter);
  return (await listSeries(settings, kind, filter)).map(({ series }) => series);
}

function newestOf(all: readonly SeriesRows<Timed>[]): readonly Newest[] {
  return all.map(({ series, rows }) => ({
    series,
    lastMs: rows.reduce((last, { timeMs }) => Math.max(last, timeMs), 0),
  }));
}

function samplesOfRows({ series, rows }: SeriesRows<Point>): Samples {
  return {
    series,
    timesMs: Float64Array.from(rows, ({ timeMs }) => timeMs),
    values: Float64Array.from(rows, ({ value }) => value),
  };
}
