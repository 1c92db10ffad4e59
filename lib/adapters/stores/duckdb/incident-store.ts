import { type Incident, isOver } from '../../../domain/incidents/incident.ts';
import type { IncidentStore } from '../../../ports/incident-store.ts';
import type { Database } from './database.ts';

export function createDuckDbIncidentStore(database: Database): IncidentStore {
  const select = async (tail: string): Promise<Incident[]> => {
    const rows = await (await database.query(`SELECT body FROM incidents ${tail}`)).getRowsJS();
    return rows.map(([body]) => JSON.parse(String(body)) as Incident);
  };
  return {
    open: () => select('WHERE NOT is_over ORDER BY triggered_at_ms DESC, id'),
    list: (limit) => select(`ORDER BY triggered_at_ms DESC, id LIMIT ${Math.max(0, Math.floor(limit))}`),
    put: (incident) =>
      database.transaction(async (connection) => {
        const stored = await connection.run('SELECT version FROM incidents WHERE id = $1', [incident.id]);
        const [row] = await stored.getRowsJS();
        const storedVersion = row ? Number(row[0]) : 0;
        if (storedVersion !== incident.version - 1) return false;
        await connection.run('INSERT OR REPLACE INTO incidents VALUES ($1, $2, $3, $4, $5)', [
          incident.id,
          incident.triggeredAtMs,
          isOver(incident),
          incident.version,
          JSON.stringify(incident),
        ]);
        return true;
      }),
    // The file is shared with the metric and model stores and closed with them.
    close: async () => undefined,
  };
}
