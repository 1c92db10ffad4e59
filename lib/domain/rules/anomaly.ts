import type { Verdict } from '../anomaly/verdict.ts';
import type { Anomaly } from '../catalogue/rule.ts';
import { formatValue } from '../words.ts';
import { type Bench, type Judgement, type Mark, whereWords } from './judgement.ts';
import { startOf } from './periods.ts';

/** What has begun goes on while it is at least so much of what it had to be: traffic has a rhythm, and a surge ebbs by night. */
const goesOnShare = 0.5;

/** A period breaches when at least half of its verdicts are anomalies in the harmful direction, and far enough off. */
export function judgeAnomaly({ signal, direction, leastShare = 0 }: Anomaly, bench: Bench): Judgement {
  const { data, entity, periods } = bench;
  const verdicts = data.verdictsOf(signal, entity).filter(({ timeMs }) => timeMs < periods.endMs);
  const least = bench.isFiring ? goesOnShare * leastShare : leastShare;
  const isHarmful = (verdict: Verdict) =>
    verdict.isAnomaly && isTowards(verdict, direction) && isFar(verdict, least);
  const fromMs = startOf(periods);
  const marks = Array.from({ length: periods.count }, (_, i): Mark => {
    const startMs = fromMs + i * periods.periodMs;
    const inside = verdicts.filter(({ timeMs }) => timeMs >= startMs && timeMs < startMs + periods.periodMs);
    if (inside.length === 0) return 'missing';
    return inside.filter(isHarmful).length * 2 >= inside.length ? 'breach' : 'ok';
  });
  const worst = verdicts.findLast((verdict) => verdict.timeMs >= fromMs && isHarmful(verdict));
  return { marks, ...describe(signal, bench, worst, verdicts.at(-1)) };
}

function isTowards({ observed, expected }: Verdict, direction: Anomaly['direction']): boolean {
  if (direction === 'both') return true;
  return direction === 'high' ? observed > expected : observed < expected;
}

function isFar({ observed, expected }: Verdict, leastShare: number): boolean {
  return Math.abs(observed - expected) >= leastShare * Math.abs(expected);
}

function describe(signal: string, bench: Bench, worst: Verdict | undefined, newest: Verdict | undefined) {
  const known = bench.facts.signal(signal);
  const unit = known?.unit ?? 'count';
  const subject = `${known?.title ?? signal} of ${whereWords(bench.data, bench.entity)}`;
  const tell = (verdict: Verdict | undefined) =>
    verdict === undefined
      ? `${subject} has no verdict`
      : `${subject} is ${formatValue(verdict.observed, unit)}, expected ${formatValue(verdict.expected, unit)}` +
        ` (${formatValue(verdict.lower, unit)} to ${formatValue(verdict.upper, unit)})${unlikeWords(verdict)}`;
  const shown = worst ?? newest;
  return {
    words: tell(shown),
    overWords: tell(newest),
    values: shown ? numbersOf(shown) : {},
    main: shown?.observed ?? Number.NaN,
  };
}

/** What each view of a series compares with; a detector that has no views is told by its name. */
const views: Readonly<Record<string, string>> = {
  forecast: 'the forecast',
  season: 'this time of other days',
  level: 'the last day',
};

/** What found it, as what it is unlike. */
function unlikeWords({ detector, isAnomaly }: Verdict): string {
  if (!isAnomaly) return '';
  const found = detector.split('+');
  const unlike = found.flatMap((one) => views[one] ?? []);
  return unlike.length > 0 ? `, unlike ${unlike.join(' and ')}` : `, found by ${found.join(' and ')}`;
}

function numbersOf({ observed, expected, lower, upper, score, pValue }: Verdict): Record<string, number> {
  const numbers = { value: observed, expected, lower, upper, score, pValue };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => Number.isFinite(value)));
}
