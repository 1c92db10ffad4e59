import { evaluateArima, fitArima } from '../../../../lib/domain/forecast/arima/index.ts';
import { hessian, inverseOf } from '../../../../lib/domain/forecast/arima/information.ts';
import type { ArimaOptions, ArimaSpec } from '../../../../lib/domain/forecast/arima/spec.ts';
import { normals, seededUniform } from './seeded-random.ts';
import { simulatedSeries } from './simulated-series.ts';

const uniform = seededUniform(12);
const normal = normals(uniform);
const spec: ArimaSpec = { order: [1, 0, 1], seasonal: [1, 0, 1, 4], trend: 'c' };
const full = simulatedSeries(uniform, 160, spec, [10, 0.5, 0.3, 0.4, -0.3, 1], []);
const gappy = full.map((value, t) => (t % 19 === 7 ? Number.NaN : value));
const regressors = [{ name: 'x', values: Float64Array.from({ length: 160 }, () => normal()) }];

test.each<[string, Float64Array, ArimaSpec, ArimaOptions]>([
  ['AR and MA terms of both kinds, with a mean', full, spec, {}],
  ['the same with gaps', gappy, spec, {}],
  ['a regressor', full, spec, { regressors }],
  ['lists of lags', full, { order: [[1, 3], 0, [2]], trend: 'c' }, {}],
  ['a difference', full, { order: [2, 1, 1], seasonal: [0, 1, 1, 4] }, { regressors }],
])('standard errors are those of the likelihood differenced twice: %s', (_, y, model, options) => {
  const fitted = fitArima(y, model, options);
  const at = Float64Array.from(fitted.parameters, ({ value }) => value);
  const k = at.length;
  const steps = at.map((value, i) => (i === k - 1 ? 0.01 * value : 2e-3));
  const minus = (x: Float64Array) => -evaluateArima(y, model, x, options).logLikelihood;
  const inverse = inverseOf(hessian(minus, at, steps), k);
  const errors = fitted.standardErrors('oim');
  for (let i = 0; i < k; i++) {
    const expected = Math.sqrt(inverse[i * k + i]!);
    expect(Math.abs(errors[i]! - expected)).toBeLessThan(1e-4 * expected);
  }
});
