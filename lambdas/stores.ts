import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { createDynamoMetricStore } from '../lib/adapters/stores/dynamodb/index.ts';
import { createTimestreamStore } from '../lib/adapters/stores/timestream-liveanalytics/index.ts';
import { ConfigError } from '../lib/ports/errors.ts';
import type { MetricStore } from '../lib/ports/metric-store.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';
import { systemClock } from './clock.ts';
import { createInfluxStore } from './influx-store.ts';
import { createModels } from './models.ts';
import type { Settings } from './settings.ts';
import type { VariableReader } from './variables.ts';

export interface Stores {
  readonly store: MetricStore;
  readonly models: ModelStore;
}

const dayMs = 86_400_000;

/** The stores of the environment. Checks the reader. @throws ConfigError when a variable is missing or wrong */
export function createStores(reader: VariableReader, settings: Pick<Settings, 'polling'>): Stores {
  return { store: createPoints(reader, settings), models: createModels(reader, settings) };
}

/** Where points are. The bundler knows TIDEWATCH_STORE, so that a function carries the one store it uses. */
function createPoints(reader: VariableReader, { polling }: Pick<Settings, 'polling'>): MetricStore {
  if (process.env.TIDEWATCH_STORE === 'dynamodb') {
    const table = reader.text('TIDEWATCH_POINT_TABLE');
    const keepMs = reader.wholeNumber('TIDEWATCH_POINT_DAYS') * dayMs;
    const parts = polling.partsPerCluster;
    const dynamodb = new DynamoDBClient();
    return createDynamoMetricStore({ dynamodb, clock: systemClock, table, keepMs, parts });
  }
  if (process.env.TIDEWATCH_STORE === 'timestream-influxdb') return createInfluxStore(reader);
  if (process.env.TIDEWATCH_STORE === 'timestream-liveanalytics') {
    const database = reader.text('TIDEWATCH_TIMESTREAM_DATABASE');
    const clients = { writer: new TimestreamWriteClient(), reader: new TimestreamQueryClient() };
    return createTimestreamStore({ ...clients, clock: systemClock, database });
  }
  throw new ConfigError([`TIDEWATCH_STORE: no store "${process.env.TIDEWATCH_STORE}"; the stacks set it`]);
}
