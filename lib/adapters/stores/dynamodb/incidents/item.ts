import { gunzipSync, gzipSync } from 'node:zlib';
import { type Incident, isOver } from '../../../../domain/incidents/incident.ts';
import { StoreError } from '../../../../ports/errors.ts';

/** The table's keys, both strings, its two partitions and its TTL attribute (seconds since the epoch). */
export const incidentTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Every incident. */
  logPartition: 'incidents',
  /** Those that are not over, once more. */
  openPartition: 'open',
  expires: 'expires',
} as const;

/** DynamoDB takes 400 kB an item, names included; a body up to half of it is kept readable. */
const readableBytes = 200_000;
const maxBytes = 390_000;

export type Item = Readonly<Record<string, string | number | Uint8Array>>;

/** The key of the incident in a partition: in the order of the triggers, and unique by the id. */
export function keyOf({ triggeredAtMs, id }: Incident, partition: string): Record<string, string> {
  return {
    [incidentTable.partitionKey]: partition,
    [incidentTable.sortKey]: `${String(triggeredAtMs).padStart(15, '0')}#${id}`,
  };
}

/** @throws StoreError when even packed the incident is larger than an item may be */
export function itemOf(incident: Incident, keepMs: number): Item {
  const overAtMs = incident.resolvedAtMs ?? incident.triggeredAtMs;
  return {
    ...keyOf(incident, incidentTable.logPartition),
    version: incident.version,
    dedup_key: incident.dedupKey,
    status: incident.status,
    body: bodyOf(incident),
    ...(isOver(incident) && { [incidentTable.expires]: Math.ceil((overAtMs + keepMs) / 1000) }),
  };
}

function bodyOf(incident: Incident): string | Uint8Array {
  const text = JSON.stringify(incident);
  if (Buffer.byteLength(text) <= readableBytes) return text;
  const packed = gzipSync(text);
  if (packed.byteLength <= maxBytes) return packed;
  throw new StoreError(
    `incident ${incident.id} has ${packed.byteLength} bytes packed: dynamodb takes ${maxBytes}; shorten its timeline or findings`,
  );
}

/** @throws StoreError when the item holds no incident */
export function incidentOfItem(item: Readonly<Record<string, unknown>>): Incident {
  const { body } = item;
  try {
    return JSON.parse(
      typeof body === 'string' ? body : gunzipSync(body as Uint8Array).toString(),
    ) as Incident;
  } catch (error) {
    const key = String(item[incidentTable.sortKey]);
    throw new StoreError(`item ${key} of the incident table holds no incident; delete it`, { cause: error });
  }
}
