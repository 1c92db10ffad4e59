import type { Forecast } from '../../../domain/forecast/forecast.ts';
import type { MetricStore, WriteReport } from '../../../ports/metric-store.ts';
import {
  forecastFields,
  forecastsOfBlocks,
  newestOfBlocks,
  numberOf,
  samplesOfBlocks,
  verdictFields,
  verdictsOfBlocks,
} from './blocks.ts';
import type { Engine } from './engine.ts';
import { forecastLines, pointLines, verdictLines } from './lines.ts';
import { type InfluxStoreOptions, type Settings, settingsOf } from './options.ts';
import { createV2 } from './v2.ts';
import { createV3 } from './v3.ts';
import { mergeProblems } from './write.ts';

export type { InfluxCredentials, InfluxStoreOptions } from './options.ts';
export { createSecretAccess } from './secret.ts';

/**
 * Points, verdicts and forecasts in InfluxDB 2 or 3, above all Amazon Timestream for InfluxDB. Measurements
 * are made by their first line. Old points go by the retention of the bucket or database; `prune` removes
 * them sooner on InfluxDB 2, and does nothing on InfluxDB 3, which deletes no rows.
 * @throws RangeError when the address is none
 */
export function createInfluxMetricStore(options: InfluxStoreOptions): MetricStore {
  const settings = settingsOf(options);
  const engine = settings.engine === 'v2' ? createV2(settings) : createV3(settings);
  const sinceMs = () => settings.clock.nowMs() - settings.lookbackMs;
  const tell = ({ rejected }: WriteReport) => rejected.forEach(settings.onProblem);

  return {
    id: 'timestream-influxdb',
    write: async (samples) => {
      const { lines, rejected } = pointLines(samples);
      const report = await engine.write('points', lines);
      return { written: report.written, rejected: mergeProblems([...rejected, ...report.rejected]) };
    },
    read: async (query) => samplesOfBlocks(await engine.points(query)),
    series: async (filter) => newestOfBlocks(await engine.newest('points', sinceMs(), filter, ['value'])),
    writeVerdicts: async (verdicts) => tell(await engine.write('verdicts', verdictLines(verdicts))),
    readVerdicts: async (query) =>
      verdictsOfBlocks(await engine.rows('verdicts', query, query, verdictFields)),
    writeForecasts: async (forecasts) => {
      const newest = await newestOnly(engine, settings, forecasts);
      tell(await engine.write('forecasts', forecastLines(newest, engine.slotMs)));
    },
    readForecasts: async (filter) =>
      forecastsOfBlocks(await engine.newest('forecasts', sinceMs() - engine.slotMs, filter, forecastFields)),
    prune: (beforeMs) => engine.prune(beforeMs),
    close: async () => {},
  };
}

/** Those that are not older than what is stored: within a slot an older forecast would replace a newer one. */
async function newestOnly(
  engine: Engine,
  settings: Settings,
  forecasts: readonly Forecast[],
): Promise<readonly Forecast[]> {
  if (forecasts.length === 0) return [];
  const oldestMs = forecasts.reduce(
    (least, { originMs }) => Math.min(least, originMs),
    settings.clock.nowMs(),
  );
  const keys = [...new Set(forecasts.map(({ series }) => series.key))];
  const blocks = await engine.newest('forecasts', oldestMs - engine.slotMs, { keys }, ['origin_ms']);
  const stored = new Map<string, number>();
  for (const { series, rows } of blocks)
    for (const row of rows)
      stored.set(series.key, Math.max(numberOf(row[1]), stored.get(series.key) ?? Number.NEGATIVE_INFINITY));
  const isNew = ({ series, originMs }: Forecast) => originMs >= (stored.get(series.key) ?? originMs);
  return forecasts.filter(isNew).sort((a, b) => a.originMs - b.originMs);
}
