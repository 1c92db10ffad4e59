/** A schedule → the open monitoring of brokers in the VPC → the store. */
import { createStores } from '../stores.ts';
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('scrape', (wiring) =>
  createHandler({ ...wiring, ...createStores(wiring.reader, wiring.settings) }),
);
