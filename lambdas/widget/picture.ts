import type { Verdict } from '../../lib/domain/anomaly/verdict.ts';
import { signalById } from '../../lib/domain/catalogue/index.ts';
import type { Rule } from '../../lib/domain/catalogue/rule.ts';
import type { Signal } from '../../lib/domain/catalogue/signal.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import type { Forecast } from '../../lib/domain/forecast/forecast.ts';
import type { Entity } from '../../lib/domain/series/entity.ts';
import type { Series } from '../../lib/domain/series/series.ts';
import type { MetricStore } from '../../lib/ports/metric-store.ts';
import { forecastsOf, named } from './clusters.ts';
import type { Ask } from './event.ts';
import { limitsOf } from './limits.ts';
import { type Reach, reachOf } from './reach.ts';

/** One series as it was, as it was expected, and as it is expected to be. */
export interface Picture {
  readonly series: Series;
  readonly signal: Signal;
  readonly fromMs: number;
  readonly nowMs: number;
  /** Oldest first. */
  readonly points: readonly (readonly [timeMs: number, value: number])[];
  /** Oldest first; their bounds are the expected band. */
  readonly verdicts: readonly Verdict[];
  readonly forecast?: Forecast;
  /** The limit that is reached first, or is the nearest. */
  readonly limit?: { readonly value: number; readonly reach: Reach };
}

export interface Pictures {
  readonly pictures: readonly Picture[];
  /** Series that there are, drawn or not. */
  readonly total: number;
}

/** Points that are worth drawing in one picture. */
const drawnPoints = 700;
const minuteMs = 60_000;

/** The most urgent series of a signal: those that reach a limit first, then those with the most extreme forecasts.
 *  @throws StoreError when the store does not answer */
export async function picturesOf(
  ask: Extract<Ask, { readonly kind: 'forecast' }>,
  store: MetricStore,
  known: readonly Cluster[],
  rules: readonly Rule[],
  nowMs: number,
): Promise<Pictures> {
  const signal = signalById(ask.signal);
  if (signal === undefined) return { pictures: [], total: 0 };
  const clusters = named(known, ask.cluster);
  const hasLabels = ({ entity }: Series) => isOf(entity, ask.labels);
  const forecasts = (await forecastsOf(store, clusters, [signal.id])).filter(({ series }) =>
    hasLabels(series),
  );
  const byId = new Map(clusters.map((cluster) => [cluster.id, cluster]));
  const ahead = forecasts.map((forecast) => {
    const limit = nearestLimit(forecast, signal, byId, rules, nowMs);
    return { series: forecast.series, forecast, ...(limit && { limit }) };
  });
  ahead.sort((a, b) => byUrgency(a, b) || extremeOf(b.forecast, signal) - extremeOf(a.forecast, signal));
  const all = ahead.length > 0 ? ahead : await unforecast(store, clusters, signal, hasLabels);
  const range = { fromMs: nowMs - ask.spanMs, toMs: nowMs + minuteMs };
  const pictures = await Promise.all(
    all.slice(0, ask.show).map(async (one) => ({
      ...one,
      signal,
      fromMs: range.fromMs,
      nowMs,
      ...(await historyOf(store, one.series, range)),
    })),
  );
  return { pictures, total: all.length };
}

type Ahead = Pick<Picture, 'series' | 'forecast' | 'limit'>;

/** Series without a forecast, where there is none at all yet: their past is something to see. */
async function unforecast(
  store: MetricStore,
  clusters: readonly Cluster[],
  signal: Signal,
  hasLabels: (series: Series) => boolean,
): Promise<readonly Ahead[]> {
  const found = await Promise.all(
    clusters.map(({ id }) => store.series({ cluster: id, signals: [signal.id] })),
  );
  return found
    .flat()
    .filter(hasLabels)
    .map(({ key, signal: id, entity }) => ({ series: { key, signal: id, entity } }));
}

async function historyOf(
  store: MetricStore,
  { key, entity, signal }: Series,
  range: { readonly fromMs: number; readonly toMs: number },
): Promise<Pick<Picture, 'points' | 'verdicts'>> {
  const query = { cluster: entity.cluster, signals: [signal], keys: [key], ...range };
  const stepMs = minuteMs * Math.ceil((range.toMs - range.fromMs) / drawnPoints / minuteMs);
  const [samples, verdicts] = await Promise.all([
    store.read({ ...query, stepMs }),
    store.readVerdicts(query),
  ]);
  const points = samples.flatMap(({ timesMs, values }) =>
    [...timesMs].map((timeMs, i) => [timeMs, values[i] ?? Number.NaN] as const),
  );
  return { points, verdicts };
}

function isOf(entity: Entity, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([label, value]) => entity[label as keyof Entity] === value);
}

function nearestLimit(
  forecast: Forecast,
  signal: Signal,
  clusters: ReadonlyMap<string, Cluster>,
  rules: readonly Rule[],
  nowMs: number,
): Picture['limit'] {
  const cluster = clusters.get(forecast.series.entity.cluster);
  const isRising = signal.harm !== 'low';
  const limits = cluster === undefined ? [] : limitsOf(rules, signal.id, cluster);
  const [nearest] = [...limits].sort((a, b) => (isRising ? a.value - b.value : b.value - a.value));
  if (nearest === undefined) return undefined;
  return { value: nearest.value, reach: reachOf(forecast, nearest.value, isRising, nowMs) };
}

/** By when a limit is expected to be reached, then by when it may be. */
function byUrgency(a: Ahead, b: Ahead): number {
  const [one, other] = [a.limit?.reach, b.limit?.reach];
  return order(one?.meanMs, other?.meanMs) || order(one?.earliestMs, other?.earliestMs);
}

function order(a = Number.MAX_SAFE_INTEGER, b = Number.MAX_SAFE_INTEGER): number {
  return a - b;
}

/** The worst value ahead, in the direction that hurts. */
function extremeOf({ mean }: Forecast, { harm }: Signal): number {
  const finite = [...mean].filter(Number.isFinite);
  if (finite.length === 0) return Number.NEGATIVE_INFINITY;
  return harm === 'low' ? -Math.min(...finite) : Math.max(...finite);
}
