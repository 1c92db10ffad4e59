import type { LagStep } from '../../../lib/domain/lag/lag-steps.ts';
import { lastingPause, pausesOf } from '../../../lib/domain/lag/pauses.ts';

const minute = 60_000;

/** A step a minute: `x` is still, `.` is not, a space is a minute without a point. */
function pausesIn(text: string) {
  const points = [...text].flatMap((mark, i) => (mark === ' ' ? [] : [{ mark, toMs: (i + 1) * minute }]));
  const steps = points.map(({ mark, toMs }, i) => ({
    mark,
    fromMs: points[i - 1]?.toMs ?? toMs - minute,
    toMs,
  }));
  const isStill = (step: LagStep) => 'mark' in step && step.mark === 'x';
  return pausesOf(steps as unknown as LagStep[], isStill, minute);
}
const lasting = (text: string) => lastingPause(pausesIn(text), text.length * minute);
const x = (count: number) => 'x'.repeat(count);

test('the stretches in which nothing is read are found, oldest first', () => {
  expect(pausesIn('.xx..x')).toEqual([
    { sinceMs: minute, untilMs: 3 * minute, completeness: 1 },
    { sinceMs: 5 * minute, untilMs: 6 * minute, completeness: 1 },
  ]);
  expect(pausesIn('...')).toEqual([]);
  expect(pausesIn('')).toEqual([]);
});

test.each([
  ['of nine minutes', `.${x(9)}`, undefined],
  ['of ten minutes', `.${x(10)}`, 1],
  ['that is over', `${x(20)}.`, undefined],
  ['as long as one before', `${x(20)}.${x(20)}`, 21],
  ['as long as two before', `${x(20)}.${x(20)}.${x(20)}`, undefined],
  ['half as long again as two before', `${x(20)}.${x(20)}.${x(30)}`, 42],
  ['with half of its points', `.${x(6)} x x x x x`, 1],
  ['with a tenth of its points', `.x${' '.repeat(18)}x`, undefined],
])('a pause %s lasts or not', (_, text, since) => {
  expect(lasting(text)?.sinceMs).toBe(since === undefined ? undefined : since * minute);
});
