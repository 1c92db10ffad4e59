import { randomCutForest } from '../../../../lib/domain/anomaly/random-cut-forest/index.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { afterWave, daySteps, stepMs } from '../daily-wave.ts';

const after = (steps: number, seed?: number) => afterWave(randomCutForest, steps, seed);

const long = after(900);

test('a spike, a drop and a jump within the range are rare, the usual is not', () => {
  const { model, said, usualAt, now } = long;
  const at = (observed: number) => model.score({ observed, timeMs: now * stepMs });
  const jump = usualAt(now) < 100 ? 138 : 62;
  const greatest = Math.max(...said.slice(300).map(({ score }) => score));
  for (const observed of [260, -60, jump]) expect(at(observed).score).toBeGreaterThan(1.5 * greatest);
  for (const observed of [260, -60]) expect(at(observed).pValue).toBeLessThan(1e-3);
  expect(at(jump).pValue).toBeLessThan(1e-2);
  expect(at(usualAt(now)).pValue).toBeGreaterThan(0.05);
  expect(said.slice(400).filter(({ pValue }) => pValue < 1e-3).length).toBeLessThan(5);
});

test('the farther off, the higher the score', () => {
  const at = (observed: number) => long.model.score({ observed, timeMs: 0 }).score;
  expect(at(200)).toBeGreaterThan(at(150));
  expect(at(1e6)).toBeGreaterThan(at(400));
  expect(at(1e30)).toBeLessThanOrEqual(1);
});

test('old points make room: after a shift the scores fall back, and the old level becomes the rare one', () => {
  const { take, usualAt, model, now } = after(400);
  const shifted = Array.from({ length: 1_000 }, (_, i) => take(now + i, usualAt(now + i) + 150).score);
  const mean = (scores: readonly number[]) => scores.reduce((sum, score) => sum + score / scores.length, 0);
  expect(mean(shifted.slice(-daySteps))).toBeLessThan(mean(shifted.slice(0, 8)) / 4);
  expect(model.score({ observed: usualAt(0), timeMs: 0 }).score).toBeGreaterThan(
    mean(shifted.slice(-daySteps)) * 3,
  );
});

test('equal seeds give equal scores, others others', () => {
  expect(after(200, 5).said).toEqual(after(200, 5).said);
  expect(after(200, 5).said).not.toEqual(after(200, 6).said);
});

test('it is learning until its trees are full and it has some scores', () => {
  const { said } = after(150);
  expect(said.slice(0, 71 + 16).every(({ pValue }) => pValue === 1)).toBe(true);
  expect(said.slice(90).some(({ pValue }) => pValue < 0.2)).toBe(true);
});

test('nothing displaces anything in a constant, and the first change displaces all', () => {
  const model = randomCutForest.create({ stepMs, startMs: 0 });
  for (let i = 0; i < 150; i++) model.update({ observed: 7, timeMs: i * stepMs });
  expect(model.score({ observed: 7, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
  expect(model.score({ observed: 8, timeMs: 0 }).score).toBeCloseTo(1, 12);
});

test('a gap says nothing and changes nothing', () => {
  const { model, now } = after(150);
  const before = JSON.stringify(model.state());
  expect(model.score({ observed: Number.NaN, timeMs: now * stepMs })).toEqual({ score: 0, pValue: 1 });
  model.update({ observed: Number.NaN, timeMs: now * stepMs });
  expect(JSON.stringify(model.state())).toBe(before);
});

test('restored after the oldest values have gone, it goes on alike', () => {
  const { model, take } = after(1_300);
  const state = model.state();
  const restored = randomCutForest.restore(JSON.parse(JSON.stringify(state)) as Json);
  expect(restored.state()).toEqual(state);
  for (let i = 0; i < 100; i++) {
    const point = { observed: (i * 7919) % 113, timeMs: i };
    expect(restored.score(point)).toEqual(take(i, point.observed));
    restored.update(point);
  }
  expect(restored.state()).toEqual(model.state());
});

test('the state is below 22 kB when all that is remembered is full', () => {
  const model = randomCutForest.create({ stepMs: 60_000, startMs: 0, learningSteps: 2016 });
  for (let i = 0; i < 1_500; i++) model.update({ observed: 1e6 * Math.sin(i * i), timeMs: i * 60_000 });
  expect(JSON.stringify(model.state()).length).toBeLessThan(22_000);
});

test.each([
  ['a sample that is too large', (text: string) => text.replace(/"counts":\[\d+/, '"counts":[65')],
  ['ages cut short', (text: string) => text.replace(/"ages":"[^"]{8}/, '"ages":"')],
  ['ages of steps to come', (text: string) => text.replace(/"ages":"[^"]{8}/, '"ages":"////////')],
  ['cuts cut short', (text: string) => text.replace(/"cuts":"[^"]{16}/, '"cuts":"')],
  ['features cut short', (text: string) => text.replace(/"features":"[^"]{8}/, '"features":"')],
  ['more values than were taken in', (text: string) => text.replace(/"taken":\d+/, '"taken":12')],
] as const)('refuses a state with %s', (_, broken) => {
  const text = JSON.stringify(after(120).model.state());
  expect(broken(text)).not.toBe(text);
  expect(() => randomCutForest.restore(JSON.parse(broken(text)) as Json)).toThrow(RangeError);
});
