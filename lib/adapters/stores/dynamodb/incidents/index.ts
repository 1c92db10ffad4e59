import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type Incident, isOver } from '../../../../domain/incidents/incident.ts';
import type { IncidentStore } from '../../../../ports/incident-store.ts';
import { type Delay, isTransient, nameOf, wait, withRetry } from '../../../aws/retry.ts';
import { guarded, unreachable } from '../unreachable.ts';
import { incidentOfItem, incidentTable, itemOf, keyOf } from './item.ts';

export { incidentTable } from './item.ts';

export interface DynamoIncidentStoreOptions {
  readonly dynamodb: DynamoDBClient;
  /** A table with the keys and the TTL attribute of `incidentTable`. */
  readonly table: string;
  /** How long an incident is kept once it is over, in ms. @default 400 days */
  readonly keepMs?: number;
  /** Tries of a call that is throttled. @default 5 */
  readonly attempts?: number;
  /** How to wait between tries. @default a timer */
  readonly delay?: Delay;
}

/**
 * The incident log in one DynamoDB table. A write is conditional on the version that it has seen; all reads
 * are consistent. What is open is kept a second time in a partition of its own, in the same transaction: an
 * index would lag behind, and a router that misses an open incident opens it twice. The client stays the
 * caller's.
 */
export function createDynamoIncidentStore(options: DynamoIncidentStoreOptions): IncidentStore {
  const { dynamodb, table, keepMs = 400 * 86_400_000, attempts = 5, delay = wait } = options;
  const documents = DynamoDBDocumentClient.from(dynamodb);

  async function query(
    partition: string,
    limit: number,
    input: Partial<QueryCommandInput> = {},
  ): Promise<readonly Incident[]> {
    const incidents: Incident[] = [];
    let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
    do {
      const command = new QueryCommand({ ...queryOf(table, partition), ...input, ExclusiveStartKey });
      const page = await guarded(table, () => withRetry(() => documents.send(command), { delay, attempts }));
      incidents.push(...(page.Items ?? []).map(incidentOfItem));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined && incidents.length < limit);
    return incidents.slice(0, limit);
  }

  return {
    open: () => query(incidentTable.openPartition, Number.POSITIVE_INFINITY),
    list: async (limit) => {
      if (limit < 1) return [];
      return query(incidentTable.logPartition, limit, { ScanIndexForward: false, Limit: limit });
    },
    put: async (incident) => {
      const command = new TransactWriteCommand(putOf(table, incident, keepMs));
      try {
        await withRetry(() => documents.send(command), { delay, attempts, isRetryable });
        return true;
      } catch (error) {
        if (reasonsOf(error).includes('ConditionalCheckFailed')) return false;
        throw unreachable(table, error);
      }
    },
    close: async () => {},
  };
}

function queryOf(table: string, partition: string): QueryCommandInput {
  return {
    TableName: table,
    ConsistentRead: true,
    KeyConditionExpression: '#pk = :pk',
    ExpressionAttributeNames: { '#pk': incidentTable.partitionKey },
    ExpressionAttributeValues: { ':pk': partition },
  };
}

/** The token makes a repeat of a write whose answer was lost succeed rather than find its own version. */
function putOf(TableName: string, incident: Incident, keepMs: number): TransactWriteCommandInput {
  const item = itemOf(incident, keepMs);
  const open = { ...item, ...keyOf(incident, incidentTable.openPartition) };
  const mirror = isOver(incident)
    ? { Delete: { TableName, Key: keyOf(incident, incidentTable.openPartition) } }
    : { Put: { TableName, Item: open } };
  return {
    ClientRequestToken: randomUUID(),
    TransactItems: [{ Put: { TableName, Item: item, ...conditionOf(incident) } }, mirror],
  };
}

function conditionOf({ version }: Incident) {
  if (version === 1) {
    return {
      ConditionExpression: 'attribute_not_exists(#pk)',
      ExpressionAttributeNames: { '#pk': incidentTable.partitionKey },
    };
  }
  return {
    ConditionExpression: '#version = :seen',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':seen': version - 1 },
  };
}

/** Why each part of a transaction was refused: `None` for a part that was not. */
function reasonsOf(error: unknown): readonly string[] {
  if (nameOf(error) !== 'TransactionCanceledException') return [];
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
  return CancellationReasons.map(({ Code = 'None' }) => Code);
}

/** Another writer was there at the same moment, or too many were: the next try finds the condition decided. */
function isRetryable(error: unknown): boolean {
  const reasons = reasonsOf(error);
  if (reasons.includes('ConditionalCheckFailed')) return false;
  return isTransient(error) || reasons.some((code) => /Conflict|Throttling|Throughput/.test(code));
}
