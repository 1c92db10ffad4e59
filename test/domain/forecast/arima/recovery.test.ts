import { evaluateArima, fitArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaSpec, Regressor } from '../../../../lib/domain/forecast/arima/spec.ts';
import { normals, seededUniform } from './seeded-random.ts';
import { simulatedSeries } from './simulated-series.ts';

interface Known {
  readonly name: string;
  readonly spec: ArimaSpec;
  /** With sigma2. */
  readonly parameters: readonly number[];
  readonly n: number;
  readonly regressor?: (uniform: () => number, t: number) => number;
  /** Every so many values one is missing. */
  readonly gapEvery?: number;
}

const known: readonly Known[] = [
  { name: '(1,0,0) with a mean', spec: { order: [1, 0, 0], trend: 'c' }, parameters: [5, 0.6, 2], n: 200 },
  { name: '(1,1,1)', spec: { order: [1, 1, 1] }, parameters: [0.7, 0.4, 0.5], n: 250, gapEvery: 11 },
  {
    name: '(0,1,1)(0,1,1)12',
    spec: { order: [0, 1, 1], seasonal: [0, 1, 1, 12] },
    parameters: [-0.4, -0.5, 1.5],
    n: 240,
  },
  {
    name: '(2,0,1) on a regressor',
    spec: { order: [2, 0, 1], trend: 'c' },
    parameters: [-3, 2.5, 0.5, -0.4, 0.5, 1],
    n: 250,
    regressor: (uniform, t) => 4 * uniform() + Math.sin(t / 9),
  },
];

const series = 40;

function regressorsOf({ regressor, n }: Known, uniform: () => number): Regressor[] {
  if (regressor === undefined) return [];
  return [{ name: 'x', values: Float64Array.from({ length: n }, (_, t) => regressor(uniform, t)) }];
}

/** How many standard errors the estimates of one series are from the truth, sigma2 left out. */
function distances(model: Known, seed: number): number[] {
  const { spec, parameters, n, gapEvery } = model;
  const uniform = seededUniform(seed);
  const regressors = regressorsOf(model, uniform);
  const full = simulatedSeries(uniform, n, spec, parameters, regressors);
  const y = full.map((value, t) =>
    gapEvery !== undefined && t % gapEvery === gapEvery - 1 ? Number.NaN : value,
  );
  const fitted = fitArima(y, spec, { regressors });
  const errors = fitted.standardErrors('oim');
  return fitted.parameters.slice(0, -1).map(({ value }, i) => (value - parameters[i]!) / errors[i]!);
}

describe.each(known)('fits of forty series made by $name', (model) => {
  const all = Array.from({ length: series }, (_, i) => distances(model, 100 + i));
  const flat = all.flat();

  test('are within three standard errors of the truth 97 times in 100', () => {
    const within = flat.filter((z) => Math.abs(z) < 3).length;
    expect(within / flat.length).toBeGreaterThanOrEqual(0.97);
  });

  test('are off by one standard error on average: the errors are neither too small nor too large', () => {
    const square = flat.reduce((sum, z) => sum + z * z, 0) / flat.length;
    expect(square).toBeGreaterThan(0.6);
    expect(square).toBeLessThan(1.6);
  });

  test('are as often too low as too high', () => {
    for (let i = 0; i < model.parameters.length - 1; i++) {
      const mean = all.reduce((sum, z) => sum + z[i]!, 0) / series;
      expect(Math.abs(mean)).toBeLessThan(0.8);
    }
  });
});

test.each<[ArimaSpec, readonly number[], number, number]>([
  [{ order: [1, 1, 1] }, [0.7, 0.4, 0.5], 250, 0],
  [{ order: [1, 1, 1] }, [0.7, -0.4, 0.5], 120, 0],
  [{ order: [1, 1, 1] }, [0.7, -0.4, 0.5], 120, 11],
  [{ order: [2, 0, 2], trend: 'c' }, [3, 0.8, -0.3, 0.5, 0.2, 1], 200, 0],
  [{ order: [0, 1, 1], seasonal: [0, 1, 1, 12] }, [-0.4, -0.5, 1.5], 144, 0],
])('no fit of %j to what %j has made is less likely than the truth', (spec, parameters, n, gapEvery) => {
  const worse: number[] = [];
  for (let seed = 5000; seed < 5100; seed++) {
    const full = simulatedSeries(seededUniform(seed), n, spec, parameters);
    const y = full.map((value, t) => (gapEvery > 0 && t % gapEvery === gapEvery - 1 ? Number.NaN : value));
    const truth = evaluateArima(y, spec, parameters).logLikelihood;
    const fitted = fitArima(y, spec);
    if (!(fitted.logLikelihood > truth - 1e-6)) worse.push(seed);
  }
  expect(worse).toEqual([]);
});

test('forecasts hold 95 % of what comes', () => {
  const spec: ArimaSpec = { order: [1, 1, 1], seasonal: [0, 1, 1, 7] };
  const many = 120;
  let held = 0;
  for (let seed = 0; seed < many; seed++) {
    const y = simulatedSeries(seededUniform(seed), 170, spec, [0.5, -0.3, -0.6, 2]);
    const { lower, upper } = fitArima(y.subarray(0, 160), spec).forecast(10);
    for (let h = 0; h < 10; h++) {
      const value = y[160 + h]!;
      if (value > lower[h]! && value < upper[h]!) held++;
    }
  }
  // At the true parameters they hold 93.8 % of these; not knowing them costs one or two.
  expect(held / (10 * many)).toBeGreaterThan(0.905);
  expect(held / (10 * many)).toBeLessThan(0.98);
});

test('white noise has the spread it should', () => {
  const normal = normals(seededUniform(1));
  const y = Float64Array.from({ length: 500 }, () => 3 + 2 * normal());
  const model = fitArima(y, { order: [0, 0, 0], trend: 'c' });
  const mean = y.reduce((sum, value) => sum + value, 0) / 500;
  const square = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 500;
  expect(model.parameters[0]?.value).toBeCloseTo(mean, 10);
  expect(model.sigma2).toBeCloseTo(square, 10);
});
