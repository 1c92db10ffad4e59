import { ExactSums, grained } from '../../../../lib/domain/anomaly/change-point/exact-sums.ts';
import {
  lengthsBetween,
  levelRatio,
  spreadRatio,
} from '../../../../lib/domain/anomaly/change-point/likelihood-ratio.ts';
import { type Change, changePoint } from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const options = { stepMs, startMs: 0, learningSteps: 240 };
const changedAt = 900;

function normal(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

interface Walked {
  /** Steps whose p-value is below 1e-4, from the change on. */
  readonly alarms: readonly number[];
  /** What is told at the first of them, and the step that it begins at, counted from the change. */
  readonly first: Change | undefined;
  readonly beginning: number;
  readonly before: number;
}

/** @param valueAt the value of a step, given noise */
function walked(valueAt: (step: number, noise: number) => number, length = 1200, seed = 1): Walked {
  const next = normal(seed);
  const model = changePoint.create(options);
  const alarms: number[] = [];
  let first: Change | undefined;
  for (let step = 0; step < length; step++) {
    const point = { observed: valueAt(step, next()), timeMs: step * stepMs };
    if (model.score(point).pValue < 1e-4) {
      alarms.push(step - changedAt);
      if (step >= changedAt) first ??= model.change(point);
    }
    model.update(point);
  }
  const isAfter = (alarm: number) => alarm >= 0;
  const later = alarms.filter(isAfter);
  const beginning = (first?.sinceMs ?? Number.NaN) / stepMs - changedAt;
  return { alarms: later, first, beginning, before: alarms.length - later.length };
}

const stories: readonly (readonly [
  string,
  (step: number, noise: number) => number,
  Pick<Change, 'kind' | 'side'>,
  number,
])[] = [
  ['a level two deviations up', (t, e) => 50 + e + (t < changedAt ? 0 : 2), { kind: 'level', side: 1 }, 16],
  ['a level four down', (t, e) => 50 + e - (t < changedAt ? 0 : 4), { kind: 'level', side: -1 }, 5],
  ['noise thrice as wide', (t, e) => 50 + e * (t < changedAt ? 1 : 3), { kind: 'spread', side: 1 }, 24],
  ['noise that ends', (t, e) => 50 + (t < changedAt ? e : 0.4), { kind: 'spread', side: -1 }, 24],
  [
    'a level that rises amid a daily rhythm',
    (t, e) => 50 + 20 * Math.sin((2 * Math.PI * t) / 288) + e + (t < changedAt ? 0 : 4),
    { kind: 'level', side: 1 },
    8,
  ],
];

test.each(stories)('%s is found, and what it is, and since when', (_, valueAt, change, latest) => {
  const { alarms, first, beginning, before } = walked(valueAt);
  expect(before).toBe(0);
  expect(alarms[0]).toBeLessThanOrEqual(latest);
  expect(first).toMatchObject(change);
  expect(Math.abs(beginning)).toBeLessThanOrEqual(change.kind === 'level' ? 3 : 12);
  expect(first?.points).toBe((alarms[0] ?? 0) + 1 - beginning);
  expect(first?.pValue).toBeLessThan(1e-4);
});

test('a shift is told in the unit of the series', () => {
  const { first } = walked((t, e) => 5000 + 10 * e + (t < changedAt ? 0 : 60));
  expect(first?.shift).toBeGreaterThan(45);
  expect(first?.shift).toBeLessThan(75);
});

test('a new level is told for a while and is then the usual one', () => {
  const { alarms } = walked((t, e) => 50 + e + (t < changedAt ? 0 : 4), 1400);
  expect(alarms.length).toBeGreaterThan(10);
  expect(alarms.at(-1)).toBeLessThan(60);
});

test('single spikes are no change, and noise alone is none in two weeks', () => {
  expect(walked((t, e) => 50 + e + (t % 400 === 399 ? 12 : 0)).alarms).toEqual([]);
  const { alarms, before } = walked((_, e) => 50 + e, 4032, 5);
  expect(alarms.length + before).toBe(0);
});

test('nothing is told while it learns, nor of a gap', () => {
  const model = changePoint.create(options);
  const point = { observed: 1e6, timeMs: 0 };
  expect([model.score(point), model.change(point)]).toEqual([{ score: 0, pValue: 1 }, undefined]);
  expect(model.change({ observed: Number.NaN, timeMs: 0 })).toBeUndefined();
});

test('sums of the last values are exact, however much has passed, and restored ones equal them', () => {
  const next = normal(7);
  const sums = new ExactSums(20);
  const values = Array.from({ length: 95 }, () => grained(4 * next()));
  for (const value of values) sums.push(value);
  const restored = ExactSums.restore(20, sums.state());
  for (let n = 0; n <= 20; n++) {
    const sum = values.slice(95 - n).reduce((a, b) => a + b, 0);
    expect([sums.last(n), restored.last(n)]).toEqual([sum, sum]);
  }
  expect(() => ExactSums.restore(19, sums.state())).toThrow('got 20 values to sum: give at most 19');
});

test('likelihood ratios are those of normal values', () => {
  expect(levelRatio(4, 12, 1, 2)).toBeCloseTo(4 ** 2 * (2 ** 2 / (2 * 4 * 2)), 12);
  expect(spreadRatio(10, 40, 1)).toBeCloseTo(5 * (3 - Math.log(4)), 12);
  expect(spreadRatio(10, 20, 2)).toBe(0);
  expect(Number.isFinite(spreadRatio(10, 0, 1))).toBe(true);
});

test('lengths go from the least to the most without a gap of more than a fifth', () => {
  const lengths = lengthsBetween(4, 188);
  expect([lengths[0], lengths.at(-1)]).toEqual([4, 188]);
  for (const [k, length] of lengths.slice(0, -1).entries())
    expect((lengths[k + 1] ?? 0) - length).toBeLessThanOrEqual(Math.ceil(0.2 * length));
});
