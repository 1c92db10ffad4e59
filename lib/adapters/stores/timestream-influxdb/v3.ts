import { StoreError } from '../../../ports/errors.ts';
import type { RangeQuery, SeriesFilter } from '../../../ports/metric-store.ts';
import { inParallel } from '../../aws/parallel.ts';
import type { Block } from './blocks.ts';
import type { Engine, Range } from './engine.ts';
import { type Answer, post, wordsOf } from './http.ts';
import type { Line, Table } from './lines.ts';
import type { Settings } from './options.ts';
import { type Columns, newestSql, pointsSql, rowsSql, sqlConditions } from './sql.ts';
import { seriesOfTags } from './tags.ts';
import { type Outcome, refusal, refusals, type WriteApi, writeLines } from './write.ts';

const dayMs = 86_400_000;

/**
 * The longest span of one query: InfluxDB 3 Core refuses a query over more than 432 files of ten minutes,
 * which is three days. Source: InfluxDB 3 Core configuration reference, `query-file-limit`.
 */
const windowMs = 2 * dayMs;

/** How long the columns of the tables are held to be known, in ms: another writer may add one. */
const columnsAgeMs = 60_000;

/** InfluxDB 3: writes by `/api/v3/write_lp`, reads by `/api/v3/query_sql` in windows that Core answers. */
export function createV3(settings: Settings): Engine {
  const columns = createColumns(settings);
  const ask = async (
    table: Table,
    windows: readonly Range[],
    filter: SeriesFilter,
    sqlOf: (window: Range, condition: string, has: Columns) => string,
  ): Promise<readonly Block[]> => {
    const has = (await columns.all()).get(table) ?? new Set();
    if (!has.has('time')) return [];
    const conditions = sqlConditions(filter, has);
    const queries = windows.flatMap((window) => conditions.map((one) => sqlOf(window, one, has)));
    return (await inParallel(queries, settings.width, (sql) => askRows(settings, sql))).flatMap(blocksOf);
  };
  return {
    slotMs: dayMs,
    write: async (table, lines) => {
      const report = await writeLines(settings, writeApi, table, lines);
      if (lines.length > 0) columns.forget();
      return report;
    },
    points: (query) =>
      ask('points', windowsOf(settings, query, stepOf(query)), query, (window, condition, has) =>
        pointsSql(query, window, condition, has),
      ),
    rows: (table, range, filter, fields) =>
      ask(table, windowsOf(settings, range, 1), filter, (window, condition, has) =>
        rowsSql(table, window, condition, has, fields),
      ),
    newest: (table, fromMs, filter, fields) =>
      ask(
        table,
        windowsOf(settings, { fromMs, toMs: Number.POSITIVE_INFINITY }, 1),
        filter,
        (window, condition, has) => newestSql(table, window, condition, has, fields),
      ),
    // InfluxDB 3 deletes no rows: the database's retention period removes what is old.
    prune: async () => 0,
  };
}

function stepOf({ stepMs = 1 }: RangeQuery): number {
  return Math.max(1, Math.round(stepMs));
}

/** The range in windows whose edges are edges of steps, so that no step is cut. */
function windowsOf({ clock, maxAgeMs }: Settings, { fromMs, toMs }: Range, stepMs: number): readonly Range[] {
  const nowMs = clock.nowMs();
  const startMs = Math.max(Math.ceil(fromMs), nowMs - maxAgeMs);
  const endMs = Math.min(Math.ceil(toMs), nowMs + dayMs);
  const sizeMs = Math.max(stepMs, Math.floor(windowMs / stepMs) * stepMs);
  const windows: Range[] = [];
  for (let edge = Math.floor(startMs / stepMs) * stepMs; edge < endMs; edge += sizeMs)
    windows.push({ fromMs: Math.max(startMs, edge), toMs: Math.min(endMs, edge + sizeMs) });
  return windows;
}

type SqlRow = Readonly<Record<string, unknown>>;

