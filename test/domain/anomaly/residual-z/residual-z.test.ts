import fc from 'fast-check';
import type { DetectorModel, Score } from '../../../../lib/domain/anomaly/detector.ts';
import { residualZ } from '../../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { normal, studentT3 } from '../../../memory/noise.ts';

const expected = { mean: 100, sd: 2, lower: 96, upper: 104 };
const at = (observed: number) => ({ observed, expected, timeMs: 0 });
const create = () => residualZ.create({ stepMs: 300_000, startMs: 0 });

function walk(model: DetectorModel, noise: () => number, steps: number): Score[] {
  return Array.from({ length: steps }, () => {
    const point = at(100 + 2 * noise());
    const score = model.score(point);
    model.update(point);
    return score;
  });
}

const share = (scores: readonly Score[], below: number) =>
  scores.filter(({ pValue }) => pValue < below).length / scores.length;

test.each([
  ['normal', normal(1), 0.0003],
  ['heavy-tailed', studentT3(2), 0.0035],
] as const)('in %s noise p-values below 0.001 are rare', (_, noise, most) => {
  const model = create();
  walk(model, noise, 300);
  expect(share(walk(model, noise, 8_000), 0.001)).toBeLessThan(most);
});

test('p-values below 5 % come up about as often as they say', () => {
  const model = create();
  const noise = normal(3);
  walk(model, noise, 300);
  const rate = share(walk(model, noise, 8_000), 0.05);
  expect(rate).toBeGreaterThan(0.02);
  expect(rate).toBeLessThan(0.07);
});

test('a spike of eight deviations is found, above with a positive and below with a negative score', () => {
  const model = create();
  walk(model, normal(4), 300);
  const above = model.score(at(116));
  const below = model.score(at(84));
  expect(above.pValue).toBeLessThan(0.001);
  expect(below.pValue).toBeLessThan(0.001);
  expect(above.score).toBeGreaterThan(5);
  expect(below.score).toBeLessThan(-5);
});

test('an hour of spikes does not hide the next one', () => {
  const model = create();
  walk(model, normal(5), 300);
  for (let i = 0; i < 12; i++) model.update(at(100_000));
  expect(model.score(at(120)).pValue).toBeLessThan(0.001);
});

test('a shift that lasts is normal in the end', () => {
  const model = create();
  walk(model, normal(6), 300);
  const shifted = normal(7);
  expect(model.score(at(120)).pValue).toBeLessThan(0.001);
  for (let i = 0; i < 600; i++) model.update(at(120 + 2 * shifted()));
  expect(model.score(at(120)).pValue).toBeGreaterThan(0.2);
});

test('a forecast whose sd is too small is corrected by the residuals it leaves', () => {
  const model = create();
  const noise = normal(8);
  walk(model, () => 4 * noise(), 300);
  expect(model.score(at(116)).pValue).toBeGreaterThan(0.01);
});

test('a series that never moved gives finite scores, and small wobbles of its level are no surprise', () => {
  const model = create();
  const still = { mean: 100, sd: 0, lower: 100, upper: 100 };
  for (let i = 0; i < 300; i++) model.update({ observed: 100, expected: still, timeMs: 0 });
  const wobble = model.score({ observed: 100.1, expected: still, timeMs: 0 });
  const jump = model.score({ observed: 200, expected: still, timeMs: 0 });
  expect(wobble.pValue).toBeGreaterThan(0.001);
  expect(jump.pValue).toBeLessThan(0.001);
  const nought = { mean: 0, sd: 0, lower: 0, upper: 0 };
  const { score, pValue } = model.score({ observed: 1e300, expected: nought, timeMs: 0 });
  expect(score).toBe(1e6);
  expect(pValue).toBeGreaterThanOrEqual(0);
});

test('a gap is no surprise and leaves no trace', () => {
  const model = create();
  walk(model, normal(9), 50);
  const before = model.state();
  expect(model.score(at(Number.NaN))).toEqual({ score: 0, pValue: 1 });
  model.update(at(Number.NaN));
  expect(model.state()).toEqual(before);
});

test('a detector restored from its text goes on exactly alike', () => {
  const value = fc.double({ min: 0, max: 200, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { maxLength: 700 }), fc.nat({ max: 700 }), (values, cut) => {
      const straight = create();
      let restored = create();
      for (const [i, v] of values.entries()) {
        if (i === cut) restored = residualZ.restore(JSON.parse(JSON.stringify(restored.state())) as Json);
        expect(restored.score(at(v))).toEqual(straight.score(at(v)));
        straight.update(at(v));
        restored.update(at(v));
      }
      expect(restored.state()).toEqual(straight.state());
    }),
    { numRuns: 30 },
  );
});

test('refuses a state that is none', () => {
  const broken: Json[] = [
    null,
    [],
    {},
    { version: 1 },
    { version: 1, residuals: 'x' },
    { version: 2, residuals: '' },
  ];
  for (const state of broken) expect(() => residualZ.restore(state)).toThrow(RangeError);
});
