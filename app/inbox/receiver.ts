import { renderBody, renderEvent } from '../../lib/adapters/receivers/pagerduty/render.ts';
import type { Runbook } from '../../lib/domain/catalogue/runbook.ts';
import type { Receiver } from '../../lib/ports/receiver.ts';
import type { Inbox } from './inbox.ts';

/** Not a secret: the built-in inbox takes any key of the right length. */
const routingKey = 'tidewatch'.padEnd(32, '0');

/** Hands incidents to the built-in inbox in exactly the body that PagerDuty would be sent. */
export function createInboxReceiver(
  inbox: Inbox,
  runbookOf: (rule: string) => Runbook | undefined,
): Receiver {
  return {
    id: 'inbox',
    deliver: async (incident) => {
      const runbook = runbookOf(incident.rule);
      const body = renderBody(renderEvent(incident, { routingKey, ...(runbook && { runbook }) }));
      const answer = inbox.accept(JSON.parse(body));
      if (answer.status === 202) return { kind: 'delivered' };
      const reason = 'errors' in answer.body ? answer.body.errors.join('; ') : answer.body.message;
      return { kind: 'failed', retry: false, reason };
    },
  };
}
