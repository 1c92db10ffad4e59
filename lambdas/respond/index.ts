/** SQS (findings and alarms through SNS) → what a playbook would do. */
import { wiredHandler } from '../wired.ts';
import { createHandler } from './handler.ts';

export const handler = wiredHandler('respond', (wiring) => createHandler(wiring));
