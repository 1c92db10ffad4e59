import { evaluateArima, fitArima, restoreArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaModel, ForecastOptions } from '../../../../lib/domain/forecast/arima/result.ts';
import type { ArimaSpec, Transform } from '../../../../lib/domain/forecast/arima/spec.ts';
import { expectAllClose, expectClose } from './closeness.ts';
import { denseForecast } from './dense-density.ts';
import { type RandomModel, type RandomOptions, randomModel } from './random-models.ts';
import { between, normals, seededUniform } from './seeded-random.ts';

const horizon = 14;
const reach95 = 1.959963984540054;

const evaluate = ({ y, spec, parameters, regressors }: RandomModel): ArimaModel =>
  evaluateArima(y, spec, parameters, { regressors });

function futureOf({ regressors }: RandomModel): Float64Array[] {
  return regressors.map((_, i) => Float64Array.from({ length: horizon }, (_, h) => Math.cos(2 * h + i)));
}

function ahead(model: RandomModel, values = futureOf(model)): ForecastOptions {
  return { regressors: model.regressors.map(({ name }, i) => ({ name, values: values[i]! })) };
}

function models(count: number, options: Omit<RandomOptions, 'order'>, first = 500): RandomModel[] {
  return Array.from({ length: count }, (_, i) => {
    const uniform = seededUniform(first + i);
    const two = () => between(uniform, 0, 2);
    return randomModel(uniform, { order: [two(), two(), two(), two()], ...options });
  });
}

const kinds: readonly [string, Omit<RandomOptions, 'order'>][] = [
  ['of plain series', {}],
  ['with gaps', { hasGaps: true }],
  ['with regressors and a trend', { hasRegressors: true, hasTrend: true }],
  ['with all of these', { hasGaps: true, hasRegressors: true, hasTrend: true }],
  ['with moving averages that cannot be inverted', { isWild: true }],
];

describe.each(kinds)('forecasts %s', (_, options) => {
  const all = models(40, options);

  test('are the conditional mean and deviation of the dense density', () => {
    for (const model of all) {
      const forecast = evaluate(model).forecast(horizon, ahead(model));
      const dense = denseForecast(model, horizon, futureOf(model));
      expectAllClose(forecast.mean, dense.mean, 1e-8, `${model.name} mean`);
      expectAllClose(forecast.sd, dense.sd, 1e-8, `${model.name} sd`);
    }
  });

  test('have the interval of a normal variable', () => {
    for (const model of all.slice(0, 8)) {
      const { mean, sd, lower, upper } = evaluate(model).forecast(horizon, ahead(model));
      const bound = (sign: number) => mean.map((value, h) => value + sign * reach95 * sd[h]!);
      expectAllClose(lower, bound(-1), 1e-12, model.name);
      expectAllClose(upper, bound(1), 1e-12, model.name);
    }
  });

  test('are the same when each is fed back as if it had come true', () => {
    for (const model of all) {
      const original = evaluate(model);
      const { mean } = original.forecast(horizon, ahead(model));
      const fed = restoreArima(original.state());
      const one = Float64Array.from(mean, (_, h) => {
        const x = futureOf(model).map((values) => values.subarray(h, h + 1));
        const [next = Number.NaN] = fed.forecast(1, ahead(model, x)).mean;
        fed.update(
          next,
          x.map((values) => values[0]!),
        );
        return next;
      });
      expectAllClose(one, mean, 1e-8, model.name);
    }
  });

  test('from the end of a part of the series are its predictions there', () => {
    for (const model of models(10, { ...options, spare: 6 })) {
      const from = model.y.length - 6;
      const cut = (values: Float64Array, start: number, end?: number) => values.subarray(start, end);
      const part = (end: number): RandomModel => ({
        ...model,
        y: cut(model.y, 0, end),
        regressors: model.regressors.map((x) => ({ ...x, values: cut(x.values, 0, end) })),
      });
      const rest = (start: number) =>
        ahead(
          model,
          model.regressors.map(({ values }) => cut(values, start)),
        );
      const whole = evaluate(model);
      const dynamic = whole.predict({ dynamicFrom: from });
      const forecast = evaluate(part(from)).forecast(6, rest(from)).mean;
      expectAllClose(dynamic.subarray(from), forecast, 1e-8, `${model.name} dynamic`);
      const single = Array.from({ length: 6 }, (_, i) => {
        const { mean } = evaluate(part(from + i)).forecast(6 - i, rest(from + i));
        return mean[0]!;
      });
      expectAllClose(whole.predict().subarray(from), single, 1e-8, `${model.name} one step`);
    }
  });
});

