import { hasDrifted } from '../domain/forecast/accuracy/drift.ts';
import type { LiveAccuracy } from '../domain/forecast/accuracy/live.ts';
import { type SegmentAccuracy, segmentsOf } from '../domain/forecast/accuracy/summary.ts';
import type { Json } from '../domain/forecast/forecaster.ts';
import type { Series } from '../domain/series/series.ts';
import type { ModelStore } from '../ports/model-store.ts';
import { fieldsOf } from './watermark.ts';

/** How good the live forecasts of a part of a cluster's series are; by signal, and all together. */
export interface PartAccuracy {
  readonly atMs: number;
  readonly segments: readonly SegmentAccuracy[];
  /** Keys of series whose forecasts have become worse than their back-test beyond noise. */
  readonly drifting: readonly string[];
}

/** A part of a cluster's series. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

const whole: Part = { index: 0, of: 1 };

const accuracyKey = (cluster: string, { index, of }: Part) => `accuracy/${cluster}/${index}of${of}`;

export interface ScoredOutlook {
  readonly series: Series;
  readonly accuracy: LiveAccuracy;
}

/** What to save of the series' scores: a key, a cluster and a state each. @param part which of each cluster's series
 *  they are */
export function accuracyStates(
  scored: readonly ScoredOutlook[],
  atMs: number,
  part: Part = whole,
): readonly { readonly cluster: string; readonly key: string; readonly state: Json }[] {
  const byCluster = new Map<string, ScoredOutlook[]>();
  for (const one of scored) {
    const { cluster } = one.series.entity;
    const members = byCluster.get(cluster);
    if (members) members.push(one);
    else byCluster.set(cluster, [one]);
  }
  return [...byCluster].map(([cluster, members]) => ({
    cluster,
    key: accuracyKey(cluster, part),
    state: {
      atMs,
      segments: segmentsOf(members.map(({ series, accuracy }) => ({ segment: series.signal, accuracy }))),
      drifting: members.filter(({ accuracy }) => hasDrifted(accuracy.drift)).map(({ series }) => series.key),
    },
  }));
}

/** What is kept of a cluster's parts; parts not projected yet are absent. @throws StoreError */
export async function loadAccuracy(
  models: ModelStore,
  clusters: Iterable<string>,
  parts: number,
): Promise<readonly PartAccuracy[]> {
  const keys = [...clusters].flatMap((cluster) =>
    Array.from({ length: parts }, (_, index) => accuracyKey(cluster, { index, of: parts })),
  );
  return [...(await models.load(keys)).values()].map(partOfState);
}

/** A state that is none says nothing. */
function partOfState(state: Json): PartAccuracy {
  const { atMs, segments, drifting } = fieldsOf(state);
  return {
    atMs: typeof atMs === 'number' ? atMs : 0,
    segments: (Array.isArray(segments) ? segments : []) as readonly SegmentAccuracy[],
    drifting: (Array.isArray(drifting) ? drifting : []).filter((key) => typeof key === 'string'),
  };
}

/** Keys of the series of these clusters that are to be trained before their time. @throws StoreError */
export async function driftingSeries(
  models: ModelStore,
  clusters: Iterable<string>,
  parts: number,
): Promise<ReadonlySet<string>> {
  const all = await loadAccuracy(models, clusters, parts);
  return new Set(all.flatMap(({ drifting }) => drifting));
}

/** Segments of several parts as one: means weighed by their series. */
export function mergedSegments(parts: readonly PartAccuracy[]): readonly SegmentAccuracy[] {
  const merged = new Map<string, SegmentAccuracy>();
  for (const one of parts.flatMap(({ segments }) => segments)) {
    const key = `${one.segment} ${one.leadHours}`;
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : together(known, one));
  }
  return [...merged.values()];
}

function together(a: SegmentAccuracy, b: SegmentAccuracy): SegmentAccuracy {
  const series = a.series + b.series;
  const mean = (pick: (one: SegmentAccuracy) => number) =>
    Math.round((10 * (a.series * pick(a) + b.series * pick(b))) / series) / 10;
  return {
    ...a,
    series,
    errorRatioPercent: mean((one) => one.errorRatioPercent),
    coveragePercent: mean((one) => one.coveragePercent),
  };
}

/** The longest lead of all series together of which something is known. */
export function overallOf(segments: readonly SegmentAccuracy[]): SegmentAccuracy | undefined {
  return segments
    .filter(({ segment }) => segment === 'all')
    .reduce<SegmentAccuracy | undefined>(
      (best, one) => (best === undefined || one.leadHours > best.leadHours ? one : best),
      undefined,
    );
}
