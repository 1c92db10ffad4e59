import type { AllOf, Condition } from '../catalogue/rule.ts';
import { judgeAbsence } from './absence.ts';
import { judgeAnomaly } from './anomaly.ts';
import type { Bench, Judgement, Mark } from './judgement.ts';
import { judgeLagState } from './lag-state.ts';
import { judgeThreshold } from './threshold.ts';
import { judgeTimeToLimit } from './time-to-limit.ts';

/** What the condition says of the bench's entity in each of its periods. */
export function judge(condition: Condition, bench: Bench): Judgement {
  switch (condition.kind) {
    case 'threshold':
      return judgeThreshold(condition, bench);
    case 'anomaly':
      return judgeAnomaly(condition, bench);
    case 'time_to_limit':
      return judgeTimeToLimit(condition, bench);
    case 'absence':
      return judgeAbsence(condition, bench);
    case 'lag_state':
      return judgeLagState(condition, bench);
    case 'all':
      return judgeAll(condition, bench);
  }
}

/** A period breaches when every part does; it is fine as soon as one part is. */
function judgeAll({ of }: AllOf, bench: Bench): Judgement {
  const parts = of.map((condition) => judge(condition, bench));
  const marks = Array.from({ length: bench.periods.count }, (_, i): Mark => {
    const here = parts.map((part) => part.marks[i] ?? 'missing');
    if (here.includes('ok')) return 'ok';
    return here.includes('missing') || here.length === 0 ? 'missing' : 'breach';
  });
  return {
    marks,
    words: parts.map(({ words }) => words).join('; '),
    overWords: parts.map(({ overWords }) => overWords).join('; '),
    values: mergeValues(parts),
    main: parts[0]?.main ?? Number.NaN,
  };
}

/** The first part keeps its names, the others' names carry their number: `value`, `value2`. */
function mergeValues(parts: readonly Judgement[]): Record<string, number> {
  return Object.fromEntries(
    parts.flatMap(({ values }, i) =>
      Object.entries(values).map(([name, value]) => [i === 0 ? name : `${name}${i + 1}`, value]),
    ),
  );
}
