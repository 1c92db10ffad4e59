/** A schedule → a queue → forecasts in the store. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { createQueueSender } from '../queue.ts';
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('project', (wiring) => {
  const queue = wiring.reader.text('TIDEWATCH_PROJECT_QUEUE');
  const stores = createStores(wiring.reader, wiring.settings);
  return createHandler({ ...wiring, ...stores, send: createQueueSender(new SQSClient(), queue) });
});
