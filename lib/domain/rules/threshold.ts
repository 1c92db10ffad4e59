import type { Comparison, Threshold } from '../catalogue/rule.ts';
import { formatValue } from '../words.ts';
import { breaches, unitOf, valuesOf } from './expression.ts';
import { type Bench, type Judgement, type Mark, whereWords } from './judgement.ts';

const comparisonWords: Readonly<Record<Comparison, readonly [breach: string, good: string]>> = {
  '>': ['above the limit of', 'within the limit of'],
  '>=': ['at or above the limit of', 'below the limit of'],
  '<': ['below the limit of', 'no longer below the limit of'],
  '<=': ['at or below the limit of', 'above the limit of'],
};

/** A period breaches when its value is on the wrong side of its limit; it is missing when either is. */
export function judgeThreshold(condition: Threshold, bench: Bench): Judgement {
  const values = valuesOf(condition.value, bench);
  const limits = valuesOf(condition.limit, bench);
  const goods = condition.recoveryLimit ? valuesOf(condition.recoveryLimit, bench) : limits;
  const used = bench.isFiring ? goods : limits;
  const marks = Array.from(values, (value, i) => markOf(value, used[i] ?? Number.NaN, condition.comparison));
  const newest = marks.findLastIndex((mark) => mark !== 'missing');
  const value = values[newest] ?? Number.NaN;
  return { marks, ...describe(condition, bench, value, limits[newest] ?? Number.NaN), main: value };
}

function markOf(value: number, limit: number, comparison: Comparison): Mark {
  if (Number.isNaN(value) || Number.isNaN(limit)) return 'missing';
  return breaches(value, comparison, limit) ? 'breach' : 'ok';
}

function describe(
  condition: Threshold,
  bench: Bench,
  value: number,
  limit: number,
): Pick<Judgement, 'words' | 'overWords' | 'values'> {
  const unit = unitOf(condition.value, bench.facts);
  const subject = `${subjectOf(condition, bench)} of ${whereWords(bench.data, bench.entity)}`;
  if (Number.isNaN(value))
    return { words: `${subject} has no data`, overWords: `${subject} has no data`, values: {} };
  const is = `${subject} is ${formatValue(value, unit)}`;
  const [breach, good] = comparisonWords[condition.comparison];
  const limitText = formatValue(limit, unit);
  // Between the recovery limit and the limit it still fires without being on the wrong side of the limit.
  const side = breaches(value, condition.comparison, limit) ? breach : 'not yet well within the limit of';
  const over = breaches(value, condition.comparison, limit) ? breach : good;
  return {
    words: `${is}, ${side} ${limitText}`,
    overWords: `${is}, ${over} ${limitText}`,
    values: { value, limit },
  };
}

/** A lone signal has a name; a computed value is what the rule is about. */
function subjectOf({ value }: Threshold, { facts, ruleTitle }: Bench): string {
  if (value.kind !== 'signal' && value.kind !== 'across') return ruleTitle;
  const title = facts.signal(value.signal)?.title ?? value.signal;
  if (value.kind === 'signal') return title;
  return value.with === 'count' ? `the number of entities that send ${title}` : `${title} (${value.with})`;
}
