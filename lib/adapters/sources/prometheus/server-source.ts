import { signals as catalogue } from '../../../domain/catalogue/index.ts';
import type { Signal } from '../../../domain/catalogue/signal.ts';
import { type Cluster, clusterId } from '../../../domain/cluster.ts';
import { type Problem, type Samples, samplesOf } from '../../../domain/series/samples.ts';
import { createSeries, type Series } from '../../../domain/series/series.ts';
import { ConfigError } from '../../../ports/errors.ts';
import type { MetricSource, ReadRequest, ReadResult } from '../../../ports/metric-source.ts';
import { fetchText } from './fetch-text.ts';
import { entityOf, type Mapping } from './mapping.ts';
import { promqlOf } from './promql.ts';
import type { SignRequest } from './sign.ts';
import { shown } from './targets.ts';

export interface ServerSourceOptions {
  /** Base of the server's HTTP API, before `/api/v1`. */
  readonly url: string;
  /** @default 'kafka' */
  readonly clusterName?: string;
  /** Matchers put into every query, e.g. `job="kafka"`. @default '' */
  readonly selector?: string;
  /** The label whose value is the broker. @default 'instance' */
  readonly brokerLabel?: string;
  /** Distance of points where the request names none. @default 60_000 */
  readonly stepMs?: number;
  /** Signs requests (Amazon Managed Prometheus). @default unsigned */
  readonly sign?: SignRequest;
  /** @default 30_000 */
  readonly timeoutMs?: number;
  /** @default the catalogue */
  readonly signals?: readonly Signal[];
}

/** A Prometheus server refuses a range query of more points a series than this. */
const maxPoints = 11_000;

type Answer<T> =
  | { readonly kind: 'ok'; readonly data: T }
  | { readonly kind: 'failed'; readonly problem: Problem };
type Matrix = {
  readonly result: readonly {
    readonly metric: Record<string, string>;
    readonly values: readonly [number, string][];
  }[];
};

/**
 * Reads history from a Prometheus server (`/api/v1/query_range`), Amazon Managed Prometheus included.
 * @throws ConfigError when the address is no http(s) URL
 */
