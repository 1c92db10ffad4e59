import { S3Client } from '@aws-sdk/client-s3';
import { createS3ModelStore } from '../lib/adapters/stores/s3/index.ts';
import type { ModelStore } from '../lib/ports/model-store.ts';
import type { Settings } from './settings.ts';
import type { VariableReader } from './variables.ts';

/** The model states of the environment, in S3. Checks the reader.
 *  @throws ConfigError when a variable is missing or wrong */
export function createModels(reader: VariableReader, { polling }: Pick<Settings, 'polling'>): ModelStore {
  const bucket = reader.text('TIDEWATCH_MODEL_BUCKET');
  reader.check();
  return createS3ModelStore({ s3: new S3Client(), bucket, parts: polling.partsPerCluster });
}
