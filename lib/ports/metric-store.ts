import type { Verdict } from '../domain/anomaly/verdict.ts';
import type { Forecast } from '../domain/forecast/forecast.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { Series } from '../domain/series/series.ts';

export interface SeriesFilter {
  readonly cluster?: string;
  readonly signals?: readonly string[];
  readonly keys?: readonly string[];
}

export interface RangeQuery extends SeriesFilter {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  /** Downsample to steps aligned to the epoch; the point's time is the start of its step. @default as stored */
  readonly stepMs?: number;
  /** @default 'average' */
  readonly rollup?: 'average' | 'max' | 'min' | 'sum' | 'last';
}

export interface WriteReport {
  readonly written: number;
  /** What the store would not take: reported, not thrown. */
  readonly rejected: readonly Problem[];
}

/**
 * Points, verdicts and forecasts. The contract suite is test/contracts/metric-store.ts.
 *
 * - Writing is idempotent: the same series and time twice is one point, and the later write wins.
 * - Reading what is not there gives an empty list.
 * - A store that cannot be reached throws `StoreError`; nothing is half done that a repeat would not mend.
 */
export interface MetricStore {
  readonly id: string;
  write(samples: readonly Samples[]): Promise<WriteReport>;
  /** One entry a series that has points, sorted by key. */
  read(query: RangeQuery): Promise<readonly Samples[]>;
  /** Every known series and the time of its newest point, sorted by key. */
  series(filter: SeriesFilter): Promise<readonly (Series & { readonly lastMs: number })[]>;
  writeVerdicts(verdicts: readonly Verdict[]): Promise<void>;
  /** Oldest first within a series, series by key. `stepMs` and `rollup` do not apply. */
  readVerdicts(query: RangeQuery): Promise<readonly Verdict[]>;
  /** Keeps the newest forecast of each series. */
  writeForecasts(forecasts: readonly Forecast[]): Promise<void>;
  readForecasts(filter: SeriesFilter): Promise<readonly Forecast[]>;
  /** Removes points and verdicts before the time. @returns how many points went */
  prune(beforeMs: number): Promise<number>;
  close(): Promise<void>;
}
