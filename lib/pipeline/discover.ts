import { signalById } from '../domain/catalogue/index.ts';
import type { Series } from '../domain/series/series.ts';
import type { Clock } from '../ports/clock.ts';
import type { Discovery, MetricSource } from '../ports/metric-source.ts';

/**
 * The stage discover: asks the source which clusters there are and which series they really emit.
 * Reads the source; writes nothing; reports the source's problems, and series of signals that the catalogue
 * does not know, which are left out, as series given twice are.
 */
export async function discover(source: MetricSource, clock: Clock): Promise<Discovery> {
  const { clusters, series, problems } = await source.discover(clock.nowMs());
  const byKey = new Map<string, Series>(series.map((one) => [one.key, one]));
  const known = [...byKey.values()].filter(({ signal }) => signalById(signal) !== undefined);
  const unknown = byKey.size - known.length;
  if (unknown === 0) return { clusters, series: known, problems };
  const message = `${unknown} series have signals that the catalogue does not know: add the signals to it`;
  return {
    clusters,
    series: known,
    problems: [...problems, { kind: 'unknown_signal', where: source.id, message, count: unknown }],
  };
}
