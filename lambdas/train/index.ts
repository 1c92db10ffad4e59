/** A state machine → models in S3: plans batches of series, trains a batch, says what became of all. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler, type TrainBatch } from './handler.ts';

export const handler = wiredHandler('train', (wiring) => {
  const bucket = wiring.reader.text('TIDEWATCH_MODEL_BUCKET');
  const everyHours = wiring.reader.wholeNumber('TIDEWATCH_TRAIN_HOURS');
  const prefix = wiring.reader.text('TIDEWATCH_TRAIN_PREFIX');
  const stores = createStores(wiring.reader, wiring.settings);
  const s3 = new S3Client();
  const keepBatches = async (name: string, batches: readonly TrainBatch[]) => {
    const key = `${prefix}${name}/batches.json`;
    const Body = JSON.stringify(batches);
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: 'application/json' }));
    return { bucket, key };
  };
  const elapsedMs = () => performance.now();
  return createHandler({ ...wiring, ...stores, everyHours, elapsedMs, keepBatches });
});
