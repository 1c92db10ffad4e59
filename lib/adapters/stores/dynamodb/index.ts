/** What is kept in DynamoDB: incidents for every installation, points for small ones. Two tables. */
export {
  createDynamoIncidentStore,
  incidentTable,
} from './incidents/index.ts';
export { createDynamoMetricStore, type DynamoMetricStoreOptions, pointTable } from './points/index.ts';
