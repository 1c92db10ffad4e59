import {
  BIGINT,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  INTEGER,
} from '@duckdb/node-api';
import type { Database } from './database.ts';

/** A row of a table whose first columns are series_id and time_ms; `rest` are its other columns. */
export interface TimedRow {
  readonly seriesId: number;
  readonly timeMs: number;
  readonly rest: readonly DuckDBValue[];
}

/** DuckDB's own vector size: a chunk holds at most this many rows. */
const chunkRows = 2048;

/**
 * A table of one row a series and time, kept so without an index: an index would make appending several
 * times slower and is not needed, because nearly all rows are newer than what is there. Those that are
 * not go through a staging table that replaces what differs and adds what is missing.
 */
export class TimeTable {
  readonly #table: string;
  readonly #columns: readonly string[];
  readonly #types: readonly DuckDBType[];
  readonly #lastMs = new Map<number, number>();

  private constructor(table: string, columns: readonly string[], types: readonly DuckDBType[]) {
    this.#table = table;
    this.#columns = columns;
    this.#types = [INTEGER, BIGINT, ...types];
  }

  static async open(
    database: Database,
    table: string,
    columns: Readonly<Record<string, DuckDBType>>,
  ): Promise<TimeTable> {
    const opened = new TimeTable(table, Object.keys(columns), Object.values(columns));
    const newest = await database.query(
      `SELECT series_id, max(time_ms)::DOUBLE FROM ${table} GROUP BY series_id`,
    );
    for (const [id, lastMs] of await newest.getRowsJS()) opened.#lastMs.set(Number(id), Number(lastMs));
    return opened;
  }

  /** Time of the newest row of the series. */
  lastMs(seriesId: number): number | undefined {
    return this.#lastMs.get(seriesId);
  }

  /** Puts the rows in, inside the caller's transaction: a row of the same series and time is replaced. */
  async put(connection: DuckDBConnection, rows: readonly TimedRow[]): Promise<void> {
    const fresh: TimedRow[] = [];
    const overlapping: TimedRow[] = [];
    const newest = new Map<number, number>();
    for (const row of rows) {
      const last = newest.get(row.seriesId) ?? this.#lastMs.get(row.seriesId) ?? Number.NEGATIVE_INFINITY;
      if (row.timeMs > last) {
        newest.set(row.seriesId, row.timeMs);
        fresh.push(row);
      } else {
        overlapping.push(row);
      }
    }
    await this.#append(connection, this.#table, fresh);
    if (overlapping.length > 0) await this.#merge(connection, overlapping);
    for (const [id, lastMs] of newest) this.#lastMs.set(id, lastMs);
  }

  /** Forgets rows before the time. @returns how many went */
  async prune(connection: DuckDBConnection, beforeMs: number): Promise<number> {
    const { rowsChanged } = await connection.run(
      `DELETE FROM ${this.#table} WHERE time_ms < ${Math.ceil(beforeMs)}`,
    );
    for (const [id, lastMs] of this.#lastMs) if (lastMs < beforeMs) this.#lastMs.delete(id);
    return rowsChanged;
  }

  async #append(connection: DuckDBConnection, table: string, rows: readonly TimedRow[]): Promise<void> {
    if (rows.length === 0) return;
    const appender = await connection.createAppender(table);
    for (let start = 0; start < rows.length; start += chunkRows) {
      const part = rows.slice(start, start + chunkRows);
      const chunk = DuckDBDataChunk.create(this.#types, part.length);
      chunk.setColumnValues(
        0,
        part.map((row) => row.seriesId),
      );
      chunk.setColumnValues(
        1,
        part.map((row) => BigInt(row.timeMs)),
      );
      for (let column = 0; column < this.#columns.length; column++) {
        chunk.setColumnValues(
          column + 2,
          part.map((row) => row.rest[column] ?? null),
        );
      }
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
    appender.closeSync();
  }

  async #merge(connection: DuckDBConnection, rows: readonly TimedRow[]): Promise<void> {
    const staging = `staging_${this.#table}`;
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${staging} AS SELECT * FROM ${this.#table} LIMIT 0`);
    const lastOfEach = new Map(rows.map((row) => [`${row.seriesId}/${row.timeMs}`, row]));
    await this.#append(connection, staging, [...lastOfEach.values()]);
    let fromMs = Number.POSITIVE_INFINITY;
    let toMs = Number.NEGATIVE_INFINITY;
    for (const { timeMs } of rows) {
      fromMs = Math.min(fromMs, timeMs);
      toMs = Math.max(toMs, timeMs);
    }
    const same = `t.series_id = s.series_id AND t.time_ms = s.time_ms
      AND t.time_ms BETWEEN ${fromMs} AND ${toMs}`;
    const differs = this.#columns.map((name) => `t.${name} IS DISTINCT FROM s.${name}`).join(' OR ');
    await connection.run(`DELETE FROM ${this.#table} t USING ${staging} s WHERE ${same} AND (${differs})`);
    await connection.run(
      `INSERT INTO ${this.#table} SELECT * FROM ${staging} s
       WHERE NOT EXISTS (SELECT 1 FROM ${this.#table} t WHERE ${same})`,
    );
    await connection.run(`DROP TABLE ${staging}`);
  }
}
