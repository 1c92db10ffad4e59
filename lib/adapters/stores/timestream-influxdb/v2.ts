import { StoreError } from '../../../ports/errors.ts';
import type { RangeQuery, SeriesFilter } from '../../../ports/metric-store.ts';
import { inParallel } from '../../aws/parallel.ts';
import { type Block, numberOf, type Row } from './blocks.ts';
import { type ConditionWords, conditionsOf, type Engine, type Range, wholeMs } from './engine.ts';
import { type Answer, post, type Request, wordsOf } from './http.ts';
import type { Line, Table } from './lines.ts';
import type { Settings } from './options.ts';
import { seriesOfTags, storedTag, tags, tagsOf } from './tags.ts';
import { type Outcome, refusal, type WriteApi, writeLines } from './write.ts';

/** A shard of a bucket that keeps more than half a year holds a week, and so does a slot. */
const slotMs = 7 * 86_400_000;

/**
 * InfluxDB 2: writes by `/api/v2/write`, reads by InfluxQL (`/query`), which answers one block a series with
 * doubles that come back exactly and whole ms, where Flux would print each tag in each row of a CSV.
 */
export function createV2(settings: Settings): Engine {
  const ask = async (filter: SeriesFilter, queryOf: (condition: string) => string) => {
    const queries = conditionsOf(filter, influxql).map(queryOf);
    return (await inParallel(queries, settings.width, (query) => askOne(settings, query))).flat();
  };
  return {
    slotMs,
    write: (table, lines) => writeLines(settings, writeApi, table, lines),
    points: (query) => ask(query, (condition) => pointsQuery(query, condition)),
    rows: (table, range, filter, fields) =>
      ask(filter, (condition) => `${select(fields)} ${from(table, range, condition)} ${byTags}`),
    newest: (table, sinceMs, filter, fields) =>
      ask(filter, (condition) => {
        const rest = from(table, { fromMs: sinceMs, toMs: Number.POSITIVE_INFINITY }, condition);
        return `${select(fields)} ${rest} ${byTags} ORDER BY time DESC LIMIT 1`;
      }),
    prune: (beforeMs) => prune(settings, wholeMs(beforeMs)),
  };
}

/** A string is in single quotes; a tag that a series has not is equal to the empty string. */
const influxql: ConditionWords = {
  equals: (tag, value) => `${identifier(tag)} = ${literal(storedTag(value))}`,
  isOneOf: (tag, values) => `(${values.map((value) => influxql.equals(tag, value)).join(' OR ')})`,
  isSeries: (series) => {
    const own = tagsOf(series);
    const parts = tags.map((tag) => `${identifier(tag)} = ${literal(own.get(tag) ?? '')}`);
    return `(${parts.join(' AND ')})`;
  },
};

const byTags = `GROUP BY ${tags.map(identifier).join(', ')}`;

const functions = { average: 'mean', max: 'max', min: 'min', sum: 'sum', last: 'last' } as const;

function pointsQuery(query: RangeQuery, condition: string): string {
  const { stepMs, rollup = 'average' } = query;
  const rest = from('points', query, condition);
  if (stepMs === undefined) return `${select(['value'])} ${rest} ${byTags}`;
  const step = Math.max(1, Math.round(stepMs));
  return `SELECT ${functions[rollup]}("value") ${rest} ${byTags}, time(${step}ms) fill(none)`;
}

function select(fields: readonly string[]): string {
  return `SELECT ${fields.map(identifier).join(', ')}`;
}

function from(table: Table, { fromMs, toMs }: Range, condition: string): string {
  const time = `time >= ${wholeMs(fromMs)}ms AND time < ${wholeMs(toMs)}ms`;
  return `FROM ${identifier(table)} WHERE ${time}${condition === '' ? '' : ` AND ${condition}`}`;
}

function literal(text: string): string {
  return `'${text.replace(/['\\]/g, (c) => `\\${c}`)}'`;
}

function identifier(name: string): string {
  return `"${name.replace(/["\\]/g, (c) => `\\${c}`)}"`;
}

interface InfluxqlAnswer {
  readonly results?: readonly {
    readonly error?: string;
    readonly series?: readonly {
      readonly tags?: Readonly<Record<string, string>>;
      readonly values?: readonly Row[];
    }[];
  }[];
}

async function askOne(settings: Settings, query: string): Promise<readonly Block[]> {
  const answer = await post(settings, {
    what: 'queried',
    path: ({ bucket }) => `/query?${new URLSearchParams({ db: bucket, epoch: 'ms' })}`,
    body: () => new URLSearchParams({ q: query }).toString(),
    contentType: 'application/x-www-form-urlencoded',
  });
  if (answer.status >= 300) throw unanswered(settings, 'queried', answer);
  const [result] = parsed(settings, answer).results ?? [];
  if (result?.error !== undefined)
    throw new StoreError(`influxdb at ${settings.url} cannot be queried: ${result.error.slice(0, 300)}`);
  return (result?.series ?? []).map(({ tags: stored = {}, values = [] }) => ({
    series: seriesOfTags(stored),
    rows: values,
  }));
}

function parsed(settings: Settings, { text }: Answer): InfluxqlAnswer {
  try {
    return JSON.parse(text) as InfluxqlAnswer;
  } catch (cause) {
    throw new StoreError(`influxdb at ${settings.url} answered a query with something that is no JSON`, {
      cause,
    });
  }
}

function unanswered({ url }: Settings, what: string, { status, text }: Answer): StoreError {
  return new StoreError(`influxdb at ${url} cannot be ${what}: it answered ${status}${wordsOf(text)}`);
}

const writeApi: WriteApi = {
  path: (bucket, org) => `/api/v2/write?${new URLSearchParams({ org, bucket, precision: 'ms' })}`,
  outcomeOf: outcomeOf,
};

/** 422: all but the dropped lines are written. 400: a line cannot be read, none is written. 413: too large.
 *  Source: InfluxDB 2.7, http/write_handler.go and tsdb/shard.go. */
function outcomeOf({ status, text }: Answer, table: Table, batch: readonly Line[]): Outcome | undefined {
  const reason = wordsOf(text).replace(/^: /, '');
  if (status === 413 || (status === 400 && /unable to parse|partial write/i.test(reason)))
    return { kind: 'unreadable', reason };
  if (status !== 422) return undefined;
  const dropped = Number(/dropped(?:=| )(\d+)/.exec(reason)?.[1] ?? batch.length);
  return { kind: 'partial', rejected: [refusal(table, reason, Math.min(dropped, batch.length))] };
}

/** The count is of points; verdicts and forecasts go too. */
async function prune(settings: Settings, beforeMs: number): Promise<number> {
  const counted = await askOne(settings, `SELECT count("value") FROM "points" WHERE time < ${beforeMs}ms`);
  for (const table of ['points', 'verdicts'] as const) {
    const answer = await post(settings, deletion(table, beforeMs));
    if (answer.status >= 300) throw unanswered(settings, 'pruned', answer);
  }
  return numberOf(counted[0]?.rows[0]?.[1]) || 0;
}

/** The end of a deletion is inclusive. Source: seen on InfluxDB 2.7.12. */
function deletion(table: Table, beforeMs: number): Request {
  return {
    what: 'pruned',
    path: ({ bucket, organization: org }) => `/api/v2/delete?${new URLSearchParams({ org, bucket })}`,
    body: () =>
      JSON.stringify({
        start: '1970-01-01T00:00:00Z',
        stop: new Date(beforeMs - 1).toISOString(),
        predicate: `_measurement="${table}"`,
      }),
    contentType: 'application/json',
  };
}
