import { createErrorTally, seasonalScale } from '../../../../lib/domain/forecast/accuracy/errors-ahead.ts';

const path = (mean: readonly number[], reach: number) => ({
  mean: Float64Array.from(mean),
  lower: Float64Array.from(mean, (value) => value - reach),
  upper: Float64Array.from(mean, (value) => value + reach),
});

test('errors are as worked out by hand, over all steps and by step', () => {
  const tally = createErrorTally(2, 0.8);
  tally.add(path([10, 20], 5), Float64Array.of(12, 30), 4);
  tally.add(path([10, 20], 5), Float64Array.of(10, 18), 2);
  const [first, second] = tally.bySteps();
  expect(first).toMatchObject({ mae: 1, mase: 0.25, coverage: 1, width: 10 });
  expect(first?.smape).toBeCloseTo((200 * 2) / 22 / 2, 10);
  // 12 against the quantiles 5 (10 %), 10 (50 %), 15 (90 %); then 10 against the same.
  expect(first?.pinball).toBeCloseTo((0.1 * 7 + 0.5 * 2 + 0.1 * 3 + 0.1 * 5 + 0 + 0.1 * 5) / 6, 10);
  expect(second).toMatchObject({ mae: 6, mase: (10 / 4 + 2 / 2) / 2, coverage: 0.5 });
  expect(tally.all()).toMatchObject({ mae: 3.5, coverage: 0.75 });
});

test('a gap is in no mean, and a step without any value has none', () => {
  const tally = createErrorTally(2, 0.95);
  tally.add(path([1, 1], 1), Float64Array.of(3, Number.NaN), 1);
  expect(tally.all()).toMatchObject({ mae: 2, mase: 2, coverage: 0 });
  expect(tally.bySteps()[1]).toMatchObject({ mae: Number.NaN, coverage: Number.NaN });
});

test('a sample that never changes has no scale: MASE is none, the rest stays', () => {
  const tally = createErrorTally(1, 0.95);
  tally.add(path([1], 1), Float64Array.of(2), 0);
  expect(tally.all()).toMatchObject({ mae: 1, mase: Number.NaN, coverage: 1 });
});

test('the scale is the mean step from a season to the next, gaps left out', () => {
  expect(seasonalScale(Float64Array.of(1, 2, 4, Number.NaN, 10), 2)).toBe((3 + 6) / 2);
  expect(seasonalScale(Float64Array.of(1, 2), 5)).toBeNaN();
});
