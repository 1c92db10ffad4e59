/** A schedule → a message a part of a cluster → CloudWatch → the store, and the queue of assess. */
import { SQSClient } from '@aws-sdk/client-sqs';
import { createInventorySource } from '../../lib/adapters/sources/cloudwatch/index.ts';
import { cadencesOf } from '../../lib/domain/cost/poll-plan.ts';
import { createClients } from '../aws-clients.ts';
import { createQueueSender } from '../queue.ts';
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('collect', (wiring) => {
  const { reader, settings, clock } = wiring;
  const queues = {
    collect: reader.text('TIDEWATCH_COLLECT_QUEUE'),
    assess: reader.text('TIDEWATCH_ASSESS_QUEUE'),
  };
  const stores = createStores(reader, settings);
  const clientsOf = createClients(settings);
  const cadences = cadencesOf(settings.polling);
  const sqs = new SQSClient();
  return createHandler({
    ...wiring,
    ...stores,
    sourceOf: (part) =>
      createInventorySource({ ...part, cloudwatch: clientsOf(part.cluster).cloudwatch, clock, cadences }),
    send: createQueueSender(sqs, queues.collect),
    sendAssess: createQueueSender(sqs, queues.assess),
  });
});
