import { parseNumber } from '../../lib/adapters/sources/csv/timestamp.ts';
import type { Regressor } from '../../lib/domain/forecast/arima/spec.ts';
import { SeriesRefusal } from './each-series.ts';
import type { FileSeries } from './series-file.ts';
import { stepAt } from './series-grid.ts';
import { readTable, type SeriesTable } from './series-table.ts';
import { stepName } from './step-name.ts';

/** The future values of the regressors of every series. */
export interface Future {
  /**
   * The values for each of the steps after a series, by regressor.
   * @throws SeriesRefusal when a step of the horizon lacks one, naming the first
   */
  of(series: FileSeries, horizon: number): readonly Regressor[];
}

/**
 * Reads `[series,]timestamp,regressors…`; a column of values is passed over. Without a column of series its rows hold
 * for all series; without timestamps they are the steps of the horizon in order.
 * @throws ConfigError when it cannot be read or lacks a column
 */
export async function readFuture(path: string, exog: readonly string[]): Promise<Future> {
  const table = await readTable(path, { exog, isFuture: true });
  return { of: (series, horizon) => futureOf(table, path, series, horizon) };
}

function futureOf(
  table: SeriesTable,
  path: string,
  series: FileSeries,
  horizon: number,
): readonly Regressor[] {
  const { layout } = table;
  if (layout.timestamp !== undefined && !series.isTimed)
    throw new SeriesRefusal(
      `${path} has timestamps, but the series has none: leave them out of both or neither`,
    );
  const regressors = series.regressors.map(({ name }) => ({
    name,
    values: new Float64Array(horizon).fill(Number.NaN),
  }));
  for (const [row, cells] of rowsOfSeries(table, series.name).entries()) {
    const step = stepOf(table, cells, row, series);
    if (step === undefined || step < 0 || step >= horizon) continue;
    for (const [i, { values }] of regressors.entries())
      values[step] = parseNumber(cells[layout.regressors[i] ?? -1] ?? '') ?? Number.NaN;
  }
  refuseMissing(regressors, path, series, horizon);
  return regressors;
}

function rowsOfSeries({ rows, layout }: SeriesTable, name: string): (readonly string[])[] {
  const cells = rows.map((row) => row.cells);
  const { series } = layout;
  return series === undefined ? cells : cells.filter((row) => row[series] === name);
}

/** Steps after the last value of the series, from 0. */
function stepOf(
  table: SeriesTable,
  cells: readonly string[],
  row: number,
  series: FileSeries,
): number | undefined {
  if (table.layout.timestamp === undefined) return row;
  const timeMs = table.parseTime(cells[table.layout.timestamp] ?? '');
  return timeMs === undefined ? undefined : stepAt(series, timeMs) - series.values.length;
}

function refuseMissing(
  regressors: readonly Regressor[],
  path: string,
  series: FileSeries,
  horizon: number,
): void {
  const lacking = regressors.find(({ values }) => values.some(Number.isNaN));
  if (lacking === undefined) return;
  const { values, name } = lacking;
  const missing = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const at = (step: number) => stepName(series, series.values.length + step);
  throw new SeriesRefusal(
    `${path} has no ${name} for ${missing} of the ${horizon} steps, the first at ${at(values.findIndex(Number.isNaN))}: give every step from ${at(0)} to ${at(horizon - 1)}`,
  );
}
