import { createDynamoMetricStore } from '../../../lib/adapters/stores/dynamodb/index.ts';
import type { MetricStore } from '../../../lib/ports/metric-store.ts';
import { type Local, physicalId, resourcesOf } from './local.ts';

/** Name of the deployed table of points. */
export async function pointTable(local: Local): Promise<string> {
  return physicalId(await resourcesOf(local), 'AWS::DynamoDB::Table', /Points/);
}

/** The deployed store of points, past the gateway. */
export async function pointStore(local: Local): Promise<MetricStore> {
  return createDynamoMetricStore({
    dynamodb: local.clients.dynamodb,
    table: await pointTable(local),
    clock: { nowMs: () => Date.now() },
    keepMs: 63 * 86_400_000,
  });
}
