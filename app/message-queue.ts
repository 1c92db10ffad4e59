import { createInProcessNotifier } from '../lib/adapters/notifiers/in-process/index.ts';
import type { Notifier } from '../lib/ports/notifier.ts';

/** What SNS and SQS are when deployed: messages of one shape that stay until they are dealt with. */
export interface MessageQueue {
  readonly notifier: Notifier;
  /** All that wait, oldest first. They stay. */
  waiting(): readonly string[];
  /** Removes the oldest `count`: they are dealt with. */
  remove(count: number): void;
}

export function createMessageQueue(): MessageQueue {
  const messages: string[] = [];
  return {
    notifier: createInProcessNotifier(async (given) => {
      messages.push(...given);
    }),
    waiting: () => [...messages],
    remove: (count) => {
      messages.splice(0, count);
    },
  };
}
