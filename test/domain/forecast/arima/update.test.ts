import { evaluateArima, restoreArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaPredictor, ForecastOptions } from '../../../../lib/domain/forecast/arima/result.ts';
import type { ArimaOptions, ArimaSpec } from '../../../../lib/domain/forecast/arima/spec.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { expectAllClose } from './closeness.ts';
import { type RandomModel, type RandomOptions, randomModel } from './random-models.ts';
import { between, normals, seededUniform } from './seeded-random.ts';

const added = 12;

function prefix({ y, regressors }: RandomModel, n: number): { y: Float64Array; options: ArimaOptions } {
  return {
    y: y.subarray(0, n),
    options: { regressors: regressors.map(({ name, values }) => ({ name, values: values.subarray(0, n) })) },
  };
}

function ahead({ regressors }: RandomModel, horizon: number): ForecastOptions {
  return {
    regressors: regressors.map(({ name }, i) => ({
      name,
      values: Float64Array.from({ length: horizon }, (_, h) => Math.sin(h + i)),
    })),
  };
}

/** The model at the values but the last twelve, which it then takes in one by one. */
function updated(model: RandomModel): ArimaPredictor {
  const n = model.y.length - added;
  const { y, options } = prefix(model, n);
  const predictor = evaluateArima(y, model.spec, model.parameters, options);
  for (let t = n; t < model.y.length; t++) {
    predictor.update(
      model.y[t]!,
      model.regressors.map(({ values }) => values[t]!),
    );
  }
  return predictor;
}

function expectSameForecasts(model: RandomModel): void {
  const { y, options } = prefix(model, model.y.length);
  const whole = evaluateArima(y, model.spec, model.parameters, options).forecast(15, ahead(model, 15));
  const grown = updated(model).forecast(15, ahead(model, 15));
  for (const key of ['mean', 'sd', 'lower', 'upper'] as const) {
    expectAllClose(grown[key], whole[key], 1e-8, `${model.name} ${key}`);
  }
}

function models(count: number, options: Omit<RandomOptions, 'order'>): RandomModel[] {
  return Array.from({ length: count }, (_, seed) => {
    const uniform = seededUniform(seed + 1);
    const two = () => between(uniform, 0, 2);
    return randomModel(uniform, { order: [two(), two(), two(), two()], spare: added, ...options });
  });
}

describe('updating by one value is evaluating the longer series', () => {
  test.each<[string, Omit<RandomOptions, 'order'>]>([
    ['for stationary models', { maxDifferences: 0 }],
    ['with differences', {}],
    ['with gaps before and among the new values', { hasGaps: true, maxDifferences: 0 }],
    ['with gaps and differences', { hasGaps: true }],
    ['with regressors and a trend', { hasRegressors: true, hasTrend: true }],
    [
      'with gaps, differences, regressors and a trend',
      { hasGaps: true, hasRegressors: true, hasTrend: true },
    ],
    ['with moving averages that cannot be inverted', { isWild: true }],
  ])('%s', (_, options) => {
    for (const model of models(40, options)) expectSameForecasts(model);
  });

  test('on top of an update, and of a forecast in between', () => {
    for (const model of models(10, {})) {
      const { y, options } = prefix(model, model.y.length - 2);
      const predictor = evaluateArima(y, model.spec, model.parameters, options);
      for (const value of model.y.subarray(-2)) {
        predictor.forecast(3);
        predictor.update(value);
      }
      const whole = evaluateArima(model.y, model.spec, model.parameters);
      expectAllClose(predictor.forecast(5).mean, whole.forecast(5).mean, 1e-8, model.name);
    }
  });
});

const seasonal: readonly [string, ArimaSpec, readonly number[]][] = [
  ['(1,1,1)(1,1,1)24', { order: [1, 1, 1], seasonal: [1, 1, 1, 24] }, [0.4, -0.6, 0.2, -0.8, 1.5]],
  ['(2,0,2)(1,1,1)24', { order: [2, 0, 2], seasonal: [1, 1, 1, 24] }, [0.6, 0.2, -0.3, 0.1, 0.2, -0.8, 1.5]],
  ['(1,0,1)(0,1,1)168', { order: [1, 0, 1], seasonal: [0, 1, 1, 168] }, [0.8, -0.2, -0.7, 1.5]],
  ['(0,1,1)(0,1,1)288', { order: [0, 1, 1], seasonal: [0, 1, 1, 288] }, [-0.4, -0.7, 1.5]],
];

