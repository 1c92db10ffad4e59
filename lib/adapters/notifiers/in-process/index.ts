import type { Finding } from '../../../domain/incidents/finding.ts';
import { findingMessage } from '../../../domain/incidents/message.ts';
import { NotifierError } from '../../../ports/errors.ts';
import type { Notifier } from '../../../ports/notifier.ts';

/** Takes messages as a subscriber of the topic would: all of one publication at once, oldest first. */
export type MessageHandler = (messages: readonly string[]) => Promise<void>;

/**
 * A notifier that hands messages to a handler in this process, in the shape in which SNS would carry them. It
 * has published when the handler has taken them; what the handler throws becomes a `NotifierError`, so that
 * the same findings come again.
 */
export function createInProcessNotifier(handler: MessageHandler): Notifier {
  return {
    async publish(findings: readonly Finding[]): Promise<void> {
      if (findings.length === 0) return;
      try {
        await handler(findings.map(findingMessage));
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new NotifierError(`${findings.length} findings were not taken: ${reason}`, { cause: error });
      }
    },
  };
}
