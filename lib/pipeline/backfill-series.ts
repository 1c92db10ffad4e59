import type { Json } from '../domain/forecast/forecaster.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { MetricSource } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { transfer } from './transfer.ts';
import { fieldsOf } from './watermark.ts';

export interface SeriesBackfillOptions {
  /** It answers for exactly the range that is asked for. */
  readonly source: MetricSource;
  readonly store: MetricStore;
  readonly models: ModelStore;
  /** The series, sorted. */
  readonly keys: readonly string[];
  /** End of the past, in ms; the same time again goes on where the last run stopped. */
  readonly toMs: number;
  readonly days: number;
  /** The newest part of the past that is read minute by minute, in ms, in whole steps of 5 minutes: as far as the
   *  collector's first polls reach back, for a sum of 5 minutes beside its minutes would count twice.
   *  @default 10_800_000 */
  readonly fineMs?: number;
  /** Whether to begin with more series: false makes the run stop and say so. @default always */
  readonly hasTime?: () => boolean;
  /** Series read at once. @default 100 */
  readonly groupSize?: number;
}

export interface SeriesBackfillReport {
  /** Series read by this run. */
  readonly series: number;
  readonly points: number;
  readonly problems: readonly Problem[];
  /** False when time ran out or the source failed: call again with the same `toMs`. */
  readonly isComplete: boolean;
  readonly hasFailed: boolean;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** What models learn from. */
const stepMs = 5 * minuteMs;

/**
 * The past of many series, some at a time with their whole range, for a source that bills per series asked for
 * and not per point: each series is asked for twice, for its past at 5 minutes and for its last hours at one, however
 * many days that are. With GetMetricData that is $0.02 for 1,000 series; a day at a time it would be $0.15 for 14 days.
 * Writes points, and after each group of series how far it came. Series that were not read whole are not asked
 * for again: their problem says so.
 * @throws StoreError when a store cannot be reached: a repeat goes on from the last group
 */
export async function backfillSeries(options: SeriesBackfillOptions): Promise<SeriesBackfillReport> {
  const { source, store, models, hasTime = () => true, groupSize = 100 } = options;
  const todo = await keysToDo(options);
  const problems: Problem[] = [];
  let points = 0;
  for (let i = 0; i < todo.length; i += groupSize) {
    if (!hasTime()) return { series: i, points, problems, isComplete: false, hasFailed: false };
    const group = todo.slice(i, i + groupSize);
    for (const range of rangesOf(options)) {
      const part = await transfer(source, store, { ...range, keys: new Set(group) });
      points += part.points;
      problems.push(...part.problems);
      if (part.hasFailed) return { series: i, points, problems, isComplete: false, hasFailed: true };
    }
    const afterKey = group.at(-1) ?? '';
    await models.save(new Map<string, Json>([[progressKey(source), { toMs: options.toMs, afterKey }]]));
  }
  return { series: todo.length, points, problems, isComplete: true, hasFailed: false };
}

const progressKey = ({ id }: MetricSource) => `backfill/${id}`;

async function keysToDo({ source, models, keys, toMs }: SeriesBackfillOptions): Promise<readonly string[]> {
  const key = progressKey(source);
  const progress = fieldsOf((await models.load([key])).get(key));
  const { afterKey } = progress;
  if (progress.toMs !== toMs || typeof afterKey !== 'string') return keys;
  return keys.filter((one) => one > afterKey);
}

function rangesOf({ toMs, days, fineMs = 180 * minuteMs }: SeriesBackfillOptions) {
  const endMs = Math.floor(toMs / stepMs) * stepMs;
  const fineFromMs = endMs - fineMs;
  return [
    { fromMs: endMs - days * dayMs, toMs: fineFromMs, stepMs },
    { fromMs: fineFromMs, toMs: endMs, stepMs: minuteMs },
  ];
}
