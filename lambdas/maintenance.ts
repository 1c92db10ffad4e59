import { Cron } from 'croner';
import type { MaintenanceWindow } from '../lib/domain/rules/maintenance-window.ts';

const minuteMs = 60_000;

/**
 * The maintenance window that is open at the time, the one that ends last if there are several.
 * A window whose words cannot be read is none: they were checked at synth (lib/infra/alerting/windows.ts).
 */
export function inMaintenance(
  windows: readonly MaintenanceWindow[],
  nowMs: number,
): { readonly name: string; readonly untilMs: number } | undefined {
  const open = windows.flatMap((window) => {
    const untilMs = endOf(window, nowMs);
    return untilMs !== undefined && untilMs > nowMs ? [{ name: window.name, untilMs }] : [];
  });
  return open.sort((a, b) => b.untilMs - a.untilMs)[0];
}

/** When the occurrence ends that began last; `undefined` when none has begun, or the words are no time. */
function endOf({ cron, at, durationMinutes, timeZone = 'UTC' }: MaintenanceWindow, nowMs: number) {
  try {
    const job = new Cron(cron ?? at ?? '', { timezone: timeZone, paused: true });
    // A millisecond on, as one that begins right now has begun.
    const [begin] = job.previousRuns(1, new Date(nowMs + 1));
    return begin && begin.getTime() + durationMinutes * minuteMs;
  } catch {
    return undefined;
  }
}
