import { evaluateArima, fitArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaModel, CovarianceKind } from '../../../../lib/domain/forecast/arima/result.ts';
import type { ArimaOptions, ArimaSpec, Regressor } from '../../../../lib/domain/forecast/arima/spec.ts';
import { expectAllWithin } from './closeness.ts';
import { stata, wpi1 } from './stata-fixtures.ts';

/**
 * Stata 12's own examples of `arima`, at the tolerances that statsmodels allows itself for them
 * (tsa/statespace/tests/test_sarimax.py) or closer ones. Where a parameter is the variance, Stata's standard error of
 * the standard deviation σ is that of σ² by 2σ.
 */
interface Example {
  readonly name: string;
  readonly y: Float64Array;
  readonly spec: ArimaSpec;
  readonly options?: ArimaOptions;
  readonly parameters: readonly number[];
  readonly logLikelihood: number;
  readonly aic: number;
  readonly bic: number;
  /** How far a fit may end from Stata's parameters: absolute, or relative where they are of unlike sizes. */
  readonly fit: { readonly absolute: number } | { readonly relative: number };
  /** Standard errors in the order of the parameters, the last of σ; NaN where Stata gives none. */
  readonly errors: readonly {
    readonly kind: CovarianceKind;
    readonly values: readonly number[];
    readonly tolerance: number;
  }[];
}

const air = Float64Array.from(stata.air2_data, Math.log);
const consumption = Float64Array.from(stata.friedman2_data.consump);
const money = (from: number, to: number): Regressor => ({
  name: 'm2',
  values: Float64Array.from(stata.friedman2_data.m2).subarray(from, to),
});
const {
  wpi1_stationary: a1,
  wpi1_diffuse: a2,
  wpi1_seasonal: a3,
  air2_stationary: a4,
  friedman2_mle: a5,
  friedman2_predict: a6,
  wpi1_ar3: a7,
} = stata;

const armaWithMean: ArimaSpec = { order: [1, 0, 1], trend: 'c' };

