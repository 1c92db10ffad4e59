import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from '@duckdb/node-api';
import { StoreError } from '../../../ports/errors.ts';

const schema = `
CREATE TABLE IF NOT EXISTS series (id INTEGER PRIMARY KEY, key VARCHAR UNIQUE);
CREATE TABLE IF NOT EXISTS points (series_id INTEGER, time_ms BIGINT, value DOUBLE);
CREATE TABLE IF NOT EXISTS verdicts (
  series_id INTEGER, time_ms BIGINT, observed DOUBLE, expected DOUBLE, lower DOUBLE, upper DOUBLE,
  score DOUBLE, p_value DOUBLE, is_anomaly BOOLEAN, detector VARCHAR);
CREATE TABLE IF NOT EXISTS forecasts (series_id INTEGER PRIMARY KEY, body VARCHAR);
CREATE TABLE IF NOT EXISTS models (key VARCHAR PRIMARY KEY, state VARCHAR);
CREATE TABLE IF NOT EXISTS incidents (
  id VARCHAR PRIMARY KEY, triggered_at_ms BIGINT, is_over BOOLEAN, version INTEGER, body VARCHAR);
CREATE OR REPLACE VIEW measurements AS
  SELECT key AS series, epoch_ms(time_ms) AS time, value FROM points JOIN series ON id = series_id;
`;

/** A connection on which one piece of work runs at a time, so that no two transactions mix. */
export interface Database {
  /** @throws StoreError with the cause kept, after rolling back */
  transaction<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T>;
  query(sql: string): Promise<DuckDBResult>;
}

export interface DatabaseFile {
  /** Another connection to the same file. */
  connect(): Promise<Database>;
  /** Waits for running work, then writes everything into the file. Closing twice is fine. */
  close(): Promise<void>;
}

/**
 * Opens (or makes) the file with its tables.
 * @param path a file, or `:memory:`
 * @throws StoreError when the file is in use by another process, is no database or cannot be written
 */
export async function openDatabase(path: string): Promise<DatabaseFile> {
  const instance = await DuckDBInstance.create(path).catch((cause: unknown) => {
    throw new StoreError(whyNotOpened(path, cause), { cause });
  });
  const connections: { idle: () => Promise<unknown>; connection: DuckDBConnection }[] = [];
  const first = await instance.connect();
  await first.run(schema);
  let closed = false;
  return {
    connect: async () => {
      const connection = await instance.connect();
      const { database, idle } = serialised(connection, path);
      connections.push({ idle, connection });
      return database;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await Promise.allSettled(connections.map(({ idle }) => idle()));
      for (const { connection } of connections) connection.closeSync();
      if (path !== ':memory:') await first.run('CHECKPOINT');
      first.closeSync();
      instance.closeSync();
    },
  };
}

function whyNotOpened(path: string, cause: unknown): string {
  const text = String(cause);
  if (/lock/i.test(text)) {
    return `store ${path} is in use by another process: stop it, or give another file with --store`;
  }
  return `store ${path} cannot be opened: ${firstLine(text)}; give another file with --store`;
}

function firstLine(text: string): string {
  return text.replace(/^Error: /, '').split('\n', 1)[0] ?? text;
}

function serialised(
  connection: DuckDBConnection,
  path: string,
): { database: Database; idle: () => Promise<unknown> } {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work, work).catch((cause: unknown) => {
      if (cause instanceof StoreError) throw cause;
      throw new StoreError(`store ${path}: ${firstLine(String(cause))}`, { cause });
    });
    last = result.catch(() => undefined);
    return result;
  };
  const database: Database = {
    query: (sql) => inTurn(() => connection.run(sql)),
    transaction: (work) =>
      inTurn(async () => {
        await connection.run('BEGIN');
        try {
          const result = await work(connection);
          await connection.run('COMMIT');
          return result;
        } catch (error) {
          await connection.run('ROLLBACK').catch(() => undefined);
          throw error;
        }
      }),
  };
  return { database, idle: () => last };
}
