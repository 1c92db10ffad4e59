import type { Problem } from '../domain/series/samples.ts';
import type { Clock } from '../ports/clock.ts';
import type { MetricSource, Owed } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { transfer } from './transfer.ts';
import { loadWatermark, saveWatermark } from './watermark.ts';

export interface CollectOptions {
  readonly source: MetricSource;
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly clock: Clock;
  /** How much before the watermark is read again, for points that came late. @default 600_000; 0 where the
   *  source overlaps by itself */
  readonly overlapMs?: number;
  /** How far back the first reading goes, when there is no watermark. @default 900_000 */
  readonly firstMs?: number;
  /** Longest range asked for at once; after a pause several readings follow one another. @default a day */
  readonly spanMs?: number;
  /** Only these series. @default all that the source discovered */
  readonly keys?: ReadonlySet<string>;
  /** Wanted distance of points. @default the source's finest */
  readonly stepMs?: number;
}

export interface CollectReport {
  /** Points written, those read again included. */
  readonly points: number;
  /** Most series that one reading gave. */
  readonly series: number;
  readonly problems: readonly Problem[];
  /** What was read: from inclusive, to exclusive; `toMs` is the watermark now. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Series that could not be read whole, now or before: the next runs ask for them again. */
  readonly owed: number;
}

/**
 * The stage collect: brings new points from the source into the store.
 * Reads the source from the watermark, less an overlap, to now; writes points and then the watermark; reports
 * counts and problems. Series that could not be read are remembered with the watermark, so that another
 * process asks for them again; where the source does not tell which, and gave nothing but problems, the
 * watermark stays. So nothing is lost; running twice changes nothing, for writing is idempotent.
 * @throws StoreError when a store cannot be reached; the watermark has not moved past what is stored
 */
export async function collect(options: CollectOptions): Promise<CollectReport> {
  const {
    source,
    store,
    models,
    clock,
    overlapMs = source.overlapsItself ? 0 : 600_000,
    firstMs = 900_000,
    spanMs = 86_400_000,
  } = options;
  const nowMs = clock.nowMs();
  const mark = await loadWatermark(models, source.id);
  const markMs = mark?.toMs;
  const fromMs = markMs === undefined ? nowMs - firstMs : Math.min(markMs, nowMs) - overlapMs;
  let toMs = markMs ?? fromMs;
  let owed: Owed = mark?.owed ?? new Map();
  let points = 0;
  let series = 0;
  const problems: Problem[] = [];
  for (let start = fromMs; start < nowMs; start += spanMs) {
    const end = Math.min(start + spanMs, nowMs);
    const part = await transfer(source, store, { ...requestOf(options, start, end), owed });
    points += part.points;
    series = Math.max(series, part.series);
    problems.push(...part.problems);
    if (part.hasFailed) break;
    toMs = Math.max(toMs, end);
    const hasChanged = toMs !== markMs || !isSame(owed, part.owed ?? owed);
    owed = part.owed ?? owed;
    if (hasChanged) await saveWatermark(models, source.id, { toMs, owed });
  }
  return { points, series, problems, fromMs, toMs, owed: owed.size };
}

function requestOf({ keys, stepMs }: CollectOptions, fromMs: number, toMs: number) {
  return { fromMs, toMs, ...(keys && { keys }), ...(stepMs !== undefined && { stepMs }) };
}

function isSame(a: Owed, b: Owed): boolean {
  return a.size === b.size && [...a].every(([key, fromMs]) => b.get(key) === fromMs);
}