export function createServerSource(options: ServerSourceOptions): MetricSource {
  const { clusterName = 'kafka', selector = '', brokerLabel = 'instance', timeoutMs = 30_000 } = options;
  const base = baseUrl(options.url);
  const cluster = clusterId('local', 'local', clusterName);
  const mappings = (options.signals ?? catalogue).flatMap((signal) =>
    (signal.prometheus ?? []).map((metric): Mapping => ({ signal, metric })),
  );
  let present: readonly Mapping[] | undefined;
  const known = new Map<string, Series>();

  const get = async <T>(path: string, query: Record<string, string>): Promise<Answer<T>> => {
    const url = new URL(`${base.href.replace(/\/$/, '')}/api/v1/${path}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const headers = (await options.sign?.(url)) ?? {};
    const answer = await fetchText(url, { headers, timeoutMs });
    if (answer.kind === 'failed') return failed('unreachable', answer.reason);
    try {
      const { status, data } = JSON.parse(answer.text) as { status?: string; data?: T };
      if (status === 'success' && data !== undefined) return { kind: 'ok', data };
    } catch {
      // Not JSON: said below, like JSON of another shape.
    }
    return failed('malformed', 'gave no answer of the Prometheus HTTP API');
  };
  const failed = (kind: string, reason: string): Answer<never> => {
    const where = shown(base);
    return {
      kind: 'failed',
      problem: { kind, where, message: `prometheus server ${where} ${reason}`, count: 1 },
    };
  };

  /** Only metrics that the server knows are asked for: the catalogue has several names for each signal. */
  const findPresent = async (): Promise<readonly Problem[]> => {
    const names = await get<readonly string[]>('label/__name__/values', {});
    if (names.kind === 'failed') return [names.problem];
    const there = new Set(names.data);
    const seen = new Set<string>();
    present = mappings.filter(({ signal, metric }) => {
      if (!there.has(metric.metric) || seen.has(`${signal.id} ${metric.exposition}`)) return false;
      seen.add(`${signal.id} ${metric.exposition}`);
      return true;
    });
    return [];
  };

  const readMapping = async (mapping: Mapping, request: ReadRequest): Promise<ReadResult> => {
    const stepMs = request.stepMs ?? options.stepMs ?? 60_000;
    const query = promqlOf(mapping, { label: brokerLabel }, selector, Math.max(4 * stepMs, 60_000));
    const points = new Map<string, { series: Series; points: [number, number][] }>();
    const problems: Problem[] = [];
    for (const [startMs, endMs] of chunks(request.fromMs, request.toMs, stepMs)) {
      const range = { start: String(startMs / 1000), end: String(endMs / 1000), step: String(stepMs / 1000) };
      const answer = await get<Matrix>('query_range', { query, ...range });
      if (answer.kind === 'failed') problems.push(answer.problem);
      else gather(answer.data, mapping, points);
    }
    const samples = Array.from(
      points.values(),
      ({ series, points: list }) => samplesOf(series, list).samples,
    );
    return { samples: samples.filter(({ timesMs }) => timesMs.length > 0), problems };
  };

  const gather = (
    { result }: Matrix,
    mapping: Mapping,
    points: Map<string, { series: Series; points: [number, number][] }>,
  ) => {
    const scale = mapping.metric.scale ?? 1;
    for (const { metric: labels, values } of result) {
      const entity = entityOf(mapping, labels, cluster, labels[brokerLabel] ?? '');
      if (entity === undefined) continue;
      const series = createSeries(mapping.signal.id, entity);
      const entry = points.get(series.key) ?? { series, points: [] };
      points.set(series.key, entry);
      for (const [seconds, value] of values)
        entry.points.push([Math.round(seconds * 1000), Number(value) * scale]);
    }
  };

  const readAll = async (request: ReadRequest): Promise<ReadResult> => {
    const problems = present === undefined ? [...(await findPresent())] : [];
    const bySeries = new Map<string, Samples>();
    for (const mapping of present ?? []) {
      const result = await readMapping(mapping, request);
      problems.push(...result.problems);
      for (const samples of result.samples) {
        if (!bySeries.has(samples.series.key)) bySeries.set(samples.series.key, samples);
        known.set(samples.series.key, samples.series);
      }
    }
    const samples = [...bySeries.values()].filter(({ series }) => request.keys?.has(series.key) ?? true);
    return { samples, problems };
  };

  return {
    id: 'prometheus-server',
    hasHistory: true,
    discover: async (nowMs) => {
      const { problems } = await readAll({ fromMs: nowMs - 600_000, toMs: nowMs });
      const series = [...known.values()];
      const brokerIds = [...new Set(series.flatMap(({ entity }) => entity.broker ?? []))].toSorted();
      const found: Cluster = {
        id: cluster,
        name: clusterName,
        account: 'local',
        region: 'local',
        type: 'self_managed',
        brokerIds,
      };
      return { clusters: [found], series, problems };
    },
    read: readAll,
    close: async () => undefined,
  };
}

function baseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError([
      `prometheus server "${text}" is no URL: give the base of its API, http://HOST:9090`,
    ]);
  }
  return url;
}

/** Aligned, inclusive ranges of at most `maxPoints` steps that together hold `fromMs <= t < toMs`. */
function chunks(fromMs: number, toMs: number, stepMs: number): (readonly [number, number])[] {
  const ranges: (readonly [number, number])[] = [];
  const last = Math.ceil(toMs / stepMs) * stepMs - stepMs;
  for (let start = Math.ceil(fromMs / stepMs) * stepMs; start <= last; start += maxPoints * stepMs) {
    ranges.push([start, Math.min(last, start + (maxPoints - 1) * stepMs)]);
  }
  return ranges;
}