test.each<[ArimaSpec, readonly number[]]>([
  [{ order: [0, 1, 1] }, [-0.5, 2]],
  [{ order: [1, 1, 1] }, [0.8, -0.4, 2]],
  [{ order: [2, 1, 2] }, [1.2, -0.7, -0.9, 0.4, 2]],
  [{ order: [0, 2, 2] }, [-1.1, 0.3, 2]],
  [{ order: [0, 1, 1], seasonal: [0, 1, 1, 12] }, [-0.4, -0.3, 2]],
  [{ order: [1, 0, 0], seasonal: [1, 1, 0, 4] }, [0.5, -0.6, 2]],
])('forecasts of %j never become surer with distance', (spec, parameters) => {
  const normal = normals(seededUniform(3));
  const y = Float64Array.from({ length: 300 }, () => normal());
  const { sd } = evaluateArima(y, spec, parameters).forecast(100);
  for (let h = 1; h < sd.length; h++) expect(sd[h]!).toBeGreaterThanOrEqual(sd[h - 1]! * (1 - 1e-7));
  expect(sd[99]!).toBeGreaterThan(1.2 * sd[0]!);
});

test('a longer horizon begins with the shorter one', () => {
  for (const model of models(10, {})) {
    const evaluated = evaluate(model);
    const short = evaluated.forecast(5);
    const long = evaluated.forecast(40);
    expectAllClose(long.mean.subarray(0, 5), short.mean, 1e-12, model.name);
    expectAllClose(long.sd.subarray(0, 5), short.sd, 1e-12, model.name);
  }
});

test('a future regressor moves the mean of its step by its coefficient, and nothing else', () => {
  for (const model of models(20, { hasRegressors: true })) {
    const evaluated = evaluate(model);
    const beta = evaluated.parameters.find(({ name }) => name === 'x1')?.value ?? Number.NaN;
    const future = futureOf(model);
    const base = evaluated.forecast(horizon, ahead(model, future));
    const moved = future.map((values, i) =>
      values.map((value, h) => (i === 0 && h === 3 ? value + 2 : value)),
    );
    const other = evaluated.forecast(horizon, ahead(model, moved));
    const expected = base.mean.map((value, h) => (h === 3 ? value + 2 * beta : value));
    expectAllClose(other.mean, expected, 1e-9, model.name);
    expect(other.sd).toEqual(base.sd);
  }
});

describe('residuals', () => {
  test('are the errors of the predictions by their standard deviation, NaN at gaps', () => {
    for (const model of models(20, { hasGaps: true, maxDifferences: 0 })) {
      const evaluated = evaluate(model);
      const residuals = evaluated.residuals();
      const predicted = evaluated.predict();
      expect(residuals).toHaveLength(model.y.length);
      model.y.forEach((value, t) => {
        if (Number.isNaN(value)) expect(residuals[t]).toBeNaN();
        else if (Math.abs(residuals[t]!) > 1e-9)
          expect(Math.sign(residuals[t]!)).toBe(Math.sign(value - predicted[t]!));
      });
    }
  });

  test('have a mean square of one when σ² is the best', () => {
    for (const model of models(20, {})) {
      const evaluated = evaluate({ ...model, parameters: model.parameters.slice(0, -1) });
      const residuals = evaluated.residuals();
      expect(residuals).toHaveLength(evaluated.observations);
      const square = residuals.reduce((sum, value) => sum + value * value, 0) / residuals.length;
      expectClose(square, 1, 1e-8, model.name);
    }
  });
});

function momentsOf(paths: readonly Float64Array[], h: number): { mean: number; sd: number } {
  const mean = paths.reduce((sum, path) => sum + path[h]!, 0) / paths.length;
  const square = paths.reduce((sum, path) => sum + (path[h]! - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(square / (paths.length - 1)) };
}

describe('simulated paths', () => {
  const count = 2500;
  // Five standard errors: the seeds are fixed, so a pass stays one.
  const meanReach = 5 / Math.sqrt(count);
  const sdReach = 5 / Math.sqrt(2 * count);

  test.each(kinds)('%s have the mean and deviation of the forecast', (_, options) => {
    for (const [i, model] of models(3, options, 900).entries()) {
      const evaluated = evaluate(model);
      const forecast = evaluated.forecast(horizon, ahead(model));
      const paths = evaluated.simulate(horizon, count, seededUniform(i), ahead(model));
      expect(paths).toHaveLength(count);
      for (const h of [0, 1, 4, horizon - 1]) {
        const { mean, sd } = momentsOf(paths, h);
        expect(Math.abs(mean - forecast.mean[h]!) / forecast.sd[h]!).toBeLessThan(meanReach);
        expect(Math.abs(sd / forecast.sd[h]! - 1)).toBeLessThan(sdReach);
      }
    }
  });

  test('of a random walk have steps that know nothing of one another', () => {
    const walk = evaluateArima(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6), { order: [0, 1, 0] }, [4]);
    const paths = walk.simulate(3, count, seededUniform(77));
    const steps = paths.map((path) =>
      Float64Array.of(path[0]! - 6, path[1]! - path[0]!, path[2]! - path[1]!),
    );
    const product = (i: number, j: number) =>
      steps.reduce((sum, step) => sum + step[i]! * step[j]!, 0) / count;
    for (const i of [0, 1, 2]) expect(Math.abs(product(i, i) / 4 - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(product(0, 1))).toBeLessThan(4 * meanReach);
    expect(Math.abs(product(1, 2))).toBeLessThan(4 * meanReach);
  });

  test('are the same for the same numbers', () => {
    const model = evaluateArima(Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6), { order: [0, 1, 1] }, [-0.5, 4]);
    expect(model.simulate(5, 3, seededUniform(1))).toEqual(model.simulate(5, 3, seededUniform(1)));
    expect(model.simulate(5, 3, seededUniform(1))).not.toEqual(model.simulate(5, 3, seededUniform(2)));
  });
});