const examples: readonly Example[] = [
  {
    name: 'A1, wpi (1,1,1) with a mean',
    y: wpi1,
    spec: { order: [1, 1, 1], trend: 'c' },
    parameters: [...a1.params_mean, ...a1.params_ar, ...a1.params_ma, ...a1.params_variance],
    logLikelihood: a1.loglike,
    aic: a1.aic,
    bic: a1.bic,
    fit: { absolute: 1e-3 },
    errors: [
      {
        kind: 'oim',
        values: [...a1.se_mean_oim, ...a1.se_ar_oim, ...a1.se_ma_oim, ...a1.se_stddev_oim],
        tolerance: 1e-6,
      },
      {
        kind: 'opg',
        values: [...a1.se_mean, ...a1.se_ar_opg, ...a1.se_ma_opg, ...a1.se_stddev_opg],
        tolerance: 2e-7,
      },
      {
        kind: 'robust',
        // Stata multiplies the sandwich by n / (n - 1).
        values: [Number.NaN, ...a1.se_ar_robust, ...a1.se_ma_robust, Number.NaN].map(
          (value) => value * Math.sqrt(122 / 123),
        ),
        tolerance: 1e-6,
      },
    ],
  },
  {
    name: 'A2, the same with a diffuse start',
    y: wpi1,
    spec: { order: [1, 1, 1], trend: 'c' },
    options: { start: { diffuse: 1e9 } },
    parameters: [...a2.params_mean, ...a2.params_ar, ...a2.params_ma, ...a2.params_variance],
    logLikelihood: a2.loglike,
    aic: a2.aic,
    bic: a2.bic,
    fit: { absolute: 1e-3 },
    errors: [
      {
        kind: 'oim',
        values: [...a2.se_mean_oim, ...a2.se_ar_oim, ...a2.se_ma_oim, ...a2.se_stddev_oim],
        tolerance: 1e-4,
      },
      {
        kind: 'opg',
        values: [...a2.se_mean_opg, ...a2.se_ar_opg, ...a2.se_ma_opg, ...a2.se_stddev_opg],
        tolerance: 2e-7,
      },
    ],
  },
  {
    name: 'A3, differences of ln wpi, AR(1) and MA(1, 4) with a mean',
    y: wpi1.map(Math.log),
    spec: { order: [1, 1, [1, 4]], trend: 'c' },
    parameters: [...a3.params_mean, ...a3.params_ar, ...a3.params_ma, ...a3.params_variance],
    logLikelihood: a3.loglike,
    aic: a3.aic,
    bic: a3.bic,
    fit: { absolute: 1e-3 },
    errors: [
      {
        kind: 'oim',
        values: [...a3.se_mean_oim, ...a3.se_ar_oim, ...a3.se_ma_oim, ...a3.se_stddev_oim],
        tolerance: 2e-5,
      },
      {
        kind: 'opg',
        values: [...a3.se_mean_opg, ...a3.se_ar_opg, ...a3.se_ma_opg, ...a3.se_stddev_opg],
        tolerance: 2e-6,
      },
    ],
  },
  {
    name: 'A4, ln air (0,1,1)(0,1,1)12, the airline model',
    y: air,
    spec: { order: [0, 1, 1], seasonal: [0, 1, 1, 12] },
    parameters: [...a4.params_ma, ...a4.params_seasonal_ma, ...a4.params_variance],
    logLikelihood: a4.loglike,
    aic: a4.aic,
    bic: a4.bic,
    fit: { absolute: 1e-4 },
    errors: [
      {
        kind: 'oim',
        values: [...a4.se_ma_oim, ...a4.se_seasonal_ma_oim, ...a4.se_stddev_oim],
        tolerance: 1e-6,
      },
      {
        kind: 'opg',
        values: [...a4.se_ma_opg, ...a4.se_seasonal_ma_opg, ...a4.se_stddev_opg],
        tolerance: 2e-7,
      },
    ],
  },
  {
    name: 'A5, consumption on money with ARMA(1,1) errors',
    y: consumption,
    spec: armaWithMean,
    options: { regressors: [money(0, 92)] },
    parameters: [...a5.params_exog, ...a5.params_ar, ...a5.params_ma, ...a5.params_variance],
    logLikelihood: a5.loglike,
    aic: a5.aic,
    bic: a5.bic,
    fit: { relative: 1e-2 },
    errors: [
      {
        kind: 'oim',
        values: [...a5.se_exog_oim, ...a5.se_ar_oim, ...a5.se_ma_oim, ...a5.se_stddev_oim],
        tolerance: 1e-4,
      },
      {
        kind: 'opg',
        values: [...a5.se_exog_opg, ...a5.se_ar_opg, ...a5.se_ma_opg, ...a5.se_stddev_opg],
        tolerance: 1e-4,
      },
    ],
  },
  {
    name: 'A6, the same up to the first quarter of 1978',
    y: consumption.subarray(0, 77),
    spec: armaWithMean,
    options: { regressors: [money(0, 77)] },
    parameters: [...a6.params_exog, ...a6.params_ar, ...a6.params_ma, ...a6.params_variance],
    logLikelihood: a6.loglike,
    aic: a6.aic,
    bic: a6.bic,
    fit: { relative: 1e-2 },
    errors: [],
  },
  {
    name: 'A7, differences of wpi, AR(3)',
    y: wpi1,
    spec: { order: [3, 1, 0] },
    parameters: [...a7.params_ar, ...a7.params_variance],
    logLikelihood: a7.loglike,
    aic: a7.aic,
    bic: a7.bic,
    fit: { absolute: 1e-5 },
    errors: [],
  },
];

function withDeviation(model: ArimaModel, kind: CovarianceKind): number[] {
  const errors = Array.from(model.standardErrors(kind));
  const variance = errors.pop() ?? Number.NaN;
  return [...errors, variance / (2 * Math.sqrt(model.sigma2))];
}

function expectCriteria(model: ArimaModel, example: Example): void {
  expect(Math.abs(model.logLikelihood - example.logLikelihood)).toBeLessThan(1.5e-4 / 2);
  expect(Math.abs(model.aic - example.aic)).toBeLessThan(1.5e-3 / 2);
  expect(Math.abs(model.bic - example.bic)).toBeLessThan(1.5e-3 / 2);
}

