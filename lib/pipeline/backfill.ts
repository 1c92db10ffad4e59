import type { Problem } from '../domain/series/samples.ts';
import type { Clock } from '../ports/clock.ts';
import type { MetricSource } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { transfer } from './transfer.ts';
import { fieldsOf, loadWatermark, saveWatermark } from './watermark.ts';

/** From `agoMs` before now until the next entry begins, at one distance of points. */
export interface BackfillRange {
  readonly agoMs: number;
  readonly stepMs: number;
}

const week = 7 * 86_400_000;

/** Eight weeks: six by the hour, the last two at 5 minutes, which is what a season of a week needs. */
export const defaultPlan: readonly BackfillRange[] = [
  { agoMs: 8 * week, stepMs: 3_600_000 },
  { agoMs: 2 * week, stepMs: 300_000 },
];

export interface BackfillOptions {
  readonly source: MetricSource;
  readonly store: MetricStore;
  readonly models: ModelStore;
  readonly clock: Clock;
  /** The oldest range first. @default eight weeks: see `defaultPlan` */
  readonly plan?: readonly BackfillRange[];
  /** Steps asked for at once. @default 288 */
  readonly chunkSteps?: number;
  /** Called after each part: the share done, 0 … 1, and what is being done in words. @default nobody */
  readonly onProgress?: (done: number, words: string) => void;
}

export interface BackfillReport {
  readonly points: number;
  readonly problems: readonly Problem[];
  readonly fromMs: number;
  readonly toMs: number;
  /** False when the source failed on the way: the next call goes on from there. */
  readonly isComplete: boolean;
}

/**
 * The stage backfill: brings the source's past into the store.
 * Reads the source range by range, oldest first; writes points, after each part how far it came (so that a
 * second start goes on and does not repeat), and at the end the watermark from which collect goes on; reports
 * counts and problems. A source without history is complete at once.
 * @throws StoreError when a store cannot be reached
 */
export async function backfill(options: BackfillOptions): Promise<BackfillReport> {
  const { source, store, models, onProgress = () => undefined } = options;
  const progress = (await loadProgress(options)) ?? startOf(options);
  const { fromMs, toMs } = progress;
  const problems: Problem[] = [];
  let points = 0;
  for (const { startMs, endMs, stepMs } of source.hasHistory ? partsOf(options, progress) : []) {
    const part = await transfer(source, store, { fromMs: startMs, toMs: endMs, stepMs });
    points += part.points;
    problems.push(...part.problems);
    if (part.hasFailed) return { points, problems, fromMs, toMs, isComplete: false };
    await models.save(new Map([[progressKey(source), { ...progress, doneMs: endMs }]]));
    onProgress(
      (endMs - fromMs) / (toMs - fromMs),
      `read until ${new Date(endMs).toISOString().slice(0, 16)}Z`,
    );
  }
  if (source.hasHistory) await passOn(options, toMs);
  onProgress(1, 'the past is in the store');
  return { points, problems, fromMs, toMs, isComplete: true };
}

/** What the backfill set out to do, and how far it has come. A type, for it is saved as JSON. */
type Progress = { readonly fromMs: number; readonly toMs: number; readonly doneMs: number };

const progressKey = (source: MetricSource) => `backfill/${source.id}`;

async function loadProgress({ models, source }: BackfillOptions): Promise<Progress | undefined> {
  const key = progressKey(source);
  const { fromMs, toMs, doneMs } = fieldsOf((await models.load([key])).get(key));
  if (typeof fromMs !== 'number' || typeof toMs !== 'number' || typeof doneMs !== 'number') return undefined;
  return { fromMs, toMs, doneMs };
}

function startOf({ clock, plan = defaultPlan }: BackfillOptions): Progress {
  const finestMs = Math.min(...plan.map(({ stepMs }) => stepMs));
  const toMs = Math.floor(clock.nowMs() / finestMs) * finestMs;
  const fromMs = Math.min(toMs, ...plan.map(({ agoMs, stepMs }) => alignedStart(toMs - agoMs, stepMs)));
  return { fromMs, toMs, doneMs: fromMs };
}

/** The parts still to read, oldest first: aligned to their step. */
function partsOf({ plan = defaultPlan, chunkSteps = 288 }: BackfillOptions, { toMs, doneMs }: Progress) {
  return plan.flatMap(({ agoMs, stepMs }, i) => {
    const next = plan[i + 1];
    const end = next === undefined ? toMs : alignedStart(toMs - next.agoMs, next.stepMs);
    const parts: { startMs: number; endMs: number; stepMs: number }[] = [];
    for (let at = Math.max(doneMs, alignedStart(toMs - agoMs, stepMs)); at < end; at += chunkSteps * stepMs)
      parts.push({ startMs: at, endMs: Math.min(end, at + chunkSteps * stepMs), stepMs });
    return parts;
  });
}

const alignedStart = (timeMs: number, stepMs: number) => Math.floor(timeMs / stepMs) * stepMs;

async function passOn({ models, source }: BackfillOptions, toMs: number): Promise<void> {
  const mark = await loadWatermark(models, source.id);
  if (mark === undefined || mark.toMs < toMs)
    await saveWatermark(models, source.id, { toMs, owed: mark?.owed ?? new Map() });
}
