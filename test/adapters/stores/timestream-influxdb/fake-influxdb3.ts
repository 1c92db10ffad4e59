import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type ReadLine, readLine } from './line-protocol.ts';

interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

/**
 * InfluxDB 3 as its documentation describes the HTTP API, in memory: lines are kept by measurement, tags and
 * time; SQL is the very text of the store, run by DuckDB, whose dialect needs `date_bin`, `selector_last` and
 * the cast of a time taught. A column that no line has written is unknown; a row leaves out what is null.
 */
export async function startFakeInfluxdb3({ token = 'apiv3_secret' } = {}) {
  const db = await (await DuckDBInstance.create(':memory:')).connect();
  const tables = new Map<string, Map<string, ReadLine>>();
  const queries: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const reply = await answer(request, body);
    const text = reply.body === undefined ? '' : JSON.stringify(reply.body);
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(text);
  });

  async function answer(request: IncomingMessage, body: string): Promise<Reply> {
    const url = new URL(request.url ?? '', 'http://loopback');
    if (request.headers.authorization !== `Bearer ${token}`) return { status: 401 };
    if (url.pathname === '/api/v3/write_lp') return write(tables, url.searchParams, body);
    const { db: name, q, format } = JSON.parse(body) as { db: string; q: string; format: string };
    if (url.pathname !== '/api/v3/query_sql' || format !== 'json') return { status: 404 };
    if (tables.size === 0) return { status: 404, body: { error: `database not found: ${name}` } };
    queries.push(q);
    await loadTables(db, tables);
    try {
      const result = await db.runAndReadAll(dialect(q));
      return { status: 200, body: result.getRowObjectsJson().map(withoutNulls) };
    } catch (error) {
      return { status: 400, body: { error: `error while planning query: ${(error as Error).message}` } };
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      db.closeSync();
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, token, tables, queries, close };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

/** Lines that cannot be read, or whose field has another type than before, are listed; the others are kept. */
function write(tables: Map<string, Map<string, ReadLine>>, query: URLSearchParams, body: string): Reply {
  if (query.get('precision') !== 'millisecond' || query.get('accept_partial') !== 'true')
    return { status: 400, body: { error: 'this fake knows milliseconds and partial writes only' } };
  const data = body.split('\n').flatMap((text, i) => {
    try {
      keep(tables, readLine(text));
      return [];
    } catch (error) {
      return [{ original_line: text, line_number: i + 1, error_message: (error as Error).message }];
    }
  });
  if (data.length === 0) return { status: 204 };
  return { status: 400, body: { error: 'partial write of line protocol occurred', data } };
}

function keep(tables: Map<string, Map<string, ReadLine>>, line: ReadLine): void {
  const table = tables.get(line.table) ?? new Map<string, ReadLine>();
  const key = JSON.stringify([Object.entries(line.tags).sort(), line.timeMs]);
  tables.set(line.table, table.set(key, { ...line, fields: { ...table.get(key)?.fields, ...line.fields } }));
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function loadTables(db: DuckDBConnection, tables: ReadonlyMap<string, ReadonlyMap<string, ReadLine>>) {
  for (const [name, table] of tables) {
    const lines = [...table.values()];
    const types = new Map([['time', 'TIMESTAMP']]);
    for (const { tags, fields } of lines) {
      for (const tag of Object.keys(tags)) types.set(tag, 'VARCHAR');
      for (const [field, value] of Object.entries(fields)) types.set(field, typeOf(value));
    }
    const columns = [...types].map(([column, type]) => `${quoted(column)} ${type}`);
    await db.run(`CREATE OR REPLACE TABLE ${quoted(name)} (${columns.join(', ')})`);
    const rows = lines.map((line) => `(${[...types.keys()].map((column) => cell(line, column)).join(', ')})`);
    await db.run(`INSERT INTO ${quoted(name)} VALUES ${rows.join(', ')}`);
  }
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return 'DOUBLE';
  if (typeof value === 'bigint') return 'BIGINT';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'VARCHAR';
}

function cell({ tags, fields, timeMs }: ReadLine, column: string): string {
  if (column === 'time') return `epoch_ms(CAST(${timeMs} AS BIGINT))`;
  const value = tags[column] ?? fields[column];
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`;
  if (typeof value === 'number') return `CAST('${value}' AS DOUBLE)`;
  return value === undefined ? 'NULL' : String(value);
}

/** InfluxDB 3's SQL in DuckDB's. */
function dialect(sql: string): string {
  return sql
    .replace(
      /date_bin\(INTERVAL '(\d+) milliseconds', "time", TIMESTAMP '1970-01-01T00:00:00Z'\)/g,
      'time_bucket(to_milliseconds($1), "time", epoch_ms(0))',
    )
    .replace(/selector_last\("value", "time"\)\['value'\]/g, 'arg_max("value", "time")')
    .replace(/CAST\((.+?) AS BIGINT\) \/ 1000000/g, 'epoch_ms($1)');
}

/** As its JSON is written: without nulls, whole numbers as numbers. */
function withoutNulls(row: Record<string, unknown>): Record<string, unknown> {
  const present = Object.entries(row).filter(([, value]) => value !== null);
  const isWhole = (name: string, value: unknown) =>
    (name === 'at' || name.startsWith('f')) && typeof value === 'string' && /^-?\d+$/.test(value);
  return Object.fromEntries(
    present.map(([name, value]) => [name, isWhole(name, value) ? Number(value) : value]),
  );
}
