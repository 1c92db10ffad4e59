import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { callLimits, type PollCall } from '../../../domain/cost/poll-plan.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import { pauseMs, withRetry } from '../../aws/retry.ts';
import type { MetricQuery } from './match.ts';
import type { ReadSettings } from './options.ts';
import { problemOf } from './problems.ts';

export type Point = readonly [timeMs: number, value: number];

/** What came of some calls: points in the order in which they came, and the series that are not whole. */
export interface ReadPoints {
  readonly points: ReadonlyMap<string, readonly Point[]>;
  readonly incomplete: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

type Reader = Pick<ReadSettings, 'delay' | 'attempts' | 'cloudwatch'>;

/**
 * The points that the calls ask for. A series that CloudWatch answers in part (PartialData, InternalError) is
 * asked for again with growing pauses, alone with its like; what is still not whole then is a problem, and
 * what was had of it is kept.
 */
export async function readCalls(
  reader: Reader,
  calls: readonly PollCall<MetricQuery>[],
): Promise<ReadPoints> {
  const points = new Map<string, Point[]>();
  const incomplete = new Set<string>();
  const problems: Problem[] = [];
  for (const call of calls) {
    try {
      const rest = await readCall(reader, call, points);
      for (const { key } of rest) incomplete.add(key);
      if (rest.length > 0) problems.push(partial(call, rest));
    } catch (error) {
      for (const { key } of call.queries) incomplete.add(key);
      problems.push(problemOf('cloudwatch:GetMetricData', whereOf(call.queries), error, call.queries.length));
    }
  }
  return { points, incomplete, problems };
}

function partial(call: PollCall<MetricQuery>, rest: readonly MetricQuery[]): Problem {
  const range = `${new Date(call.fromMs).toISOString()} to ${new Date(call.toMs).toISOString()}`;
  const message = `CloudWatch gave only part of the points from ${range}; they are asked for again at the next read`;
  return { kind: 'partial_data', where: whereOf(rest), message, count: rest.length };
}

function whereOf(queries: readonly MetricQuery[]): string {
  const names = [...new Set(queries.map(({ metric }) => metric))];
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

/** Reads one call into `points`. @returns the queries that stayed incomplete */
async function readCall(
  reader: Reader,
  call: PollCall<MetricQuery>,
  points: Map<string, Point[]>,
): Promise<readonly MetricQuery[]> {
  let rest = call.queries;
  for (let attempt = 1; rest.length > 0 && attempt <= reader.attempts; attempt++) {
    if (attempt > 1) await reader.delay(pauseMs(attempt - 1));
    rest = await readOnce(reader, { ...call, queries: rest }, points);
  }
  return rest;
}

async function readOnce(
  { cloudwatch, delay, attempts }: Reader,
  call: PollCall<MetricQuery>,
  points: Map<string, Point[]>,
): Promise<readonly MetricQuery[]> {
  const done = new Map<string, boolean>();
  let token: string | undefined;
  do {
    const input = inputOf(call, token);
    const page = await withRetry(() => cloudwatch.send(new GetMetricDataCommand(input)), { delay, attempts });
    for (const result of page.MetricDataResults ?? []) take(call, result, points, done);
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return call.queries.filter((_, i) => done.get(idOf(i)) !== true);
}

function take(
  call: PollCall<MetricQuery>,
  { Id = '', Timestamps = [], Values = [], StatusCode }: MetricDataResult,
  points: Map<string, Point[]>,
  done: Map<string, boolean>,
): void {
  const query = call.queries[Number(Id.slice(1))];
  if (query === undefined) return;
  done.set(Id, StatusCode === undefined || StatusCode === 'Complete');
  const factor = query.scale * perMinute(query, call.periodMs);
  const known = points.get(query.key) ?? [];
  for (const [i, time] of Timestamps.entries()) known.push([time.getTime(), (Values[i] ?? NaN) * factor]);
  points.set(query.key, known);
}

/**
 * MSK sends one datum a minute and processor (or partition), so a Sum over a minute is the level, while a Sum
 * over a longer period is that many levels: it is brought back to a minute, unless the signal counts events.
 */
function perMinute({ statistic, signal }: MetricQuery, periodMs: number): number {
  return statistic === 'Sum' && signal.rollup !== 'sum' ? 60_000 / periodMs : 1;
}

/** Ids must begin with a small letter; they live for one call. */
function idOf(index: number): string {
  return `m${index}`;
}

function inputOf(
  { fromMs, toMs, periodMs, queries }: PollCall<MetricQuery>,
  NextToken: string | undefined,
): GetMetricDataCommandInput {
  return {
    StartTime: new Date(fromMs),
    EndTime: new Date(toMs),
    ScanBy: 'TimestampAscending',
    MaxDatapoints: callLimits.points,
    NextToken,
    MetricDataQueries: queries.map(({ metric, dimensions, statistic }, i) => ({
      Id: idOf(i),
      ReturnData: true,
      MetricStat: {
        Metric: { Namespace: 'AWS/Kafka', MetricName: metric, Dimensions: [...dimensions] },
        Period: periodMs / 1000,
        Stat: statistic,
      },
    })),
  };
}
