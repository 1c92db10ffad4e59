import { BOOLEAN, DOUBLE, VARCHAR } from '@duckdb/node-api';
import type { Verdict } from '../../../domain/anomaly/verdict.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import type { Samples } from '../../../domain/series/samples.ts';
import type { MetricStore, RangeQuery } from '../../../ports/metric-store.ts';
import type { Database } from './database.ts';
import { forecastFromJson, forecastToJson } from './forecast-json.ts';
import { type KnownSeries, loadSeriesIndex, type SeriesIndex } from './series-index.ts';
import { type TimedRow, TimeTable } from './time-table.ts';

const rollups = {
  average: 'avg(value)',
  max: 'max(value)',
  min: 'min(value)',
  sum: 'sum(value)',
  last: 'arg_max(value, time_ms)',
} as const;

const verdictColumns = {
  observed: DOUBLE,
  expected: DOUBLE,
  lower: DOUBLE,
  upper: DOUBLE,
  score: DOUBLE,
  p_value: DOUBLE,
  is_anomaly: BOOLEAN,
  detector: VARCHAR,
};

export async function createDuckDbMetricStore(database: Database): Promise<MetricStore> {
  const index = await loadSeriesIndex(database);
  const points = await TimeTable.open(database, 'points', { value: DOUBLE });
  const verdicts = await TimeTable.open(database, 'verdicts', verdictColumns);
  return {
    id: 'duckdb',
    write: async (samples) => {
      const written = samples.reduce((sum, { timesMs }) => sum + timesMs.length, 0);
      if (written > 0) {
        await database.transaction(async (connection) => {
          const ids = await index.number(
            connection,
            samples.map(({ series }) => series),
          );
          await points.put(connection, pointRows(samples, ids));
        });
      }
      return { written, rejected: [] };
    },
    read: (query) => readPoints(database, index, query),
    series: async (filter) =>
      index.find(filter).flatMap(({ id, series }) => {
        const lastMs = points.lastMs(id);
        return lastMs === undefined ? [] : [{ ...series, lastMs }];
      }),
    writeVerdicts: async (given) => {
      if (given.length === 0) return;
      await database.transaction(async (connection) => {
        const ids = await index.number(
          connection,
          given.map(({ series }) => series),
        );
        const rows = given.map((verdict) => verdictRow(verdict, ids.get(verdict.series.key) ?? 0));
        await verdicts.put(
          connection,
          rows.toSorted((a, b) => a.timeMs - b.timeMs),
        );
      });
    },
    readVerdicts: (query) => readVerdicts(database, index, query),
    writeForecasts: (forecasts) => writeForecasts(database, index, forecasts),
    readForecasts: async (filter) => {
      const known = index.find(filter);
      if (known.length === 0) return [];
      const result = await database.query(
        `SELECT series_id, body FROM forecasts WHERE series_id IN (${known.map(({ id }) => id).join()})`,
      );
      const bodies = new Map((await result.getRowsJS()).map(([id, body]) => [Number(id), String(body)]));
      return known.flatMap(({ id, series }) => {
        const body = bodies.get(id);
        return body === undefined ? [] : [forecastFromJson(series, body)];
      });
    },
    prune: (beforeMs) =>
      database.transaction(async (connection) => {
        await verdicts.prune(connection, beforeMs);
        return points.prune(connection, beforeMs);
      }),
    // The file is shared with the model and incident stores and closed with them.
    close: async () => undefined,
  };
}

function pointRows(samples: readonly Samples[], ids: ReadonlyMap<string, number>): TimedRow[] {
  const rows: TimedRow[] = [];
  for (const { series, timesMs, values } of samples) {
    const seriesId = ids.get(series.key) ?? 0;
    for (let i = 0; i < timesMs.length; i++) {
      rows.push({ seriesId, timeMs: timesMs[i] ?? 0, rest: [values[i] ?? null] });
    }
  }
  return rows;
}

