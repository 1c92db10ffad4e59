import { planCapacity } from '../domain/capacity/plan.ts';
import type { PlanOptions, PlanResult } from '../domain/capacity/plan-types.ts';
import { planSignals } from '../domain/capacity/signals.ts';
import type { Cluster } from '../domain/cluster.ts';
import type { Problem, Samples } from '../domain/series/samples.ts';
import type { Series } from '../domain/series/series.ts';
import type { MetricSource } from '../ports/metric-source.ts';
import type { MetricStore } from '../ports/metric-store.ts';

export interface PlanStageOptions {
  /** Where the past is: a source that has history, or a store. */
  readonly from: PlanHistory;
  /** The cluster by id, ARN or name. @default the only one there is */
  readonly cluster?: string;
  readonly nowMs: number;
  /** How much of the past is read. @default 455 days, as long as CloudWatch keeps hours */
  readonly historyMs?: number;
  /** What is known of the cluster besides, and better. @default nothing */
  readonly known?: Partial<Cluster>;
  readonly plan?: PlanOptions;
}

export type PlanHistory =
  | { readonly kind: 'source'; readonly source: MetricSource }
  | { readonly kind: 'store'; readonly store: MetricStore };

export type PlanStageResult =
  | {
      readonly kind: 'planned';
      readonly result: PlanResult;
      readonly cluster: Cluster;
      readonly problems: readonly Problem[];
    }
  /** There is no such cluster, or there are several: these are there. */
  | {
      readonly kind: 'which_cluster';
      readonly clusters: readonly Cluster[];
      readonly problems: readonly Problem[];
    };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Series that are planned with: those of the catalogue, and of a file the values that have no other name. */
const wanted: ReadonlySet<string> = new Set([...planSignals, 'custom_value']);

/**
 * The stage plan: reads the past of one cluster by the hour, and plans its capacity.
 * Of a source that bills per series asked for (CloudWatch), each series is asked for once, whatever the length of the
 * past; it writes nothing.
 * @throws StoreError when the store cannot be reached
 */
export async function plan(options: PlanStageOptions): Promise<PlanStageResult> {
  const { clusters, series, problems } = await inventoryOf(options);
  const matching = clusters.filter((one) => isNamed(one, options.cluster));
  const [found] = matching;
  if (found === undefined || matching.length > 1) return { kind: 'which_cluster', clusters, problems };
  const cluster = { ...found, ...options.known };
  const own = series.filter(({ signal, entity }) => entity.cluster === found.id && wanted.has(signal));
  const read = await readHours(options, own);
  const result = planCapacity({ cluster, samples: read.samples, nowMs: options.nowMs }, options.plan);
  return { kind: 'planned', result, cluster, problems: [...problems, ...read.problems] };
}

function isNamed({ id, name, arn }: Cluster, given: string | undefined): boolean {
  return given === undefined || [id, name, arn].includes(given);
}

interface Inventory {
  readonly clusters: readonly Cluster[];
  readonly series: readonly Series[];
  readonly problems: readonly Problem[];
}

async function inventoryOf({ from, nowMs }: PlanStageOptions): Promise<Inventory> {
  if (from.kind === 'source') return from.source.discover(nowMs);
  const series = await from.store.series({ signals: [...wanted] });
  const ids = [...new Set(series.map(({ entity }) => entity.cluster))];
  return { clusters: ids.map((id) => clusterOf(id, series)), series, problems: [] };
}

/** What the series of a store tell of a cluster: a store keeps no description. */
function clusterOf(id: string, series: readonly Series[]): Cluster {
  const [account = '', region = '', name = ''] = id.split('/');
  const brokers = series.flatMap(({ entity }) => (entity.cluster === id ? (entity.broker ?? []) : []));
  const type = account === 'local' ? 'self_managed' : 'standard';
  return { id, name, account, region, type, brokerIds: [...new Set(brokers)].sort() };
}

async function readHours(
  { from, nowMs, historyMs = 455 * dayMs - 2 * hourMs }: PlanStageOptions,
  series: readonly Series[],
): Promise<{ readonly samples: readonly Samples[]; readonly problems: readonly Problem[] }> {
  if (series.length === 0) return { samples: [], problems: [] };
  const keys = series.map(({ key }) => key);
  const toMs = Math.floor(nowMs / hourMs) * hourMs;
  const range = { fromMs: toMs - historyMs, toMs, stepMs: hourMs };
  if (from.kind === 'source') {
    const { samples, problems } = await from.source.read({ ...range, keys: new Set(keys) });
    return { samples, problems };
  }
  return { samples: await readStore(from.store, keys, range), problems: [] };
}

/** Levels that fill up by their highest, rates by their mean. */
async function readStore(
  store: MetricStore,
  keys: readonly string[],
  range: { readonly fromMs: number; readonly toMs: number; readonly stepMs: number },
): Promise<readonly Samples[]> {
  const isLevel = (key: string) => /^(disk_used|log_bytes|storage_used|partition_count)\{/.test(key);
  const [levels, rates] = await Promise.all([
    store.read({ ...range, keys: keys.filter(isLevel), rollup: 'max' }),
    store.read({ ...range, keys: keys.filter((key) => !isLevel(key)), rollup: 'average' }),
  ]);
  return [...levels, ...rates];
}
