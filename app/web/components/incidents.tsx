import type { IncidentJson } from '../../server/api-types.ts';
import { duration, fullTime } from '../format/time.ts';
import type { Polled } from '../state/polled.ts';
import { Card, EmptyNote } from './card.tsx';
import { Few } from './few.tsx';
import { Icon, type IconName } from './icon.tsx';
import { RunbookView } from './runbook.tsx';
import { SeverityBadge } from './severity-badge.tsx';

interface IncidentsProps {
  readonly incidents: Polled<readonly IncidentJson[]>;
  readonly nowMs: number;
}

/** One row a cause, open ones first; each opens to its timeline and runbook. */
export function Incidents({ incidents, nowMs }: IncidentsProps) {
  const open = incidents.data?.filter(({ status }) => status !== 'resolved') ?? [];
  const over = incidents.data?.filter(({ status }) => status === 'resolved') ?? [];
  return (
    <Card
      id="incidents"
      title="Incidents"
      count={incidents.data && `${open.length} open`}
      error={incidents.error}
    >
      {incidents.data?.length === 0 && <EmptyNote>No incident yet.</EmptyNote>}
      <Few most={Math.max(5, open.length)} of="incidents">
        {[...open, ...over].map((incident) => (
          <Row key={incident.id} incident={incident} nowMs={nowMs} />
        ))}
      </Few>
    </Card>
  );
}

const statusIcons: Readonly<Record<IncidentJson['status'], IconName>> = {
  triggered: 'critical',
  acknowledged: 'eye',
  resolved: 'ok',
};

function Row({ incident, nowMs }: { readonly incident: IncidentJson; readonly nowMs: number }) {
  const { status, severity, title, triggeredAtMs, resolvedAtMs, runbook } = incident;
  return (
    <details class={`incident incident-${status}`} data-incident={incident.id} data-status={status}>
      <summary>
        <span class="row-head">
          <span class={`status status-${status}`}>
            <Icon name={statusIcons[status]} />
            {status}
          </span>
          <SeverityBadge severity={severity} />
          <span class="muted">{duration((resolvedAtMs ?? nowMs) - triggeredAtMs)}</span>
        </span>
        <span class="row-title">{title}</span>
        <span class="muted">{fullTime(triggeredAtMs)}</span>
      </summary>
      <Timeline incident={incident} />
      {runbook && <RunbookView runbook={runbook} />}
    </details>
  );
}

const eventWords = {
  triggered: 'Triggered',
  updated: 'Updated',
  acknowledged: 'Acknowledged',
  resolved: 'Resolved',
  delivered: 'Delivered',
  delivery_failed: 'Not delivered',
} as const;

function Timeline({ incident: { timeline, findings } }: { readonly incident: IncidentJson }) {
  return (
    <>
      <ol class="timeline">
        {timeline.map(({ seq, atMs, kind, words }) => (
          <li key={seq} class={`event event-${kind}`}>
            <p>
              <strong>{eventWords[kind]}</strong> <time class="muted">{fullTime(atMs)}</time>
            </p>
            <p class="words">{words}</p>
          </li>
        ))}
      </ol>
      {findings.length > 1 && (
        <p class="muted">{findings.length} findings of this cause are in this one incident.</p>
      )}
    </>
  );
}
