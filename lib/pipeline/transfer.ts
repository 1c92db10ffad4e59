import type { Problem } from '../domain/series/samples.ts';
import type { MetricSource, ReadRequest } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';

export interface TransferReport {
  /** Points that the store has taken. */
  readonly points: number;
  readonly series: number;
  readonly problems: readonly Problem[];
  /** The source gave nothing but problems: the range has not been read and must be asked for again. */
  readonly hasFailed: boolean;
}

/** Reads one range from the source into the store. @throws StoreError when the store cannot be reached */
export async function transfer(
  source: MetricSource,
  store: MetricStore,
  request: ReadRequest,
): Promise<TransferReport> {
  const { samples, problems } = await source.read(request);
  const { written, rejected } =
    samples.length > 0 ? await store.write(samples) : { written: 0, rejected: [] };
  return {
    points: written,
    series: samples.length,
    problems: [...problems, ...rejected],
    hasFailed: samples.length === 0 && problems.length > 0,
  };
}
