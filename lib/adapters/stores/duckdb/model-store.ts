import { type DuckDBConnection, DuckDBDataChunk, VARCHAR } from '@duckdb/node-api';
import type { Json } from '../../../domain/forecast/forecaster.ts';
import type { ModelStore } from '../../../ports/model-store.ts';
import type { Database } from './database.ts';

/** States travel by this many at once: one statement a state costs a millisecond each. */
const batchSize = 500;

export function createDuckDbModelStore(database: Database): ModelStore {
  return {
    load: (keys) =>
      database.transaction(async (connection) => {
        const found = new Map<string, Json>();
        for (const batch of batches(keys)) await loadBatch(connection, batch, found);
        return found;
      }),
    save: async (states) => {
      if (states.size === 0) return;
      await database.transaction(async (connection) => {
        await connection.run('CREATE OR REPLACE TEMP TABLE staging_models (key VARCHAR, state VARCHAR)');
        const appender = await connection.createAppender('staging_models');
        for (const batch of batches([...states])) {
          const chunk = DuckDBDataChunk.create([VARCHAR, VARCHAR], batch.length);
          chunk.setRows(batch.map(([key, state]) => [key, JSON.stringify(state)]));
          appender.appendDataChunk(chunk);
        }
        appender.closeSync();
        await connection.run('INSERT OR REPLACE INTO models SELECT * FROM staging_models');
        await connection.run('DROP TABLE staging_models');
      });
    },
    // The file is shared with the metric and incident stores and closed with them.
    close: async () => undefined,
  };
}

async function loadBatch(
  connection: DuckDBConnection,
  keys: readonly string[],
  found: Map<string, Json>,
): Promise<void> {
  const places = keys.map((_, i) => `$${i + 1}`).join();
  const result = await connection.run(`SELECT key, state FROM models WHERE key IN (${places})`, [...keys]);
  for (const [key, state] of await result.getRowsJS()) {
    found.set(String(key), JSON.parse(String(state)) as Json);
  }
}

function batches<T>(all: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += batchSize) parts.push(all.slice(start, start + batchSize));
  return parts;
}
