import type { Forecast } from '../../../../domain/forecast/forecast.ts';
import { parseSeriesKey, type Series } from '../../../../domain/series/series.ts';
import { inParallel } from '../../../aws/parallel.ts';
import { unreadable, whereOf } from './blocks.ts';
import { getItems, putItem } from './client.ts';
import { packColumns, unpackColumns } from './columns.ts';
import type { Settings } from './options.ts';
import type { Newest } from './series-index.ts';
import { forecastKey, type Item, idOf, maxBodyBytes } from './table.ts';

/**
 * Writes each forecast unless a newer one of its series is there. One that is too large for an item is a problem.
 * @param forecasts one a series
 * @returns the origins of those that are there now
 */
export async function putForecasts(
  settings: Settings,
  forecasts: readonly Forecast[],
): Promise<readonly Newest[]> {
  const put = await inParallel(forecasts, settings.width, async (forecast) => {
    const { series, originMs } = forecast;
    const key = forecastKey(series.key);
    const body = pack(forecast);
    if (body.length > maxBodyBytes) {
      const message = `${body.length} bytes packed: dynamodb takes ${maxBodyBytes}; forecast fewer steps`;
      settings.onProblem({ kind: 'too_large', where: whereOf(settings.table, key), message, count: 1 });
      return [];
    }
    const item = { ...key, version: originMs, body, expiresMs: originMs + settings.keepMs };
    await putItem(settings, item, 'not_newer');
    return [{ series, lastMs: originMs }];
  });
  return put.flat();
}

/** The forecasts of those series that have one, in their order. */
export async function getForecasts(settings: Settings, all: readonly Series[]): Promise<readonly Forecast[]> {
  const keys = all.map(({ key }) => forecastKey(key));
  const items = await getItems(settings, keys, { isConsistent: false });
  return keys.flatMap((key) => {
    const item = items.get(idOf(key));
    return item === undefined ? [] : forecastOf(settings, item);
  });
}

/** The newest forecast of each series. */
export function newestForecasts(forecasts: readonly Forecast[]): readonly Forecast[] {
  const newest = new Map<string, Forecast>();
  for (const one of forecasts) {
    const known = newest.get(one.series.key);
    if (known === undefined || known.originMs <= one.originMs) newest.set(one.series.key, one);
  }
  return [...newest.values()];
}

/** Single numbers are a column too, for JSON has no infinity. */
function pack({ model, backtest, mean, lower, upper, ...head }: Forecast): Uint8Array {
  const { originMs, stepMs, level, trainedFromMs, trainedToMs } = head;
  const numbers = [originMs, stepMs, level, trainedFromMs, trainedToMs, backtest.error, backtest.naiveError];
  return packColumns({ times: [], values: [numbers, mean, lower, upper], words: [model] });
}

function forecastOf({ table, onProblem }: Settings, item: Item): readonly Forecast[] {
  try {
    const series = parseSeriesKey(item.pk);
    if (series === undefined) throw new RangeError('got a key that is no series key');
    const { values, words } = unpackColumns(item.body);
    const [numbers, mean, lower, upper] = values;
    if (!numbers || !mean || !lower || !upper) throw new RangeError('got a body that lacks a column');
    if (numbers.length !== 7) throw new RangeError(`got a body of ${numbers.length} numbers instead of 7`);
    const [originMs, stepMs, level, trainedFromMs, trainedToMs, error, naiveError] = [...numbers] as Head;
    const backtest = { error, naiveError };
    const model = words[0] ?? '';
    const head = { series, originMs, stepMs, level, model, trainedFromMs, trainedToMs, backtest };
    return [{ ...head, mean, lower, upper }];
  } catch (error) {
    onProblem(unreadable(whereOf(table, item), error, 1));
    return [];
  }
}

type Head = [number, number, number, number, number, number, number];
