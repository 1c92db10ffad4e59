import { planPolls, splitCalls } from '../../../domain/cost/poll-plan.ts';
import { dueRange, retentionWindows, roundDown } from '../../../domain/cost/poll-window.ts';
import { type Problem, type Samples, samplesOf } from '../../../domain/series/samples.ts';
import type { Owed, ReadRequest, ReadResult } from '../../../ports/metric-source.ts';
import type { MetricQuery } from './match.ts';
import type { ReadSettings } from './options.ts';
import { type Point, type ReadPoints, readCalls } from './points.ts';

/** Points of the series, all of them or those that are due: see the option `polling`. */
export async function readQueries(
  settings: ReadSettings,
  queries: readonly MetricQuery[],
  request: ReadRequest,
): Promise<ReadResult> {
  const { keys } = request;
  const wanted = keys === undefined ? queries : queries.filter(({ key }) => keys.has(key));
  if (settings.polling === 'by_cadence') return readDue(settings, wanted, request);
  const { samples, problems } = await readRange(settings, wanted, request);
  return { samples, problems };
}

interface RangeResult extends ReadResult {
  readonly incomplete: ReadonlySet<string>;
}

/** Reads each class of the plan for which an interval has ended, and what earlier reads owe. */
async function readDue(
  settings: ReadSettings,
  queries: readonly MetricQuery[],
  request: ReadRequest,
): Promise<ReadResult> {
  const { cadences, overlapMs } = settings;
  const owed = new Map<string, number>();
  const samples: Samples[] = [];
  const problems: Problem[] = [];
  for (const { everyMs, queries: mine } of planPolls(queries, { cadences }).classes) {
    const toMs = roundDown(request.toMs, everyMs);
    const due = dueRange(everyMs, request.fromMs, request.toMs, overlapMs);
    for (const [fromMs, some] of byStart(mine, due?.fromMs, owedNow(settings, request), toMs)) {
      const result = await readRange(settings, some, { ...request, fromMs, toMs });
      samples.push(...result.samples);
      problems.push(...result.problems);
      for (const key of result.incomplete) owed.set(key, fromMs);
    }
  }
  return { samples, problems, owed: stillOwed(owed, queries, settings, request) };
}

/** What is owed is asked for again as often as critical signals are, however often the source is read. */
function owedNow({ cadences }: ReadSettings, { fromMs, toMs, owed }: ReadRequest): Owed {
  const isTime = dueRange(cadences.critical, fromMs, toMs, 0) !== undefined;
  return (isTime && owed) || new Map();
}

/** What has failed now, and what was owed and is not asked for yet. */
function stillOwed(
  failed: Owed,
  queries: readonly MetricQuery[],
  settings: ReadSettings,
  request: ReadRequest,
): Owed {
  if (request.owed === undefined || owedNow(settings, request).size > 0) return failed;
  const kept = queries.flatMap(({ key }) => {
    const fromMs = request.owed?.get(key);
    return fromMs === undefined ? [] : [[key, fromMs] as const];
  });
  return new Map([...kept, ...failed]);
}

/** How far back a series is made up for when polls of it have failed, in ms. */
const makeUpMs = 86_400_000;

/** The series to read by where their reading begins: earlier for those that are owed. */
function byStart(
  queries: readonly MetricQuery[],
  dueMs: number | undefined,
  owed: Owed,
  toMs: number,
): ReadonlyMap<number, readonly MetricQuery[]> {
  const groups = new Map<number, MetricQuery[]>();
  for (const query of queries) {
    const owedMs = Math.max(owed.get(query.key) ?? Number.POSITIVE_INFINITY, toMs - makeUpMs);
    const fromMs = Math.min(dueMs ?? Number.POSITIVE_INFINITY, owedMs);
    if (fromMs >= toMs) continue;
    const group = groups.get(fromMs);
    if (group === undefined) groups.set(fromMs, [query]);
    else group.push(query);
  }
  return groups;
}

async function readRange(
  settings: ReadSettings,
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
