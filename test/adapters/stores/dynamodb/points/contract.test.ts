import { createDynamoMetricStore } from '../../../../../lib/adapters/stores/dynamodb/index.ts';
import { metricStoreContract } from '../../../../contracts/metric-store.ts';
import { createFakeDynamoDb } from './fake-dynamodb.ts';

const clock = { nowMs: () => Date.UTC(2026, 0, 5, 1) };

for (const parts of [1, 3]) {
  metricStoreContract(
    `dynamodb with ${parts} part(s) a cluster`,
    async () => {
      const { client } = createFakeDynamoDb({ pageBytes: 300 });
      return createDynamoMetricStore({ dynamodb: client as never, table: 'points', clock, parts });
    },
    { prunes: false },
  );
}
