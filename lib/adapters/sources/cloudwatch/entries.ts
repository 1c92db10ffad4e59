import type { Signal } from '../../../domain/catalogue/signal.ts';
import { parseSeriesKey } from '../../../domain/series/series.ts';
import type { InventoryEntry } from '../../../ports/inventory.ts';
import type { MetricQuery } from './match.ts';

/** The query as an inventory keeps it. */
export function entryOf({ key, cadence, metric, dimensions, statistic, scale }: MetricQuery): InventoryEntry {
  return {
    key,
    cadence,
    metric,
    dimensions: dimensions.map(({ Name, Value }) => [Name, Value]),
    statistic,
    ...(scale !== 1 && { scale }),
  };
}

/** The queries of entries; those whose signal the catalogue does not have (any more) are left out. */
export function queriesOf(
  entries: readonly InventoryEntry[],
  signals: readonly Signal[],
): readonly MetricQuery[] {
  const byId = new Map(signals.map((signal) => [signal.id, signal]));
  return entries.flatMap((entry): readonly MetricQuery[] => {
    const series = parseSeriesKey(entry.key);
    const signal = series && byId.get(series.signal);
    if (series === undefined || signal === undefined) return [];
    const { key, cadence, metric, statistic, scale = 1 } = entry;
    const dimensions = entry.dimensions.map(([Name, Value]) => ({ Name, Value }));
    return [{ key, cadence, series, signal, metric, dimensions, statistic, scale, isAlias: false }];
  });
}
