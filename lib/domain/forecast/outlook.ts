import type { Rule } from '../catalogue/rule.ts';
import type { Signal, Unit } from '../catalogue/signal.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Amounts that pile up, as against rates: they go on from where they are, not back to yesterday's. */
const stockUnits: ReadonlySet<Unit> = new Set(['bytes', 'messages', 'seconds']);
const rateUnits: ReadonlySet<Unit> = new Set(['bytes_per_second', 'messages_per_second', 'per_second']);

/** How far ahead and how finely a signal is worth forecasting, and which seasons it may have. */
export interface Outlook {
  readonly horizonMs: number;
  readonly everyMs: number;
  /** Season lengths worth trying, in ms. */
  readonly periodsMs: readonly number[];
}

/** Points of a stored forecast, at most. */
const points = 96;

/**
 * The outlook of a signal: as far as the rules on the time to its limit look (6 hours at least), else a day.
 * What fills up has no season: its forecast must go on rising, not return to what it was a day ago.
 */
export function outlookOf(signal: Signal, rules: readonly Rule[], stepMs: number): Outlook {
  const limits = rules.flatMap(({ condition }) =>
    condition.kind === 'time_to_limit' && condition.signal === signal.id ? [condition.withinMs] : [],
  );
  const horizonMs = limits.length === 0 ? day : Math.max(6 * hour, ...limits);
  const isStock = stockUnits.has(signal.unit) || (limits.length > 0 && !rateUnits.has(signal.unit));
  return {
    horizonMs,
    everyMs: stepMs * Math.ceil(horizonMs / points / stepMs),
    periodsMs: isStock ? [] : [day, 7 * day],
  };
}