describe.each(examples)('Stata $name', (example) => {
  const { y, spec, options, parameters } = example;
  const given = () => evaluateArima(y, spec, parameters, options);

  test('has its log-likelihood, AIC and BIC at its parameters', () => {
    expectCriteria(given(), example);
  });

  test('has its parameters, log-likelihood, AIC and BIC when fitted', () => {
    const model = fitArima(y, spec, options);
    expect(model.converged).toBe(true);
    expectCriteria(model, example);
    // No lower than at Stata's own parameters: an optimum is the best there is.
    expect(model.logLikelihood).toBeGreaterThan(given().logLikelihood - 1e-9);
    model.parameters.forEach(({ value }, i) => {
      const expected = parameters[i]!;
      const reach =
        'absolute' in example.fit ? example.fit.absolute : example.fit.relative * Math.abs(expected);
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(reach);
    });
  });

  if (example.errors.length === 0) return;
  test.each(example.errors)('has its standard errors, $kind', ({ kind, values, tolerance }) => {
    const errors = withDeviation(given(), kind);
    expect(errors).toHaveLength(values.length);
    values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      // Stata prints seven digits.
      expect(Math.abs(errors[i]! - value)).toBeLessThan(Math.max(tolerance, 2e-6 * value));
    });
  });
});

describe('Stata A6, predictions, consumption on money to 1978q1 and 15 quarters on', () => {
  const parameters = [...a6.params_exog, ...a6.params_ar, ...a6.params_ma, ...a6.params_variance];
  const upTo = (n: number) =>
    evaluateArima(consumption.subarray(0, n), armaWithMean, parameters, { regressors: [money(0, n)] });
  const ahead = (from: number) => ({ regressors: [money(from, 92)] });

  test('one step ahead over all 92 quarters', () => {
    expectAllWithin(upTo(92).predict(), a6.predict, 1.5e-3, 'predict');
  });

  test('dynamic from 1978q1 on', () => {
    expectAllWithin(upTo(92).predict({ dynamicFrom: 76 }), a6.dynamic_predict, 1.5e-3, 'dynamic');
  });

  test('forecast of the 15 quarters after the last one known', () => {
    const model = upTo(77);
    const path = [...model.predict(), ...model.forecast(15, ahead(77)).mean];
    expectAllWithin(path, a6.forecast, 1.5e-3, 'forecast');
  });

  test('forecast that does not use the last known quarter either', () => {
    const model = upTo(76);
    const path = [...model.predict(), ...model.forecast(16, ahead(76)).mean];
    expectAllWithin(path, a6.dynamic_forecast, 1.5e-3, 'dynamic forecast');
  });
});

describe('statsmodels 0.10 ARIMA, A8, wpi (1,1,1) with a mean', () => {
  const model = fitArima(wpi1, { order: [1, 1, 1], trend: 'c' });

  test.each([
    ['logLikelihood', -135.3513139733829],
    ['aic', 278.7026279467658],
    ['bic', 289.9513653682555],
    ['hqic', 283.27183681851653],
  ] as const)('%s is %p', (name, expected) => {
    expect(Math.abs(model[name] / expected - 1)).toBeLessThan(1e-7);
  });

  test('parameters within 5e-5 and standard errors within 1e-5', () => {
    const values = model.parameters.map(({ value }) => value).slice(0, 3);
    expectAllWithin(values, [0.74982449, 0.87421135, -0.41202195], 5e-5, 'parameters');
    const [mean = Number.NaN, ...errors] = model.standardErrors('oim').subarray(0, 3);
    expectAllWithin(errors, [0.06377779, 0.12208469], 1e-5, 'standard errors');
    // That of the mean came from differences; complex steps and Stata give .2920992.
    expect(Math.abs(mean - 0.29207409)).toBeLessThan(5e-5);
  });

  test('AICc adds 2k(k + 1)/(n − k − 1) for four parameters', () => {
    expect(model.aicc).toBeCloseTo(model.aic + (2 * 4 * 5) / (123 - 4 - 1), 10);
    expect(model.observations).toBe(123);
  });
});

test('Stata’s sspace gives A7 its standard errors of AR and variance', () => {
  const model = evaluateArima(wpi1, { order: [3, 1, 0] }, [...a7.params_ar, ...a7.params_variance]);
  expectAllWithin(model.standardErrors('oim'), [...a7.se_ar, ...a7.se_variance], 2e-6, 's.e.');
});
