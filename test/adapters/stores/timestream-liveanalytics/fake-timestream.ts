import { QueryCommand, TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import {
  type _Record,
  type RejectedRecord,
  RejectedRecordsException,
  TimestreamWriteClient,
  WriteRecordsCommand,
  type WriteRecordsCommandInput,
} from '@aws-sdk/client-timestream-write';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { mockClient } from 'aws-sdk-client-mock';

type Cells = Readonly<Record<string, string>>;

interface Stored {
  readonly version: number;
  readonly value: string;
  readonly cells: Cells;
}

export interface FakeOptions {
  /** Records before this time are refused, as if beyond the retention. */
  readonly oldestMs?: number;
  /** Rows of one page of a query's answer. @default 3 */
  readonly pageRows?: number;
}

/**
 * Timestream for LiveAnalytics in memory, behind mocked clients of the SDK. Writes follow the service's rules
 * of versions, common attributes and limits; queries are the very SQL text of the store, run by DuckDB, whose
 * dialect needs only `bin` and `from_milliseconds` taught. A column that no record has written is unknown, as
 * it is to the service.
 */
export async function createFakeTimestream({ oldestMs = 0, pageRows = 3 }: FakeOptions = {}) {
  const writer = mockClient(new TimestreamWriteClient({ region: 'us-east-1' }));
  const reader = mockClient(new TimestreamQueryClient({ region: 'us-east-1' }));
  const tables = new Map<string, Map<string, Stored>>();
  const db = await (await DuckDBInstance.create(':memory:')).connect();
  await db.run('CREATE MACRO from_milliseconds(ms) AS epoch_ms(CAST(ms AS BIGINT))');
  let isStale = true;

  writer.on(WriteRecordsCommand).callsFake((input: WriteRecordsCommandInput) => {
    const { TableName = '', Records = [], CommonAttributes = {} } = input;
    if (Records.length > 100) throw validation('more than 100 records');
    const table = tables.get(TableName) ?? new Map<string, Stored>();
    tables.set(TableName, table);
    isStale = true;
    const rejected = Records.flatMap((record, i) =>
      writeOne(table, merged(CommonAttributes, record), i, oldestMs),
    );
    if (rejected.length === 0) return { RecordsIngested: { Total: Records.length } };
    throw new RejectedRecordsException({ RejectedRecords: rejected, message: 'rejected', $metadata: {} });
  });
  const answers = new Map<string, { columns: string[]; rows: (string | undefined)[][] }>();
  reader.on(QueryCommand).callsFake(async ({ QueryString, NextToken }) => {
    if (QueryString.length > 262_144) throw validation('query too long');
    if (isStale) await loadTables(db, tables);
    isStale = false;
    const answer = answers.get(QueryString) ?? (await runQuery(db, QueryString, tables));
    const at = Number(NextToken ?? 0);
    const isLast = at + pageRows >= answer.rows.length;
    if (isLast) answers.delete(QueryString);
    else answers.set(QueryString, answer);
    return {
      ColumnInfo: answer.columns.map((Name) => ({ Name })),
      Rows: answer.rows.slice(at, at + pageRows).map((row) => ({
        Data: row.map((ScalarValue) => (ScalarValue === undefined ? { NullValue: true } : { ScalarValue })),
      })),
      NextToken: isLast ? undefined : String(at + pageRows),
    };
  });
  return { writer, reader, tables, close: () => db.closeSync() };
}

function validation(message: string): Error {
  return Object.assign(new Error(message), {
    name: 'ValidationException',
    $metadata: { httpStatusCode: 400 },
  });
}

function merged(common: _Record, record: _Record): _Record {
  const names = new Set(common.Dimensions?.map(({ Name }) => Name));
  if (record.Dimensions?.some(({ Name }) => names.has(Name))) throw validation('dimensions overlap');
  return {
    ...common,
    ...record,
    Dimensions: [...(common.Dimensions ?? []), ...(record.Dimensions ?? [])],
  };
}

function writeOne(
  table: Map<string, Stored>,
  record: _Record,
  RecordIndex: number,
  oldestMs: number,
): readonly RejectedRecord[] {
  if (record.TimeUnit !== 'MILLISECONDS') throw validation('this fake knows milliseconds only');
  if (Number(record.Time) < oldestMs) {
    return [
      { RecordIndex, Reason: 'The record timestamp is outside the time range of the data retention window.' },
    ];
  }
  const cells = cellsOf(record);
  if (JSON.stringify(cells).length > 2400) return [{ RecordIndex, Reason: 'The record exceeds 2 KB.' }];
  const dims = record.Dimensions?.map(({ Name, Value }) => [Name, Value]).sort();
  const key = JSON.stringify([record.MeasureName, record.Time, dims]);
  const value = JSON.stringify(cells);
  const version = record.Version ?? 1;
  const known = table.get(key);
  if (known && (known.version > version || (known.version === version && known.value !== value))) {
    return [{ RecordIndex, Reason: 'A higher version exists.', ExistingVersion: known.version }];
  }
  table.set(key, { version, value, cells });
  return [];
}

function cellsOf(record: _Record): Cells {
  const measures =
    record.MeasureValueType === 'MULTI'
      ? (record.MeasureValues ?? []).map(({ Name = '', Value = '' }) => [Name, Value])
      : [['measure_value', record.MeasureValue ?? '']];
  return {
    measure_name: record.MeasureName ?? '',
    time: record.Time ?? '',
    ...Object.fromEntries((record.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
    ...Object.fromEntries(measures),
  };
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const text = (value: string | undefined) =>
  value === undefined ? 'NULL' : `'${value.replaceAll("'", "''")}'`;

function columnsOf(table: ReadonlyMap<string, Stored>): readonly string[] {
  return [
    ...new Set(['measure_name', 'time', ...[...table.values()].flatMap(({ cells }) => Object.keys(cells))]),
  ];
}

async function loadTables(db: DuckDBConnection, tables: ReadonlyMap<string, ReadonlyMap<string, Stored>>) {
  await db.run('CREATE SCHEMA IF NOT EXISTS tide');
  for (const [name, table] of tables) {
    const columns = columnsOf(table);
    const typed = columns.map((c) => `${quoted(c)} ${c === 'time' ? 'TIMESTAMP' : 'VARCHAR'}`);
    await db.run(`CREATE OR REPLACE TABLE tide.${quoted(name)} (${typed.join(', ')})`);
    const rows = [...table.values()].map(({ cells }) => {
      const values = columns.map((c) => (c === 'time' ? `epoch_ms(${cells.time})` : text(cells[c])));
      return `(${values.join(', ')})`;
    });
    if (rows.length > 0) await db.run(`INSERT INTO tide.${quoted(name)} VALUES ${rows.join(', ')}`);
  }
}

async function runQuery(
  db: DuckDBConnection,
  sql: string,
  tables: ReadonlyMap<string, ReadonlyMap<string, Stored>>,
) {
  const described = /^DESCRIBE "tide"\."(\w+)"$/.exec(sql);
  if (described) {
    const columns = columnsOf(tables.get(described[1] ?? '') ?? new Map());
    const named = columns.map((c) => (c === 'measure_value' ? 'measure_value::double' : c));
    return { columns: ['Column', 'Type'], rows: named.map((c) => [c, 'varchar']) };
  }
  const dialect = sql.replace(
    /bin\("time", (\d+)ms\)/g,
    `time_bucket(to_milliseconds($1), "time", epoch_ms(0))`,
  );
  const result = await db.runAndReadAll(dialect);
  const columns = result.columnNames();
  const rows = result.getRowsJson().map((row) =>
    row.map((value, i) => {
      if (value === null) return undefined;
      return columns[i] === 'at' ? nanoseconds(String(value)) : String(value);
    }),
  );
  return { columns, rows };
}

/** A timestamp as the service prints it: with nine digits after the point. */
function nanoseconds(timestamp: string): string {
  const [seconds = '', fraction = ''] = timestamp.split('.');
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}
