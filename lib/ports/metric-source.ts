import type { Cluster } from '../domain/cluster.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { Series } from '../domain/series/series.ts';

export interface Discovery {
  readonly clusters: readonly Cluster[];
  /** The series each cluster really emits now, as far as can be told without reading points. */
  readonly series: readonly Series[];
  readonly problems: readonly Problem[];
}

export interface ReadRequest {
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive; no later than now. */
  readonly toMs: number;
  /** Wanted distance of points; a source may answer with a coarser one. @default the source's finest */
  readonly stepMs?: number;
  /** Only these series. @default all that `discover` found */
  readonly keys?: ReadonlySet<string>;
  /** What an earlier read owes (see `ReadResult.owed`): it is made up for. @default nothing */
  readonly owed?: Owed;
}

/** Series that could not be read whole, by key, with the time from which they are to be read again. */
export type Owed = ReadonlyMap<string, number>;

export interface ReadResult {
  /** At most one entry a series; every signal is in the catalogue. */
  readonly samples: readonly Samples[];
  readonly problems: readonly Problem[];
  /** What this read, and those before it, could not give: to be handed to the next one. Absent where the source
   *  does not tell series apart: when it gives nothing but problems, the range has not been read. */
  readonly owed?: Owed;
}

/**
 * Where measurements come from. The contract suite is test/contracts/metric-source.ts.
 *
 * - An unreachable or broken target is a problem in the result, never a throw: the rest still comes.
 * - Reading the same range twice gives no contradiction: a later answer for one time replaces the earlier.
 * - A live source (a scrape, the Kafka protocol) measures now and answers with the points it has gathered
 *   within the range; a stored source (CloudWatch, files) answers for any range.
 */
export interface MetricSource {
  readonly id: string;
  /** Whether `read` can answer for the past (back-fill) or only measures now. */
  readonly hasHistory: boolean;
  /** `read` looks back before its range for points that came late, so that its caller need not: its answer may
   *  hold points before `fromMs`, and be empty while nothing is due. @default false */
  readonly overlapsItself?: boolean;
  discover(nowMs: number): Promise<Discovery>;
  read(request: ReadRequest): Promise<ReadResult>;
  close(): Promise<void>;
}
