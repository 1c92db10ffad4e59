/** A schedule → MSK and CloudWatch of every account and region → what is polled of each cluster. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { createCloudWatchFinder } from '../../lib/adapters/sources/cloudwatch/index.ts';
import { createClients } from '../aws-clients.ts';
import { createModels } from '../models.ts';
import { createQueueSender } from '../queue.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('discover', (wiring) => {
  const { reader, settings, clock } = wiring;
  const queue = reader.text('TIDEWATCH_COLLECT_QUEUE');
  const models = createModels(reader, settings);
  const clientsOf = createClients(settings);
  const scraped = new Set(settings.clusters.filter((one) => one.openMonitoring).map(({ arn }) => arn));
  return createHandler({
    ...wiring,
    models,
    finderOf: (place, known) =>
      createCloudWatchFinder({
        ...clientsOf(place),
        clock,
        clusters: place.arns,
        tags: place.tags,
        known,
        isScraped: ({ arn = '' }) => scraped.has(arn),
      }),
    send: createQueueSender(new SQSClient(), queue),
  });
});
