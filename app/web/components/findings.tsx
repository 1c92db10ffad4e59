import type { FindingJson } from '../../server/api-types.ts';
import { duration } from '../format/time.ts';
import type { Polled } from '../state/polled.ts';
import { Card, EmptyNote } from './card.tsx';
import { SeverityBadge } from './severity-badge.tsx';

/** More than these do not help anyone. */
const mostShown = 30;

/** What holds now, worst first. */
export function Findings({
  findings,
  nowMs,
}: {
  readonly findings: Polled<readonly FindingJson[]>;
  readonly nowMs: number;
}) {
  const list = findings.data ?? [];
  return (
    <Card id="findings" title="Findings" count={findings.data?.length} error={findings.error}>
      {findings.data?.length === 0 && <EmptyNote>No rule holds now.</EmptyNote>}
      {list.length > 0 && (
        <ul class="rows">
          {list.slice(0, mostShown).map((finding) => (
            <li key={`${finding.rule} ${finding.where} ${finding.entity.cluster}`} class="row">
              <div class="row-head">
                <SeverityBadge severity={finding.severity} />
                <span class="muted">for {duration(nowMs - finding.sinceMs)}</span>
              </div>
              <p class="row-title">
                {finding.title} <span class="muted">· {finding.where}</span>
              </p>
              <p class="words">{finding.evidence.words}</p>
            </li>
          ))}
        </ul>
      )}
      {list.length > mostShown && <EmptyNote>and {list.length - mostShown} more</EmptyNote>}
    </Card>
  );
}
