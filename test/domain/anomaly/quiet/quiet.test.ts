import { budgetPValue, quiet } from '../../../../lib/domain/anomaly/index.ts';
import { normal } from '../../../memory/noise.ts';

const minute = 60_000;
const day = 1440;

/** Minutes flagged, at one false alarm a week, in a daily rhythm of counts that a story changes. */
function flaggedOf(days: number, seed: number, change: (value: number, i: number) => number) {
  const noise = normal(seed);
  const options = { stepMs: minute, startMs: 0 };
  const model = quiet.create(options);
  const least = budgetPValue(options, 1);
  const flagged: number[] = [];
  for (let i = 0; i < days * day; i++) {
    const usual = 600 + 200 * Math.sin((2 * Math.PI * i) / day) + 25 * noise();
    const point = { observed: change(usual, i), timeMs: i * minute };
    if (model.score(point).pValue <= least) flagged.push(i);
    model.update(point);
  }
  return flagged;
}

test('the budget is counted in looks of a quarter of an hour, or a step where that is longer', () => {
  expect(budgetPValue({ stepMs: minute, startMs: 0 }, 1)).toBeCloseTo(1 / 672, 12);
  expect(budgetPValue({ stepMs: 60 * minute, startMs: 0 }, 1)).toBeCloseTo(1 / 168, 12);
  expect(budgetPValue({ stepMs: 60 * minute, startMs: 0 }, 1e9)).toBe(1);
});

test.each([
  ['a drop to nothing for half an hour', 30, 0],
  ['twice the traffic for an hour', 60, 2],
] as const)('%s of one-minute values is found', (_, minutes, factor) => {
  const at = 12 * day + 480;
  const flagged = flaggedOf(13, 1, (v, i) => (i >= at && i < at + minutes ? factor * v : v));
  expect(flagged.some((i) => i >= at && i < at + minutes)).toBe(true);
});

test('a fortnight of calm minutes is within the budget', () => {
  const flagged = flaggedOf(14, 2, (v) => v).filter((i) => i >= 2 * day);
  const alarms = flagged.filter((i, k) => i - (flagged[k - 1] ?? Number.NEGATIVE_INFINITY) > 60);
  expect(alarms.length).toBeLessThanOrEqual(2);
});
