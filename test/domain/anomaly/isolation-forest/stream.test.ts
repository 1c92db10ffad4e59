import { isolationForest } from '../../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { afterWave, daySteps, stepMs } from '../daily-wave.ts';

const after = (days: number, seed?: number) => afterWave(isolationForest, days * daySteps, seed);

test('a spike and a value of the wrong time of day are rare, the usual is not', () => {
  const { model, said, usualAt, now } = after(12);
  const at = (i: number, observed: number) => model.score({ observed, timeMs: i * stepMs });
  expect(at(now, 220).score).toBeGreaterThan(0.6);
  expect(at(now, 220).pValue).toBeLessThan(1e-2);
  // Where the wave is at its mean, its lowest value is no extreme, but not of this hour.
  expect(at(now, usualAt(-daySteps / 4)).pValue).toBeLessThan(1e-2);
  expect(at(now, usualAt(now)).pValue).toBeGreaterThan(0.05);
  const late = said.slice(said.length / 2);
  expect(late.filter(({ pValue }) => pValue < 1e-3).length).toBeLessThan(5);
});

test('it is learning until all its trees have grown and it has some scores', () => {
  const { said } = after(2);
  expect(said.slice(0, 32 + 48).every(({ pValue }) => pValue === 1)).toBe(true);
  expect(said.slice(100).some(({ pValue }) => pValue < 0.2)).toBe(true);
});

test('what stays becomes the usual: after a shift the scores fall back', () => {
  const { take, usualAt, now } = after(8);
  const mean = (from: number, to: number) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += take(i, usualAt(i) + 150).score;
    return sum / (to - from);
  };
  const atFirst = mean(now, now + 12);
  mean(now + 12, now + 12 * daySteps);
  expect(mean(now + 12 * daySteps, now + 13 * daySteps)).toBeLessThan(atFirst - 0.1);
});

test('equal seeds give equal scores, others others', () => {
  expect(after(2, 5).said).toEqual(after(2, 5).said);
  expect(after(2, 5).said).not.toEqual(after(2, 6).said);
});

test('a gap says nothing and changes nothing but the step after it', () => {
  const { model, now } = after(3);
  const before = JSON.stringify(model.state());
  expect(model.score({ observed: Number.NaN, timeMs: now * stepMs })).toEqual({ score: 0, pValue: 1 });
  model.update({ observed: Number.NaN, timeMs: now * stepMs });
  expect(JSON.stringify(model.state())).toBe(before);
});

test('steps of half a week and more have no season, and are judged all the same', () => {
  const model = isolationForest.create({ stepMs: 5 * 86_400_000, startMs: 0 });
  for (let i = 0; i < 200; i++) model.update({ observed: 50 + (i % 5), timeMs: i * 5 * 86_400_000 });
  expect(model.score({ observed: 500, timeMs: 200 * 5 * 86_400_000 }).pValue).toBeLessThan(0.05);
});

test('the state is below 20 kB when all that is remembered is full', () => {
  const model = isolationForest.create({ stepMs: 60_000, startMs: 0, learningSteps: 2016 });
  for (let i = 0; i < 3000; i++) model.update({ observed: 1e6 * Math.sin(i * i), timeMs: i * 60_000 });
  expect(JSON.stringify(model.state()).length).toBeLessThan(20_000);
});

test.each([
  ['the features of a tree cut short', (text: string) => text.replace(/"features":"[^"]{8}/, '"features":"')],
  ['a column that is not there', (text: string) => text.replace(/"features":"[^"]{4}/, '"features":"////')],
  ['thresholds cut short', (text: string) => text.replace(/"thresholds":"[^"]{16}/, '"thresholds":"')],
  ['a reservoir of half a row', (text: string) => text.replace(/"reservoir":"[^"]{16}/, '"reservoir":"')],
  ['numbers that are none', (text: string) => text.replace(/"numbers":\[\d+/, '"numbers":[null')],
  ['a day of other slots', (text: string) => text.replace(/"lastDay":"[^"]{16}/, '"lastDay":"')],
] as const)('refuses a state with %s', (_, broken) => {
  const text = JSON.stringify(after(2).model.state());
  expect(broken(text)).not.toBe(text);
  expect(() => isolationForest.restore(JSON.parse(broken(text)) as Json)).toThrow(RangeError);
});
