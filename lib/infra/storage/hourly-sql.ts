import { signals } from '../../domain/catalogue/index.ts';
import { type EntityKind, type EntityLabel, entityLabels } from '../../domain/series/entity.ts';

/** Columns of the table of points, as the store's adapter writes them
 *  (lib/adapters/stores/timestream-liveanalytics/records.ts). */
export const labelColumns: Readonly<Record<'cluster' | EntityLabel, string>> = {
  cluster: 'cluster',
  broker: 'broker',
  auth: 'client_auth',
  group: 'consumer_group',
  topic: 'topic',
  partition: 'topic_partition',
};

const value = 'measure_value::double';

/** What an hour of a series has. */
export const rollupMeasures = {
  average: { sql: `avg(${value})`, type: 'DOUBLE' },
  maximum: { sql: `max(${value})`, type: 'DOUBLE' },
  minimum: { sql: `min(${value})`, type: 'DOUBLE' },
  total: { sql: `sum(${value})`, type: 'DOUBLE' },
  newest: { sql: `max_by(${value}, "time")`, type: 'DOUBLE' },
  points: { sql: 'count(*)', type: 'BIGINT' },
} as const;

/** Points may come so late: the hours are written anew until then, and the newest writing counts. */
const lateHours = 3;

/** The columns that name an entity of the kind. */
export function columnsOf(kind: EntityKind): readonly string[] {
  return [labelColumns.cluster, ...entityLabels[kind].map((label) => labelColumns[label])];
}

/**
 * The query that rolls up the last full hours of all signals of a kind of entity. A signal has one kind, so its
 * points have no other columns than those named.
 * @param table quoted, with its database
 * @throws RangeError when no signal is of the kind
 */
export function hourlySql(table: string, kind: EntityKind): string {
  const ids = signals.filter(({ entity }) => entity === kind).map(({ id }) => `'${id}'`);
  if (ids.length === 0)
    throw new RangeError(
      `hourly rollups: got ${kind}, of which there is no signal; allowed: ${rollupKinds.join(', ')}`,
    );
  const names = ['measure_name', ...columnsOf(kind)].map((name) => `"${name}"`).join(', ');
  const measures = Object.entries(rollupMeasures).map(([name, { sql }]) => `${sql} AS "${name}"`);
  const end = 'bin(@scheduled_runtime, 1h)';
  return (
    `SELECT ${names}, bin("time", 1h) AS "hour", ${measures.join(', ')} FROM ${table}` +
    ` WHERE "time" >= ${end} - ${lateHours}h AND "time" < ${end} AND "measure_name" IN (${ids.join(', ')})` +
    ` GROUP BY ${names}, bin("time", 1h)`
  );
}

/** Kinds of entities that signals are measured on. */
export const rollupKinds: readonly EntityKind[] = [...new Set(signals.map(({ entity }) => entity))];
