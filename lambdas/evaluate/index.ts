/** A queue → rules → findings → SNS. */
import { SNSClient } from '@aws-sdk/client-sns';
import { createSnsNotifier } from '../../lib/adapters/notifiers/sns/index.ts';
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('evaluate', (wiring) => {
  const topics = wiring.reader.everySeverity('TIDEWATCH_TOPICS');
  const stores = createStores(wiring.reader, wiring.settings);
  return createHandler({
    ...wiring,
    ...stores,
    notifier: createSnsNotifier({ sns: new SNSClient(), topics }),
  });
});
