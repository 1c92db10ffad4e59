/** A time, planned by the user, in which CloudWatch alarms are muted and new findings are held back. */
export interface MaintenanceWindow {
  /** Letters, digits, - and _; unique within the environment. */
  readonly name: string;
  /** When it begins, again and again: minute hour day month weekday. @default - `at` says when */
  readonly cron?: string | undefined;
  /** When it begins, once: `2026-12-24T22:00`. @default - `cron` says when */
  readonly at?: string | undefined;
  readonly durationMinutes: number;
  /** @default 'UTC' */
  readonly timeZone?: string;
}
