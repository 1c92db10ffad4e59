import { leftMatrixProfile, matrixProfile } from '../../../../lib/domain/anomaly/matrix-profile/index.ts';
import { LeftProfile } from '../../../../lib/domain/anomaly/matrix-profile/left-profile.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
/** Its window is then of so many values. */
const learningSteps = 480;
const window = 20;

/** Saw teeth with noise, and its detector after so many steps. */
function after(steps: number) {
  const random = createRandom(6);
  const model = matrixProfile.create({ stepMs, startMs: 0, learningSteps });
  const usualAt = (i: number) => Math.fround(10 * (i % 25) + 2 * random());
  const values: number[] = [];
  const take = (i: number, observed = usualAt(i)) => {
    const point = { observed, timeMs: i * stepMs };
    const score = model.score(point);
    model.update(point);
    values.push(observed);
    return score;
  };
  const said = Array.from({ length: steps }, (_, i) => take(i));
  return { model, said, values, take, usualAt, now: steps };
}

test('a tooth that falls where others rise is rare, though each value is usual', () => {
  const { take, said, now } = after(800);
  const backwards = Array.from({ length: 25 }, (_, i) => take(now + i, 250 - 10 * i));
  expect(Math.min(...backwards.map(({ pValue }) => pValue))).toBeLessThan(1e-4);
  expect(said.slice(300).filter(({ pValue }) => pValue < 1e-3).length).toBeLessThan(4);
});

test('scores are the left matrix profile less what noise adds', () => {
  const { values, said } = after(300);
  const profile = new LeftProfile(window, 2016, true);
  const { distances } = leftMatrixProfile(values, window);
  let isLess = 0;
  values.forEach((value, i) => {
    const { distance } = profile.nearest(value);
    profile.update(value);
    if (i < 2 * window) return;
    expect(said[i]?.score).toBe(distance);
    const plain = distances[i + 1 - window] ?? 0;
    expect(distance).toBeLessThan(plain + 1e-6);
    if (distance < 0.9 * plain) isLess++;
  });
  expect(isLess).toBeGreaterThan(100);
});

test('it is learning until two windows are full and there are some distances', () => {
  const { said, take, now } = after(300);
  expect(said.slice(0, 2 * window - 1 + 16).every(({ pValue }) => pValue === 1)).toBe(true);
  const backwards = Array.from({ length: 25 }, (_, i) => take(now + i, 250 - 10 * i));
  expect(backwards.some(({ pValue }) => pValue < 0.05)).toBe(true);
});

test('a constant is like itself', () => {
  const model = matrixProfile.create({ stepMs, startMs: 0, learningSteps });
  for (let i = 0; i < 100; i++) model.update({ observed: 0.1, timeMs: i * stepMs });
  expect(model.score({ observed: 0.1, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
  expect(model.score({ observed: 0.2, timeMs: 0 }).score).toBeCloseTo(Math.sqrt(window), 12);
});

test('a gap says nothing and changes nothing', () => {
  const { model, now } = after(90);
  const before = JSON.stringify(model.state());
  expect(model.score({ observed: Number.NaN, timeMs: now * stepMs })).toEqual({ score: 0, pValue: 1 });
  model.update({ observed: Number.NaN, timeMs: now * stepMs });
  expect(JSON.stringify(model.state())).toBe(before);
});

test('restored after the oldest values have gone, it goes on exactly alike', () => {
  const { model, take, usualAt } = after(2_130);
  const restored = matrixProfile.restore(JSON.parse(JSON.stringify(model.state())) as Json);
  for (let i = 0; i < 60; i++) {
    const point = { observed: usualAt(i), timeMs: i };
    expect(restored.score(point)).toEqual(take(i, point.observed));
    restored.update(point);
  }
  expect(restored.state()).toEqual(model.state());
});

test.each([
  ['fewer values than came since the renewal', /"values":"[^"]*"/, '"values":""'],
  ['a renewal long ago', /"fresh":\d+/, '"fresh":20'],
  ['values cut short', /"values":"[^"]{3}/, '"values":"'],
] as const)('refuses a state with %s', (_, from, to) => {
  const text = JSON.stringify(after(90).model.state());
  expect(text.replace(from, to)).not.toBe(text);
  expect(() => matrixProfile.restore(JSON.parse(text.replace(from, to)) as Json)).toThrow(RangeError);
});
