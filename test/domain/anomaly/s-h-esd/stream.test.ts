import { sHEsd } from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const dayMs = 86_400_000;

/** A series with a daily wave, and its detector after so many days. */
function after(days: number, stepMs: number) {
  const random = createRandom(9);
  const model = sHEsd.create({ stepMs, startMs: 0 });
  const usualAt = (timeMs: number) => 100 + 40 * Math.sin((2 * Math.PI * timeMs) / dayMs);
  const noise = () => random() + random() + random() - 1.5;
  const take = (timeMs: number, extra = 0) => {
    const point = { observed: usualAt(timeMs) + noise() + extra, timeMs };
    const score = model.score(point);
    model.update(point);
    return score;
  };
  const said = Array.from({ length: (days * dayMs) / stepMs }, (_, i) => take(i * stepMs));
  return { model, said, take, usualAt, nowMs: days * dayMs };
}

test.each([
  [3_600_000, 10],
  [600_000, 4],
])('a value far from the usual of its time of day is rare, at steps of %d ms', (stepMs, days) => {
  const { model, said, usualAt, nowMs } = after(days, stepMs);
  const timeMs = nowMs + dayMs / 4;
  const low = model.score({ observed: usualAt(timeMs) - 25, timeMs });
  expect(low.score).toBeLessThan(-10);
  expect(low.pValue).toBeLessThan(1e-6);
  expect(model.score({ observed: usualAt(timeMs) + 25, timeMs }).score).toBeGreaterThan(10);
  const late = said.slice(said.length / 2);
  expect(late.filter(({ pValue }) => pValue < 1e-3).length).toBeLessThanOrEqual(2);
  expect(Math.abs(model.score({ observed: usualAt(timeMs), timeMs }).score)).toBeLessThan(1.5);
});

test('it is learning before it has a few values, and judges by the level alone before it has two days', () => {
  const { said, model, nowMs } = after(1.5, 3_600_000);
  expect(said.slice(0, 20).every(({ pValue }) => pValue === 1)).toBe(true);
  expect(model.score({ observed: 1000, timeMs: nowMs }).pValue).toBeLessThan(1e-3);
});

test('anomalies do not widen the usual: a tenth of the values may be far off', () => {
  const { take, model, usualAt, nowMs } = after(7, 3_600_000);
  for (let i = 0; i < 72; i++) take(nowMs + i * 3_600_000, i % 12 === 5 ? 300 : 0);
  const timeMs = nowMs + 72 * 3_600_000;
  expect(model.score({ observed: usualAt(timeMs) + 20, timeMs }).score).toBeGreaterThan(8);
});

test('a gap says nothing, and neither does one bad time spoil what comes after it', () => {
  const { take, model, nowMs } = after(5, 3_600_000);
  expect(model.score({ observed: Number.NaN, timeMs: nowMs })).toEqual({ score: 0, pValue: 1 });
  model.update({ observed: 100, timeMs: nowMs + 1e6 * dayMs });
  for (let i = 0; i < 5 * 24; i++) take(nowMs + i * 3_600_000);
  const timeMs = nowMs + 5 * dayMs;
  expect(Math.abs(take(timeMs).score)).toBeLessThan(5);
});

test('the state is below 20 kB when all that is remembered is full', () => {
  const slotMs = 600_000;
  const model = sHEsd.create({ stepMs: 60_000, startMs: 0, learningSteps: 2016 });
  const valueAt = (i: number) => (i < 1700 ? Number.NaN : 1e5 + Math.sin(i));
  for (let i = 0; i < 2016; i++) model.update({ observed: valueAt(i), timeMs: i * slotMs });
  for (let i = 0; i < 2016; i++) model.update({ observed: valueAt(2015 + i), timeMs: 2015 * slotMs });
  const text = JSON.stringify(model.state());
  expect(text.length).toBeGreaterThan(12_000);
  expect(text.length).toBeLessThan(20_000);
});

test('refuses a season of another length', () => {
  const { model } = after(3, 3_600_000);
  const state = JSON.parse(JSON.stringify(model.state()).replace('"stepMs":3600000', '"stepMs":1800000'));
  expect(() => sHEsd.restore(state)).toThrow(RangeError);
});
