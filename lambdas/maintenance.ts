import { Cron } from 'croner';
import type { MaintenanceWindow } from '../lib/domain/rules/maintenance-window.ts';

const minuteMs = 60_000;

/**
 * The maintenance window that is open at the time, the one that ends last if there are several.
 * A window whose words cannot be read is none: the configuration has been checked when it was deployed.
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

/** When the occurrence ends that began last; `undefined` when none has begun within its own length. */
function endOf({ cron, at, durationMinutes, timeZone = 'UTC' }: MaintenanceWindow, nowMs: number) {
  const lengthMs = durationMinutes * minuteMs;
  try {
    const job = new Cron(cron ?? at ?? '', { timezone: timeZone, paused: true });
    const begin = job.nextRun(new Date(nowMs - lengthMs));
    return begin === null || begin.getTime() > nowMs ? undefined : begin.getTime() + lengthMs;
  } catch {
    return undefined;
  }
}
