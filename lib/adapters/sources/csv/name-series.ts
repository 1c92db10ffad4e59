import { signalById } from '../../../domain/catalogue/signals/index.ts';
import { entityKind } from '../../../domain/series/entity.ts';
import { createSeries, parseSeriesKey, type Series } from '../../../domain/series/series.ts';

/** The signal of a series that the catalogue does not know. */
export const customSignal = 'custom_value';

/**
 * The series of a name: the name itself when it is the key of a series of the catalogue
 * (`bytes_in{cluster=local/local/orders,broker=1}`), else a series of the custom signal with that name.
 * @param cluster id of the cluster that names without one belong to
 */
export function nameSeries(name: string, cluster: string): Series {
  const parsed = parseSeriesKey(name);
  const kind = parsed && signalById(parsed.signal)?.entity;
  const isKnown = parsed !== undefined && kind !== undefined && entityKind(parsed.entity) === kind;
  if (isKnown && parsed.entity.cluster.split('/').length === 3) return parsed;
  return createSeries(customSignal, { cluster, topic: name });
}