function rhythm(period: number, hasGaps: boolean): Float64Array {
  const normal = normals(seededUniform(period));
  return Float64Array.from({ length: 4 * period + 7 }, (_, t) => {
    const value = 1e4 + 1e3 * Math.sin((2 * Math.PI * t) / period) + 100 * normal();
    return hasGaps && t % 97 === 50 ? Number.NaN : value;
  });
}

const throughText = (state: Json): Json => JSON.parse(JSON.stringify(state)) as Json;

describe.each(seasonal)('the state of %s', (_, spec, parameters) => {
  const period = spec.seasonal?.[3] ?? 1;

  test.each([
    ['without gaps', false],
    ['with gaps', true],
  ])('is under 10 kB, %s, also after a season of updates', (_, hasGaps) => {
    const y = rhythm(period, hasGaps);
    const model = evaluateArima(y, spec, parameters);
    expect(JSON.stringify(model.state()).length).toBeLessThan(10_000);
    for (const value of y.subarray(0, period + 3)) model.update(value);
    expect(JSON.stringify(model.state()).length).toBeLessThan(10_000);
  });

  test('goes through JSON without a bit changed, and lives on the same', () => {
    const y = rhythm(period, true);
    const model = evaluateArima(y, spec, parameters);
    const restored = restoreArima(throughText(model.state()));
    expect(restored.state()).toEqual(model.state());
    expect(restored.parameters).toEqual(model.parameters);
    expect(restored.spec).toEqual(model.spec);
    for (const value of [Number.NaN, 9_500, 10_500, Number.NaN, 10_000]) {
      expect(restored.forecast(50, { level: 0.8 })).toEqual(model.forecast(50, { level: 0.8 }));
      restored.update(value);
      model.update(value);
    }
    expect(restored.forecast(2 * period)).toEqual(model.forecast(2 * period));
    expect(restored.state()).toEqual(model.state());
  });
});

describe('a restored model', () => {
  test('keeps regressors, trend and gaps', () => {
    for (const model of models(20, { hasGaps: true, hasRegressors: true, hasTrend: true })) {
      const { y, options } = prefix(model, model.y.length);
      const original = evaluateArima(y, model.spec, model.parameters, options);
      const restored = restoreArima(throughText(original.state()));
      expect(restored.forecast(9, ahead(model, 9))).toEqual(original.forecast(9, ahead(model, 9)));
      const x = model.regressors.map((_, i) => i + 0.5);
      restored.update(1.25, x);
      original.update(1.25, x);
      expect(restored.forecast(9, ahead(model, 9))).toEqual(original.forecast(9, ahead(model, 9)));
      expect(restored.state()).toEqual(original.state());
    }
  });

  test.each(['log', 'log1p', { boxCox: 0.3 }] as const)(
    'keeps the transform %j and the floor',
    (transform) => {
      const y = rhythm(12, false);
      const spec: ArimaSpec = { order: [1, 1, 1] };
      const options: ArimaOptions = { transform, nonNegative: true };
      const original = evaluateArima(y, spec, [0.3, -0.5, 0.01], options);
      const restored = restoreArima(throughText(original.state()));
      for (const value of [9_000, Number.NaN, 11_000]) {
        restored.update(value);
        original.update(value);
      }
      expect(restored.forecast(9)).toEqual(original.forecast(9));
      const draw = () => seededUniform(5);
      expect(restored.simulate(4, 3, draw())).toEqual(original.simulate(4, 3, draw()));
    },
  );

  test('leaves the one it came from alone', () => {
    const original = evaluateArima(rhythm(12, false), { order: [0, 1, 1] }, [-0.5, 1]);
    const before = original.forecast(3);
    restoreArima(original.state()).update(0);
    expect(original.forecast(3)).toEqual(before);
  });
});
