import { TimeZone } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { Cron } from 'croner';
import type { MaintenanceWindow } from '../../domain/rules/maintenance-window.ts';

/**
 * Refuses windows that would never open: the functions pass over words that they cannot read.
 * @throws RangeError with the window's name
 */
export function checkWindows(windows: readonly MaintenanceWindow[]): void {
  for (const window of windows) scheduleOf(window);
}

/**
 * When the window opens, as CloudWatch's mute rules say it.
 * @throws RangeError when it says neither or both of `cron` and `at`, or in words that are no time
 */
export function scheduleOf({ name, cron, at, timeZone = 'UTC' }: MaintenanceWindow): ScheduleExpression {
  const words = cron ?? at;
  if (words === undefined || (cron !== undefined && at !== undefined))
    throw new RangeError(
      `maintenance window "${name}": got ${cron === undefined ? 'neither cron nor at' : 'both cron and at'}, allowed: one of them`,
    );
  const problem = problemOf(words, timeZone);
  if (problem !== undefined)
    throw new RangeError(
      `maintenance window "${name}": got "${words}" in ${timeZone}; give five fields as in 0 22 * * 6, or a time as in 2026-12-24T22:00, and a zone as in Europe/Berlin (${problem})`,
    );
  return ScheduleExpression.expression(
    cron === undefined ? `at(${words})` : `cron(${words})`,
    TimeZone.of(timeZone),
  );
}

function problemOf(words: string, timezone: string): string | undefined {
  try {
    // Without a time to start from, the zone would not be looked at.
    new Cron(words, { timezone, paused: true }).nextRun(new Date(0));
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
  }
}
