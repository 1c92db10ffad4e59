import { S3Client } from '@aws-sdk/client-s3';
import { TimestreamQueryClient } from '@aws-sdk/client-timestream-query';
import { TimestreamWriteClient } from '@aws-sdk/client-timestream-write';
import { createS3ModelStore } from '../lib/adapters/stores/s3/index.ts';
import { createTimestreamStore } from '../lib/adapters/stores/timestream-liveanalytics/index.ts';
import type { MetricStore } from '../lib/ports/metric-store.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';
import { systemClock } from './clock.ts';
import type { VariableReader } from './settings.ts';

export interface Stores {
  readonly store: MetricStore;
  readonly models: ModelStore;
}

/** The stores of the environment: points in Timestream, states in S3. Checks the reader.
 *  @throws ConfigError when a variable is missing or wrong */
export function createStores(reader: VariableReader): Stores {
  const database = reader.text('TIDEWATCH_TIMESTREAM_DATABASE');
  const bucket = reader.text('TIDEWATCH_MODEL_BUCKET');
  reader.check();
  const clients = { writer: new TimestreamWriteClient(), reader: new TimestreamQueryClient() };
  return {
    store: createTimestreamStore({ ...clients, clock: systemClock, database }),
    models: createS3ModelStore({ s3: new S3Client(), bucket }),
  };
}