/** Rows with the columns `at` (ms), `f0`, `f1` … and the tags. */
function blocksOf(rows: readonly SqlRow[]): readonly Block[] {
  return rows.map((row) => {
    const fields = Object.keys(row).filter((name) => /^f\d+$/.test(name));
    const values: unknown[] = [row.at];
    for (const name of fields) values[Number(name.slice(1)) + 1] = row[name];
    return { series: seriesOfTags(row), rows: [values] };
  });
}

async function askRows(settings: Settings, q: string): Promise<readonly SqlRow[]> {
  const answer = await post(settings, {
    what: 'queried',
    path: () => '/api/v3/query_sql',
    body: ({ bucket: db }) => JSON.stringify({ db, q, format: 'json' }),
    contentType: 'application/json',
  });
  // A database is made by its first write.
  if (answer.status === 404 && /database/i.test(answer.text)) return [];
  const rows = answer.status < 300 ? rowsOf(answer) : undefined;
  if (rows !== undefined) return rows;
  throw new StoreError(
    `influxdb at ${settings.url} cannot be queried: it answered ${answer.status}${wordsOf(answer.text)}`,
  );
}

function rowsOf({ text }: Answer): readonly SqlRow[] | undefined {
  try {
    const rows: unknown = JSON.parse(text);
    return Array.isArray(rows) ? rows : undefined;
  } catch {
    return undefined;
  }
}

interface TableColumns {
  all(): Promise<ReadonlyMap<string, Columns>>;
  /** Told of each write: a tag that is new to a table makes what is known of it stale. */
  forget(): void;
}

/** SQL refuses a column that no line has written yet. */
function createColumns(settings: Settings): TableColumns {
  let known: { readonly atMs: number; readonly tables: Promise<ReadonlyMap<string, Columns>> } | undefined;
  return {
    all: async () => {
      const nowMs = settings.clock.nowMs();
      if (known === undefined || nowMs - known.atMs >= columnsAgeMs)
        known = { atMs: nowMs, tables: readColumns(settings) };
      const mine = known;
      return await mine.tables.catch((error: unknown) => {
        if (known === mine) known = undefined;
        throw error;
      });
    },
    forget: () => {
      known = undefined;
    },
  };
}

async function readColumns(settings: Settings): Promise<ReadonlyMap<string, Columns>> {
  const rows = await askRows(
    settings,
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_name IN ('points', 'verdicts', 'forecasts')",
  );
  const tables = new Map<string, Set<string>>();
  for (const { table_name: table, column_name: column } of rows) {
    if (typeof table !== 'string' || typeof column !== 'string') continue;
    tables.set(table, (tables.get(table) ?? new Set()).add(column));
  }
  return tables;
}

const writeApi: WriteApi = {
  path: (db) =>
    `/api/v3/write_lp?${new URLSearchParams({ db, precision: 'millisecond', accept_partial: 'true' })}`,
  outcomeOf,
};

/**
 * 400 with a list of lines: the others are written. 400 without, 413, 422: none is.
 * Source: InfluxDB 3 Core, "Use the v3 write API", partial writes.
 */
function outcomeOf({ status, text }: Answer, table: Table, batch: readonly Line[]): Outcome | undefined {
  const lines = status === 400 ? refusedLines(text) : undefined;
  if (lines !== undefined && lines.length > 0) {
    const rejected = lines.flatMap(({ line_number: number, error_message: reason = 'no reason given' }) => {
      const line = batch[(number ?? 0) - 1];
      return line ? refusals(table, [line], reason) : [refusal(table, reason, 1)];
    });
    return { kind: 'partial', rejected: rejected.slice(0, batch.length) };
  }
  if (status !== 400 && status !== 413 && status !== 422) return undefined;
  return { kind: 'unreadable', reason: wordsOf(text).replace(/^: /, '') };
}

interface RefusedLine {
  readonly line_number?: number;
  readonly error_message?: string;
}

function refusedLines(text: string): readonly RefusedLine[] | undefined {
  try {
    const { data } = JSON.parse(text) as { data?: unknown };
    return Array.isArray(data) ? data : undefined;
  } catch {
    return undefined;
  }
}