describe('a transformed series', () => {
  const spec: ArimaSpec = { order: [1, 1, 1] };
  const normal = normals(seededUniform(8));
  let level = 6;
  const y = Float64Array.from({ length: 120 }, () => {
    level += 0.1 * normal();
    return Math.exp(level);
  });
  const fitted = (transform: Transform) => fitArima(y, spec, { transform });

  test('by the logarithm has the mean of the log-normal, and bounds that are powers of those of the logarithm', () => {
    const plain = fitArima(y.map(Math.log), spec).forecast(8);
    const forecast = fitted('log').forecast(8);
    expectAllClose(forecast.lower, plain.lower.map(Math.exp), 1e-9, 'lower');
    expectAllClose(forecast.upper, plain.upper.map(Math.exp), 1e-9, 'upper');
    forecast.mean.forEach((mean, h) => {
      expectClose(mean / Math.exp(plain.mean[h]! + plain.sd[h]! ** 2 / 2), 1, 5e-3, `mean ${h}`);
      expect(mean).toBeGreaterThan(Math.exp(plain.mean[h]!));
    });
  });

  test.each<Transform>(['log', 'log1p', { boxCox: 0.5 }])(
    'by %j has the mean of its own paths',
    (transform) => {
      const model = fitted(transform);
      const forecast = model.forecast(8);
      const paths = model.simulate(8, 20_000, seededUniform(4));
      for (const h of [0, 7]) {
        const { mean, sd } = momentsOf(paths, h);
        expect(Math.abs(mean - forecast.mean[h]!)).toBeLessThan((5 * sd) / Math.sqrt(20_000) + 2e-3 * mean);
        expect(Math.abs(forecast.sd[h]! / sd - 1)).toBeLessThan(0.1);
      }
    },
  );

  test('by Box and Cox with λ = 1 is as if it were not', () => {
    const plain = fitted('none').forecast(8);
    const boxCox = fitted({ boxCox: 1 }).forecast(8);
    for (const key of ['mean', 'sd', 'lower', 'upper'] as const) {
      expectAllClose(boxCox[key], plain[key], 1e-6, key);
    }
  });

  test('takes new values in the unit of the series', () => {
    const parameters = [0.3, -0.2, 0.01];
    const grown = evaluateArima(y.subarray(0, 100), spec, parameters, { transform: 'log' });
    for (const value of y.subarray(100)) grown.update(value);
    const whole = evaluateArima(y, spec, parameters, { transform: 'log' });
    expectAllClose(grown.forecast(5).mean, whole.forecast(5).mean, 1e-9, 'mean');
  });

  test('is predicted in the unit of the series', () => {
    const predicted = fitted('log').predict().subarray(1);
    const ratio = predicted.map((value, t) => value / y[t + 1]!);
    expect(Math.max(...ratio.map((value) => Math.abs(Math.log(value))))).toBeLessThan(0.5);
  });
});

describe('counts that cannot be negative', () => {
  const y = Float64Array.from({ length: 60 }, (_, t) => Math.max(0, 60 - t + 5 * Math.sin(t)));
  const floored = fitArima(y, { order: [0, 2, 1] }, { nonNegative: true });

  test('have no forecast, bound or path below zero', () => {
    const forecast = floored.forecast(30);
    for (const values of [forecast.mean, forecast.lower, forecast.upper]) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    }
    for (const path of floored.simulate(30, 50, seededUniform(2))) {
      expect(Math.min(...path)).toBeGreaterThanOrEqual(0);
    }
  });

  test('have the same bounds where zero is far', () => {
    const high = y.map((value) => value + 1e4);
    const with0 = fitArima(high, { order: [0, 1, 1] }, { nonNegative: true }).forecast(5);
    const without = fitArima(high, { order: [0, 1, 1] }).forecast(5);
    expectAllClose(with0.mean, without.mean, 1e-9, 'mean');
    expectAllClose(with0.lower, without.lower, 1e-9, 'lower');
  });
});