async function readPoints(database: Database, index: SeriesIndex, query: RangeQuery): Promise<Samples[]> {
  const known = index.find(query);
  if (known.length === 0) return [];
  const { stepMs, rollup = 'average' } = query;
  const where = whereOf(known, query);
  // Ordering by the key's place in the answer would need a join: order by number, then place by map.
  const sql =
    stepMs === undefined
      ? `SELECT series_id, time_ms::DOUBLE, value FROM points WHERE ${where} ORDER BY 1, 2`
      : `SELECT series_id, (time_ms // ${stepMs} * ${stepMs})::DOUBLE AS t, ${rollups[rollup]}
         FROM points WHERE ${where} GROUP BY 1, 2 ORDER BY 1, 2`;
  const [ids = [], times = [], values = []] = await (await database.query(sql)).getColumnsJS();
  const byId = new Map<number, Samples>();
  for (let start = 0; start < ids.length; ) {
    const id = Number(ids[start]);
    let end = start;
    while (end < ids.length && ids[end] === ids[start]) end++;
    const series = index.byId(id)?.series;
    if (series) {
      byId.set(id, {
        series,
        timesMs: Float64Array.from(times.slice(start, end), Number),
        values: Float64Array.from(values.slice(start, end), Number),
      });
    }
    start = end;
  }
  return known.flatMap(({ id }) => byId.get(id) ?? []);
}

function whereOf(known: readonly KnownSeries[], { fromMs, toMs }: RangeQuery): string {
  const ids = known.map(({ id }) => id).join();
  return `series_id IN (${ids}) AND time_ms >= ${Math.ceil(fromMs)} AND time_ms < ${Math.ceil(toMs)}`;
}

function verdictRow(verdict: Verdict, seriesId: number): TimedRow {
  const { timeMs, observed, expected, lower, upper, score, pValue, isAnomaly, detector } = verdict;
  return {
    seriesId,
    timeMs,
    rest: [observed, expected, lower, upper, score, pValue, isAnomaly, detector],
  };
}

async function readVerdicts(database: Database, index: SeriesIndex, query: RangeQuery): Promise<Verdict[]> {
  const known = index.find(query);
  if (known.length === 0) return [];
  const columns = Object.keys(verdictColumns).join();
  const result = await database.query(
    `SELECT series_id, time_ms::DOUBLE, ${columns} FROM verdicts
     WHERE ${whereOf(known, query)} ORDER BY 1, 2`,
  );
  const bySeries = new Map<number, Verdict[]>();
  for (const [
    id,
    timeMs,
    observed,
    expected,
    lower,
    upper,
    score,
    pValue,
    isAnomaly,
    detector,
  ] of await result.getRowsJS()) {
    const series = index.byId(Number(id))?.series;
    if (!series) continue;
    const list = bySeries.get(Number(id)) ?? [];
    bySeries.set(Number(id), list);
    list.push({
      series,
      timeMs: Number(timeMs),
      observed: Number(observed),
      expected: Number(expected),
      lower: Number(lower),
      upper: Number(upper),
      score: Number(score),
      pValue: Number(pValue),
      isAnomaly: isAnomaly === true,
      detector: String(detector),
    });
  }
  return known.flatMap(({ id }) => bySeries.get(id) ?? []);
}

async function writeForecasts(
  database: Database,
  index: SeriesIndex,
  forecasts: readonly Forecast[],
): Promise<void> {
  if (forecasts.length === 0) return;
  await database.transaction(async (connection) => {
    const ids = await index.number(
      connection,
      forecasts.map(({ series }) => series),
    );
    const statement = await connection.prepare('INSERT OR REPLACE INTO forecasts VALUES ($1, $2)');
    for (const forecast of forecasts) {
      statement.bindInteger(1, ids.get(forecast.series.key) ?? 0);
      statement.bindVarchar(2, forecastToJson(forecast));
      await statement.run();
    }
    statement.destroySync();
  });
}
