import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fitParetoTail, paretoExcess } from '../../../../lib/domain/anomaly/decisions/generalised-pareto.ts';

interface Fit {
  readonly y: readonly number[];
  readonly shape: number;
  readonly scale: number;
}

const path = join(__dirname, '../../../fixtures/pareto-tail/fits.json');
const { cases } = JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: readonly Fit[] };

test.each(cases)('is fitted as scipy fits it, shape $shape', ({ y, shape, scale }) => {
  const fitted = fitParetoTail(Float32Array.from(y));
  expect(fitted.shape).toBeCloseTo(shape, 3);
  expect(fitted.scale / scale).toBeCloseTo(1, 3);
});

test('equal values have no tail worth a shape', () => {
  const { shape, scale } = fitParetoTail(new Float32Array(50).fill(2));
  expect(Number.isFinite(shape) && Number.isFinite(scale)).toBe(true);
  expect(paretoExcess({ shape, scale }, 0.01)).toBeLessThan(20);
});

test('an excess has the probability that it was asked for', () => {
  for (const shape of [-0.3, 0, 0.4]) {
    const y = paretoExcess({ shape, scale: 1.5 }, 0.02);
    const beyond = shape === 0 ? Math.exp(-y / 1.5) : (1 + (shape * y) / 1.5) ** (-1 / shape);
    expect(beyond).toBeCloseTo(0.02, 10);
  }
});
