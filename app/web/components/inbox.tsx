import type { InboxMessage } from '../../runtime-view.ts';
import { fullTime } from '../format/time.ts';
import type { Polled } from '../state/polled.ts';
import { Card, EmptyNote } from './card.tsx';
import { Few } from './few.tsx';
import { Icon, type IconName } from './icon.tsx';

const actionIcons: Readonly<Record<InboxMessage['action'], IconName>> = {
  trigger: 'send',
  acknowledge: 'eye',
  resolve: 'ok',
};

/** What the built-in receiver was sent: what would have rung a telephone. */
export function Inbox({ inbox }: { readonly inbox: Polled<readonly InboxMessage[]> }) {
  return (
    <Card id="inbox" title="Pager inbox" count={inbox.data?.length} error={inbox.error}>
      {inbox.data?.length === 0 && (
        <EmptyNote>Nothing was sent. The built-in receiver stands in for PagerDuty.</EmptyNote>
      )}
      <Few most={6} of="messages">
        {(inbox.data ?? []).map((message) => (
          <Message key={`${message.dedupKey} ${message.atMs} ${message.action}`} message={message} />
        ))}
      </Few>
    </Card>
  );
}

function Message({ message: { action, atMs, summary, dedupKey, body } }: { readonly message: InboxMessage }) {
  return (
    <details class="message" data-action={action} data-dedup-key={dedupKey}>
      <summary>
        <span class="row-head">
          <span class={`status status-${action}`}>
            <Icon name={actionIcons[action]} />
            {action}
          </span>
          <span class="muted">{fullTime(atMs)}</span>
        </span>
        <span class="row-title">{summary}</span>
        <code class="key">{dedupKey}</code>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it */}
      <pre tabIndex={0}>{JSON.stringify(body, null, 2)}</pre>
    </details>
  );
}
