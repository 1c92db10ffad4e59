/** A schedule → incident statistics, kept with the model states. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createDynamoIncidentStore } from '../../lib/adapters/stores/dynamodb/index.ts';
import { createModels } from '../models.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('report', (wiring) => {
  const { reader, settings } = wiring;
  const table = reader.text('TIDEWATCH_INCIDENT_TABLE');
  const everyHours = reader.wholeNumber('TIDEWATCH_REPORT_HOURS');
  const models = createModels(reader, settings);
  const incidents = createDynamoIncidentStore({ dynamodb: new DynamoDBClient(), table });
  return createHandler({ ...wiring, incidents, models, everyHours });
});
