import { oneClassSvm } from '../../../../lib/domain/anomaly/index.ts';
import { normal } from '../../../memory/noise.ts';

const stepMs = 300_000;
const options = { stepMs, startMs: 0 };
const noise = normal(5);
/** Six days of a daily wave. */
const wave = Array.from(
  { length: 6 * 288 },
  (_, i) => 200 + 60 * Math.sin((2 * Math.PI * i) / 288) + 3 * noise(),
);

function fed(values: readonly number[]) {
  const model = oneClassSvm.create(options);
  values.forEach((observed, i) => {
    model.update({ observed, timeMs: i * stepMs });
  });
  return model;
}

const model = fed(wave);
const next = (observed: number) => model.score({ observed, timeMs: wave.length * stepMs });

test('what lies among the others is inside, what lies apart is rare', () => {
  expect(next(200).score).toBeLessThan(1);
  expect(next(200).pValue).toBeGreaterThan(0.01);
  expect(next(300).pValue).toBeLessThan(1e-4);
});

test('a value that is usual at another time of day is rare now', () => {
  expect(next(255).score).toBeGreaterThan(1);
  expect(next(255).pValue).toBeLessThan(1e-2);
});

test('nothing is told of a gap, nor before there is a region', () => {
  expect(next(Number.NaN)).toEqual({ score: 0, pValue: 1 });
  expect(fed(wave.slice(0, 50)).score({ observed: 1e6, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
});
