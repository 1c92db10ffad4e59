import { absence } from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const day = 288;
const options = { stepMs, startMs: 0 };
const gap = Number.NaN;

/** P-values of steps; a step that is not told of is undefined. */
function pValues(isThere: (step: number) => boolean | undefined, length: number): number[] {
  const model = absence.create(options);
  return Array.from({ length }, (_, step) => {
    const has = isThere(step);
    if (has === undefined) return 1;
    const point = { observed: has ? 5 : gap, timeMs: step * stepMs };
    const { pValue } = model.score(point);
    model.update(point);
    return pValue;
  });
}

const least = (values: readonly number[]) => Math.min(...values);

test('a series that never paused and goes silent is not rare at the first lost point, and rare within the hour', () => {
  const said = pValues((t) => t < 1000, 1040);
  expect(said.slice(0, 1000).every((p) => p === 1)).toBe(true);
  expect(said[1000]).toBeGreaterThan(1e-3);
  expect(said[1003]).toBeLessThan(1e-3);
  expect(said.slice(1012).every((p) => p < 1e-5)).toBe(true);
});

test('the score of silence lies below nought', () => {
  const model = absence.create(options);
  for (let t = 0; t < 1000; t++) model.update({ observed: 5, timeMs: t * stepMs });
  for (let t = 1000; t < 1010; t++) model.update({ observed: gap, timeMs: t * stepMs });
  expect(model.score({ observed: gap, timeMs: 1010 * stepMs }).score).toBeLessThan(-4);
});

const random = createRandom(4);
const drawn = Array.from({ length: 14 * day }, () => random());
const usualGaps: readonly (readonly [string, (step: number) => boolean])[] = [
  ['every second step', (t) => t % 2 === 0],
  ['half of the steps, by chance', (t) => (drawn[t] ?? 0) < 0.5],
  ['nineteen steps of twenty, by chance', (t) => (drawn[t] ?? 0) < 0.05],
  ['an hour each day', (t) => t % day >= 12],
  ['each night', (t) => t % day >= 96],
  ['one step in a hundred, by chance', (t) => (drawn[t] ?? 0) < 0.99],
];

test.each(usualGaps)('a series that always lacks %s is never rare', (_, isThere) => {
  expect(least(pValues(isThere, 14 * day))).toBeGreaterThan(1e-4);
});

test.each(usualGaps)('the same series, silent for two days, is rare', (_, isThere) => {
  const said = pValues((t) => t < 14 * day && isThere(t), 16 * day);
  expect(least(said.slice(14 * day))).toBeLessThan(1e-4);
});

test('losing every second point where none was ever lost is rare, though no silence is long', () => {
  const said = pValues((t) => t < 7 * day || t % 2 === 0, 8 * day);
  expect(least(said.slice(7 * day, 7 * day + 48))).toBeLessThan(1e-4);
});

test('steps that nobody tells of count as soon as a later point comes', () => {
  const said = pValues((t) => (t < 1000 || t >= 1060 ? true : undefined), 1062);
  expect(said[1060]).toBeLessThan(1e-6);
});

test('nothing is rare while it learns, nor before the first point', () => {
  expect(least(pValues((t) => t < 300, 700))).toBe(1);
  expect(least(pValues(() => false, 3000))).toBe(1);
});

test('a single point in the far future does not silence it for good', () => {
  const model = absence.create(options);
  const take = (observed: number, step: number) => {
    const { pValue } = model.score({ observed, timeMs: step * stepMs });
    model.update({ observed, timeMs: step * stepMs });
    return pValue;
  };
  for (let t = 0; t < 900; t++) take(5, t);
  take(5, 1e7);
  for (let t = 901; t < 1000; t++) take(5, t);
  expect(least(Array.from({ length: 2 * day }, (_, k) => take(gap, 1000 + k)))).toBeLessThan(0.02);
});
