import type { SinkEvent } from '../sink/index.ts';

/** One line of what the sink received. @param startMs what times are counted from */
export function eventLine({ atMs, event_action, status, payload }: SinkEvent, startMs: number): string {
  const taken = status === 202 ? '' : ` (answered ${status})`;
  const words = `${event_action.padEnd(7)} ${payload.severity.padEnd(8)} ${payload.class}: ${payload.summary}`;
  return `${clockText(atMs - startMs)}  ${words}${taken}`;
}

/** Dedup keys that were triggered and are not resolved. */
export function openKeys(events: readonly SinkEvent[]): ReadonlySet<string> {
  const open = new Set<string>();
  for (const { event_action, dedup_key, status } of events) {
    if (status !== 202) continue;
    if (event_action === 'trigger') open.add(dedup_key);
    if (event_action === 'resolve') open.delete(dedup_key);
  }
  return open;
}

/** `+3:07` */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `+${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
