import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spectralResidual, spectralResidualDetector } from '../../../../lib/domain/anomaly/index.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

interface Reference {
  readonly leftOut: number;
  readonly values: number[];
  readonly saliency: number[];
  readonly scores: number[];
}

const file = join(__dirname, '../../../fixtures/spectral-residual/numpy.json');
const references = (JSON.parse(readFileSync(file, 'utf8')) as Reference[]).map(
  (one) => [one.values.length, one] as const,
);
const farthestFrom = (expected: readonly number[], got: Float64Array) =>
  Math.max(...expected.map((value, i) => Math.abs(value - (got[i] ?? Number.NaN)) / (1 + Math.abs(value))));

test.each(references)(
  'saliency and scores of %d values are those of numpy',
  (_, { values, leftOut, ...expected }) => {
    const { saliency, scores } = spectralResidual(values, { leftOut });
    expect(saliency.length).toBe(values.length);
    expect(farthestFrom(expected.saliency, saliency)).toBeLessThan(1e-10);
    expect(farthestFrom(expected.scores, scores)).toBeLessThan(1e-9);
  },
);

test.each(references)('a spike in the middle of %d values stands out most, above 3', (_, { values }) => {
  const { scores } = spectralResidual(values);
  const inside = scores.slice(0, -6);
  expect(inside.indexOf(Math.max(...inside))).toBe(Math.floor(values.length / 2));
  expect(Math.max(...inside)).toBeGreaterThan(3);
});

test('the unit of the values changes nothing', () => {
  const [, { values }] = references[0] ?? [0, { values: [] }];
  const { scores } = spectralResidual(values.map((value) => value * 4096));
  expect(farthestFrom([...spectralResidual(values).scores], scores)).toBeLessThan(1e-9);
});

test('nothing stands out of a constant, nor of noughts', () => {
  for (const level of [0, 5, -1e9])
    expect(spectralResidual(new Float64Array(70).fill(level)).scores.every((s) => Math.abs(s) < 1e-6)).toBe(
      true,
    );
});

test.each([
  ['too few values', [1, 2, 3, 4, 5], {}],
  ['a gap', [1, 2, 3, 4, 5, Number.NaN, 7, 8], {}],
  ['an even average', [1, 2, 3, 4, 5, 6, 7, 8], { average: 4 }],
  ['half a point to look back', [1, 2, 3, 4, 5, 6, 7, 8], { preceding: 0.5 }],
] as const)('refuses %s', (_, values, options) => {
  expect(() => spectralResidual(values, options)).toThrow(RangeError);
});

const stepMs = 300_000;

/** A daily wave with noise and its detector after so many steps. */
function after(steps: number, learningSteps?: number) {
  const random = createRandom(4);
  const model = spectralResidualDetector.create({
    stepMs,
    startMs: 0,
    ...(learningSteps && { learningSteps }),
  });
  const usualAt = (i: number) => 100 + 30 * Math.sin((2 * Math.PI * i) / 288) + 4 * (random() + random() - 1);
  const take = (i: number, observed = usualAt(i)) => {
    const point = { observed, timeMs: i * stepMs };
    const score = model.score(point);
    model.update(point);
    return score;
  };
  const said = Array.from({ length: steps }, (_, i) => take(i));
  return { model, said, take };
}

test('a spike and a drop are rare, with their side, and the usual is not', () => {
  const { model, said } = after(1200);
  const at = (observed: number) => model.score({ observed, timeMs: 1200 * stepMs });
  expect(at(160).score).toBeGreaterThan(3);
  expect(at(160).pValue).toBeLessThan(1e-3);
  expect(at(40).score).toBeLessThan(-3);
  expect(at(40).pValue).toBeLessThan(1e-3);
  expect(said.slice(600).filter(({ pValue }) => pValue < 1e-3).length).toBeLessThan(4);
});

test('it scores as the batch function does of its window', () => {
  const { model, take } = after(0, 64);
  const values: number[] = [];
  for (let i = 0; i < 100; i++) {
    const value = Math.fround(50 + ((i * 37) % 11) + (i === 99 ? 90 : 0));
    values.push(value);
    if (i < 99) take(i, value);
  }
  const { scores } = spectralResidual(values.slice(-59), { leftOut: 1 });
  const last = scores.at(-1) ?? 0;
  expect(last).toBeGreaterThan(1);
  expect(model.score({ observed: values[99] ?? 0, timeMs: 0 }).score).toBeCloseTo(last, 9);
});

test('a score that is not taken in changes nothing', () => {
  const [a, b] = [after(200), after(200)];
  for (const observed of [0, 500, Number.NaN]) a.model.score({ observed, timeMs: 200 * stepMs });
  expect(a.model.state()).toEqual(b.model.state());
  expect(a.take(200, 140)).toEqual(b.take(200, 140));
});

test('it is learning until the smallest window is full and there are some scores', () => {
  const { said } = after(120);
  expect(said.slice(0, 26 + 16).every(({ pValue }) => pValue === 1)).toBe(true);
  expect(said.slice(50).some(({ pValue }) => pValue < 0.2)).toBe(true);
});

test('refuses a state with fewer values than were taken in', () => {
  const text = JSON.stringify(after(90).model.state());
  const broken = text.replace('"taken":90', '"taken":91');
  expect(broken).not.toBe(text);
  expect(() => spectralResidualDetector.restore(JSON.parse(broken) as Json)).toThrow(RangeError);
});
