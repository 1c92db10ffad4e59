import { type PollPlan, planPolls, splitCalls } from '../../../domain/cost/poll-plan.ts';
import { dueRange, retentionWindows } from '../../../domain/cost/poll-window.ts';
import { type Problem, type Samples, samplesOf } from '../../../domain/series/samples.ts';
import type { Discovery, MetricSource, ReadRequest, ReadResult } from '../../../ports/metric-source.ts';
import { findClusters } from './clusters.ts';
import type { MetricQuery } from './match.ts';
import { findQueries } from './metrics.ts';
import { type CloudWatchSourceOptions, type Settings, settingsOf } from './options.ts';
import { type Point, type ReadPoints, readCalls } from './points.ts';

export type { CloudWatchSourceOptions } from './options.ts';

export interface CloudWatchSource extends MetricSource {
  /** The poll plan of what `discover` found last; without classes before the first discovery. */
  plan(): PollPlan;
}

/**
 * Amazon MSK through CloudWatch: clusters by the Kafka control plane, series by ListMetrics, points by
 * GetMetricData, as far back as CloudWatch keeps them (1 min for 15 days, 5 min for 63, 1 h for 455).
 * `read` discovers first when nobody has. The clients stay the caller's: `close` does not destroy them.
 * @throws ConfigError with each of `options.clusters` that is neither an ARN nor a name
 */
export function createCloudWatchSource(options: CloudWatchSourceOptions): CloudWatchSource {
  const settings = settingsOf(options);
  const asked: Asked = new Map();
  let queries: readonly MetricQuery[] | undefined;

  async function discover(): Promise<Discovery> {
    const clusters = await findClusters(settings);
    const found = await findQueries(settings, clusters.items);
    queries = found.items;
    const series = found.items.map((query) => query.series);
    return { clusters: clusters.items, series, problems: [...clusters.problems, ...found.problems] };
  }

  async function read(request: ReadRequest): Promise<ReadResult> {
    const problems = queries === undefined ? (await discover()).problems : [];
    const { keys } = request;
    const wanted = (queries ?? []).filter(({ key }) => keys === undefined || keys.has(key));
    const result =
      settings.polling === 'by_cadence'
        ? await readDue(settings, wanted, request, asked)
        : await readRange(settings, wanted, request);
    return { samples: result.samples, problems: [...problems, ...result.problems] };
  }

  return {
    id: 'cloudwatch',
    hasHistory: true,
    overlapsItself: settings.polling === 'by_cadence',
    discover,
    read,
    plan: () => planPolls(queries ?? [], { overlapMs: settings.overlapMs }),
    close: async () => {},
  };
}

/** The range that was last read whole for a series. */
type Asked = Map<string, Range>;

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

interface RangeResult extends ReadResult {
  readonly incomplete: ReadonlySet<string>;
}

/** Reads each class of the plan for which an interval has ended, and no series twice for one interval. */
async function readDue(
  settings: Settings,
  queries: readonly MetricQuery[],
  request: ReadRequest,
  asked: Asked,
): Promise<ReadResult> {
  const results: RangeResult[] = [];
  for (const { everyMs, queries: mine } of planPolls(queries).classes) {
    const range = dueRange(everyMs, request.fromMs, request.toMs, settings.overlapMs);
    if (range === undefined) continue;
    const due = mine.filter(({ key }) => !isWithin(range, asked.get(key)));
    for (const [fromMs, some] of byStart(due, range, asked)) {
      const result = await readRange(settings, some, { ...request, ...range, fromMs });
      results.push(result);
      for (const { key } of some) if (!result.incomplete.has(key)) asked.set(key, range);
    }
  }
  return {
    samples: results.flatMap(({ samples }) => samples),
    problems: results.flatMap(({ problems }) => problems),
  };
}

/** How far back a series is made up for when polls of it have failed, in ms. */
const makeUpMs = 86_400_000;

/** The series by where their reading begins: earlier for those whose last polls failed. */
function byStart(
  due: readonly MetricQuery[],
  range: Range,
  asked: Asked,
): ReadonlyMap<number, readonly MetricQuery[]> {
  const groups = new Map<number, MetricQuery[]>();
  for (const query of due) {
    const wholeMs = Math.max(asked.get(query.key)?.toMs ?? range.fromMs, range.toMs - makeUpMs);
    const fromMs = Math.min(range.fromMs, wholeMs);
    groups.set(fromMs, [...(groups.get(fromMs) ?? []), query]);
  }
  return groups;
}

function isWithin(range: Range, read: Range | undefined): boolean {
  return read !== undefined && read.toMs === range.toMs && read.fromMs <= range.fromMs;
}

async function readRange(
  settings: Settings,
  queries: readonly MetricQuery[],
  { fromMs, toMs, stepMs }: ReadRequest,
): Promise<RangeResult> {
  const { windows, lostMs } = retentionWindows(fromMs, toMs, settings.clock.nowMs(), stepMs);
  const calls = windows.flatMap((window) => splitCalls(queries, window));
  const read = await readCalls(settings, calls);
  const { samples, problems } = samplesOfPoints(queries, read);
  const lost = lostMs > 0 && queries.length > 0 ? [beyondRetention(fromMs, lostMs, queries.length)] : [];
  return { samples, incomplete: read.incomplete, problems: [...read.problems, ...problems, ...lost] };
}

function beyondRetention(fromMs: number, lostMs: number, count: number): Problem {
  const until = new Date(fromMs + lostMs).toISOString();
  const message = `CloudWatch keeps points for 455 days: nothing before ${until} can be read`;
  return { kind: 'beyond_retention', where: 'cloudwatch', message, count };
}

function samplesOfPoints(
  queries: readonly MetricQuery[],
  { points }: ReadPoints,
): { readonly samples: readonly Samples[]; readonly problems: readonly Problem[] } {
  const samples: Samples[] = [];
  const problems: Problem[] = [];
  for (const query of queries) {
    const inRange = (points.get(query.key) ?? []).map((point) => clamped(query, point));
    const made = samplesOf(query.series, inRange);
    if (made.samples.timesMs.length > 0) samples.push(made.samples);
    if (made.dropped > 0) problems.push(impossible(query, made.dropped));
  }
  return { samples, problems };
}

/** A value a hair outside the physical range is at its edge; one far outside is no value. */
function clamped({ signal: { range } }: MetricQuery, [timeMs, value]: Point): Point {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const near = Math.min(max, Math.max(min, value));
  return [timeMs, Math.abs(near - value) <= 1e-6 * Math.max(1, Math.abs(near)) ? near : Number.NaN];
}

function impossible({ metric, signal, key }: MetricQuery, count: number): Problem {
  const { min = '-', max = '-' } = signal.range;
  const message = `values of ${metric} that are not numbers from ${min} to ${max} (${signal.unit}) are left out`;
  return { kind: 'out_of_range', where: key, message, count };
}
