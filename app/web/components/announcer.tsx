import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentJson } from '../../server/api-types.ts';

/** Says to screen readers which incidents are new or over, and what a control did. */
export function Announcer({
  incidents,
  said,
}: {
  readonly incidents: readonly IncidentJson[] | undefined;
  readonly said: string;
}) {
  const known = useRef<ReadonlyMap<string, string>>(undefined);
  const [words, setWords] = useState('');
  useEffect(() => {
    if (incidents === undefined) return;
    const before = known.current;
    known.current = new Map(incidents.map(({ id, status }) => [id, status]));
    const news = before ? incidents.flatMap((incident) => newsOf(incident, before.get(incident.id))) : [];
    if (news.length > 0) setWords(news.join(' '));
  }, [incidents]);
  return (
    <div class="hidden" role="status" aria-live="polite">
      <p>{words}</p>
      <p>{said}</p>
    </div>
  );
}

function newsOf({ status, severity, title }: IncidentJson, before: string | undefined): readonly string[] {
  if (before === status) return [];
  if (status === 'resolved') return before === undefined ? [] : [`Incident resolved: ${title}.`];
  return before === undefined ? [`New incident, ${severity}: ${title}.`] : [];
}
