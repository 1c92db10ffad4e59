/** A custom widget of a dashboard → HTML. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoIncidentStore } from '../../lib/adapters/stores/dynamodb/index.ts';
import { runbookOfRule } from '../../lib/domain/catalogue/index.ts';
import { loadClusters } from '../cluster-log.ts';
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('widget', ({ reader, settings, clock, logger }) => {
  const table = reader.text('TIDEWATCH_INCIDENT_TABLE');
  const { store, models } = createStores(reader, settings);
  const { rules, environment } = settings;
  return createHandler({
    store,
    incidents: createDynamoIncidentStore({ dynamodb: new DynamoDBClient(), table }),
    clusters: () => loadClusters(models, environment),
    rules,
    runbookOf: runbookOfRule,
    clock,
    logger,
  });
});
