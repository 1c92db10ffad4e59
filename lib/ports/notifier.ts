import type { Finding } from '../domain/incidents/finding.ts';

/** Publishes findings: SNS when deployed, in process on a laptop; the message has one shape (see
 *  `lib/domain/incidents/message.ts`). Delivery is at least once. */
export interface Notifier {
  /** @throws NotifierError when nothing was accepted: the caller tries the same findings again */
  publish(findings: readonly Finding[]): Promise<void>;
}
