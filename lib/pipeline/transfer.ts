import type { Problem } from '../domain/series/samples.ts';
import type { MetricSource, Owed, ReadRequest } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';

export interface TransferReport {
  /** Points that the store has taken. */
  readonly points: number;
  readonly series: number;
  /** Ids of the signals of which there were points, each once, sorted. */
  readonly signals: readonly string[];
  readonly problems: readonly Problem[];
  /** The source gave nothing but problems: the range has not been read and must be asked for again. */
  readonly hasFailed: boolean;
  /** What the source could not give, where it tells series apart: the rest of the range has been read. */
  readonly owed?: Owed;
}

/** Reads one range from the source into the store. @throws StoreError when the store cannot be reached */
export async function transfer(
  source: MetricSource,
  store: MetricStore,
  request: ReadRequest,
): Promise<TransferReport> {
  const { samples, problems, owed } = await source.read(request);
  const { written, rejected } =
    samples.length > 0 ? await store.write(samples) : { written: 0, rejected: [] };
  return {
    points: written,
    series: samples.length,
    signals: [...new Set(samples.map(({ series }) => series.signal))].sort(),
    problems: [...problems, ...rejected],
    hasFailed: owed === undefined && samples.length === 0 && problems.length > 0,
    ...(owed && { owed }),
  };
}
