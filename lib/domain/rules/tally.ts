import type { Rule } from '../catalogue/rule.ts';
import type { Mark } from './judgement.ts';
import { type Periods, startOf } from './periods.ts';

export interface Tally {
  /** `unknown`: there is not enough data to say, so nothing changes. */
  readonly outcome: 'breach' | 'ok' | 'unknown';
  readonly breaching: number;
  /** Start of the oldest breaching period, when there is one. */
  readonly sinceMs?: number;
}

/**
 * M of N, as CloudWatch counts it, with the rule's meaning of a period without data. A missing period is
 * never breaching before the first one that has data, and says nothing before `resumedMs`: nobody looked then.
 */
export function tally(
  marks: readonly Mark[],
  rule: Pick<Rule, 'breaching' | 'missing'>,
  periods: Periods,
  resumedMs: number,
): Tally {
  const filled = rule.missing === 'hold' ? marks : fillMissing(marks, rule.missing, periods, resumedMs);
  const breaching = filled.filter((mark) => mark === 'breach').length;
  const first = filled.indexOf('breach');
  const since = first < 0 ? {} : { sinceMs: startOf(periods) + first * periods.periodMs };
  return { outcome: outcomeOf(filled, breaching, rule.breaching), breaching, ...since };
}

function outcomeOf(marks: readonly Mark[], breaching: number, needed: number): Tally['outcome'] {
  if (breaching >= needed) return 'breach';
  const newest = marks.findLast((mark) => mark !== 'missing');
  if (newest === undefined) return 'unknown';
  return newest === 'breach' && marks.includes('missing') ? 'unknown' : 'ok';
}

function fillMissing(
  marks: readonly Mark[],
  missing: 'ok' | 'breaching',
  periods: Periods,
  resumedMs: number,
): readonly Mark[] {
  const firstSeen = marks.findIndex((mark) => mark !== 'missing');
  return marks.map((mark, i) => {
    if (mark !== 'missing') return mark;
    if (missing === 'ok' || i < firstSeen) return 'ok';
    return startOf(periods) + i * periods.periodMs < resumedMs ? 'missing' : 'breach';
  });
}
