import { type Calendar, coverageAt } from '../../series/calendar/index.ts';
import type { Circumstances } from './decider.ts';

/** What the calendar knows of a step. */
export function knownAt(
  { maintenance, events }: Calendar,
  timeMs: number,
  stepMs: number,
): Circumstances['known'] {
  if (coverageAt(maintenance, timeMs, stepMs) > 0) return 'maintenance';
  const event = events.find(({ fromMs, toMs }) => fromMs < timeMs + stepMs && toMs > timeMs);
  if (event === undefined) return undefined;
  return (event.strength ?? 1) >= 1 ? 'brings_more' : 'brings_less';
}
