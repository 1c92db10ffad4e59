import { evaluateArima, fitArima } from '../../../../lib/domain/forecast/arima/index.ts';
import type { ArimaSpec } from '../../../../lib/domain/forecast/arima/spec.ts';
import { expectAllWithin } from './closeness.ts';
import { fixture, wpi1 } from './stata-fixtures.ts';

interface CpiResult {
  readonly llf: number;
  readonly params: readonly [number, number, number, number];
  readonly sigma: number;
  readonly cov: readonly (readonly number[])[];
  readonly xb: readonly number[];
}
interface Gretl {
  readonly predict: readonly (number | null)[];
  readonly forecast: readonly number[];
  readonly sd: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

const macro = fixture<Record<'cpi' | 'realdpi' | 'm1' | 'realgdp', readonly number[]>>('macrodata.json');
const arima111: ArimaSpec = { order: [1, 1, 1], trend: 'c' };
const values = (numbers: readonly number[]) => Float64Array.from(numbers);

describe('Stata arima cpi, (1,1,1) with a mean', () => {
  const { exact, css } = fixture<{ readonly exact: CpiResult; readonly css: CpiResult }>('cpi-arima111.json');
  // Stata kept the series in single precision.
  const cpi = values(macro.cpi).map(Math.fround);
  const [mean, phi, theta] = exact.params;
  const model = evaluateArima(cpi, arima111, [mean, phi, theta, exact.sigma ** 2]);

  test('has its log-likelihood to 10 digits', () => {
    expect(Math.abs(model.logLikelihood - exact.llf)).toBeLessThan(1e-7);
  });

  test('has its standard errors from the outer product of gradients', () => {
    const errors = Array.from(model.standardErrors('opg'));
    errors[3] = errors[3]! / (2 * exact.sigma);
    const expected = exact.cov.map((row, i) => Math.sqrt(row[i]!));
    expectAllWithin(errors, expected, 1e-6, 's.e.');
  });

  test('has its predictions of every change', () => {
    const predicted = model.predict();
    expect(predicted[0]).toBeNaN();
    const changes = predicted.subarray(1).map((value, t) => value - cpi[t]!);
    expectAllWithin(changes, exact.xb.slice(1), 1e-5, 'xb');
  });

  test('is fitted to no less', () => {
    const fitted = fitArima(cpi, arima111);
    expect(fitted.logLikelihood).toBeGreaterThan(exact.llf - 1e-6);
    expectAllWithin(
      fitted.parameters.slice(0, 3).map(({ value }) => value),
      [mean, phi, theta],
      1e-3,
      'parameters',
    );
  });

  test('has its conditional log-likelihood when the value before the first is the mean, as Stata assumes', () => {
    const before = Float64Array.of(cpi[0]! - css.params[0], ...cpi);
    const conditional = evaluateArima(before, arima111, css.params, { method: 'css' });
    expect(conditional.observations).toBe(202);
    expect(Math.abs(conditional.logLikelihood - css.llf)).toBeLessThan(1e-6);
  });
});

describe('Stata arima realdpi on m1 and realgdp, double precision', () => {
  test('differences on levels, ARMA(2,1): log-likelihood −1076.108614859121 at its parameters', () => {
    const y = values(macro.realdpi);
    const changes = y.subarray(1).map((value, t) => value - y[t]!);
    const regressors = (['m1', 'realgdp'] as const).map((name) => ({
      name,
      values: values(macro[name]).subarray(1),
    }));
    const parameters = [
      13.1259220104, -0.00376814509403812, 0.00411970083135622, -0.19921477896158524, 0.15154396192855729,
      -0.03308400760360837,
    ];
    const spec: ArimaSpec = { order: [2, 0, 1], trend: 'c' };
    const model = evaluateArima(changes, spec, parameters, { regressors });
    expect(Math.abs(model.logLikelihood + 1076.108614859121)).toBeLessThan(1e-6);
    expect(fitArima(changes, spec, { regressors }).logLikelihood).toBeGreaterThan(-1076.10862);
  });

  test('(2,1,1) with the regressors differenced alike: its parameters when fitted', () => {
    const regressors = (['m1', 'realgdp'] as const).map((name) => ({ name, values: values(macro[name]) }));
    const stata = [
      19.5656863783347, 0.326538413558334, 0.362865270429652, -1.01133792126884, -0.157223683783077,
      0.693598225442521,
    ];
    const model = fitArima(values(macro.realdpi), { order: [2, 1, 1], trend: 'c' }, { regressors });
    // statsmodels 0.15 ends at −1061.4994243.
    expect(model.logLikelihood).toBeGreaterThan(-1061.499425);
    expectAllWithin(
      model.parameters.slice(0, 6).map(({ value }) => value),
      stata,
      1.5e-3,
      'parameters',
    );
  });
});

test('gretl’s forecasts of cpi (3,2,1) with a mean, ten quarters ahead, and their standard errors', () => {
  // statsmodels 0.8, tsa/tests/test_arima.py, test_arima_diff2.
  const mean = [217.685, 218.996, 220.356, 221.656, 222.945, 224.243, 225.541, 226.841, 228.147, 229.457];
  const sd = [0.7888, 1.2878, 1.6798, 2.0768, 2.462, 2.8269, 3.1816, 3.5295, 3.8715, 4.2099];
  const upper = [219.231, 221.52, 223.649, 225.727, 227.77, 229.784, 231.777, 233.759, 235.735, 237.709];
  const forecast = fitArima(values(macro.cpi), { order: [3, 2, 1], trend: 'c' }).forecast(10);
  expectAllWithin(forecast.mean, mean, 1.5e-3, 'mean');
  expectAllWithin(forecast.sd, sd, 1.5e-3, 'sd');
  expectAllWithin(forecast.upper, upper, 2.5e-3, 'upper');
});

describe('gretl’s ARMAX(2,1) on a line of time', () => {
  const gretl = fixture<{ readonly y: readonly number[]; readonly exact: Gretl; readonly css: Gretl }>(
    'gretl-exog-forecasts.json',
  );
  const spec: ArimaSpec = { order: [2, 0, 1], trend: 'c' };
  const line = Float64Array.from({ length: 125 }, (_, t) => t / 20);
  const past = [{ name: 'line', values: line.subarray(0, 100) }];
  const future = [{ name: 'line', values: line.subarray(100) }];
  const exactParameters = [
    2.786912485145725, -0.122650190196475, 0.533223846028938, -0.319344321763337, 0.132883233000064,
  ];
  /** gretl's conditional fit has an intercept and a slope of the equation, not of the mean: c + b·x + Σ φ·y + … */
  function cssParameters(): number[] {
    const [c, b, phi1, phi2, theta] = [
      2.152350033809826, -0.103602399018814, 0.566716580421188, -0.326208009247944, 0.102142932143421,
    ] as const;
    const slope = b / (1 - phi1 - phi2);
    const mean = (c - (slope * (phi1 + 2 * phi2)) / 20) / (1 - phi1 - phi2);
    return [mean, slope, phi1, phi2, theta];
  }
  const filled = (numbers: readonly (number | null)[]) => Float64Array.from(numbers, (n) => n ?? Number.NaN);

  test('exact: predictions, forecasts, standard errors and interval at its parameters', () => {
    const model = evaluateArima(values(gretl.y), spec, exactParameters, { regressors: past });
    expectAllWithin(model.predict(), filled(gretl.exact.predict), 1.5e-6, 'predict');
    const forecast = model.forecast(25, { regressors: future });
    expectAllWithin(forecast.mean, gretl.exact.forecast, 1.5e-6, 'mean');
    expectAllWithin(forecast.sd, gretl.exact.sd, 1.5e-6, 'sd');
    expectAllWithin(forecast.lower, gretl.exact.lower, 2e-6, 'lower');
    expectAllWithin(forecast.upper, gretl.exact.upper, 2e-6, 'upper');
  });

  test('exact: a fit finds no less', () => {
    const given = evaluateArima(values(gretl.y), spec, exactParameters, { regressors: past });
    const model = fitArima(values(gretl.y), spec, { regressors: past });
    expect(model.logLikelihood).toBeGreaterThanOrEqual(given.logLikelihood - 1e-9);
    expectAllWithin(
      model.parameters.slice(0, 5).map(({ value }) => value),
      exactParameters,
      1e-4,
      'parameters',
    );
  });

  test('conditional sum of squares: predictions after the first two, and forecasts, at its parameters', () => {
    const options = { regressors: past, method: 'css' } as const;
    const model = evaluateArima(values(gretl.y), spec, cssParameters(), options);
    expect(model.observations).toBe(98);
    const predicted = model.predict().subarray(2);
    expectAllWithin(predicted, filled(gretl.css.predict).subarray(2), 1.5e-6, 'predict');
    const forecast = model.forecast(25, { regressors: future });
    expectAllWithin(forecast.mean, gretl.css.forecast, 1.5e-6, 'mean');
    expectAllWithin(forecast.sd, gretl.css.sd, 1.5e-6, 'sd');
  });

  test('conditional sum of squares: a fit ends there', () => {
    const options = { regressors: past, method: 'css' } as const;
    const model = fitArima(values(gretl.y), spec, options);
    const given = evaluateArima(values(gretl.y), spec, cssParameters(), options);
    expect(model.logLikelihood).toBeGreaterThanOrEqual(given.logLikelihood - 1e-9);
    expectAllWithin(
      model.parameters.slice(0, 5).map(({ value }) => value),
      cssParameters(),
      1e-3,
      'parameters',
    );
  });
});

test('the predictions of SSM (MATLAB) for AR(3) differences of wpi with a gap of eleven', () => {
  const { a1 } = fixture<{ readonly a1: readonly number[] }>('wpi1-missing-ar3.json');
  const changes = wpi1.subarray(1).map((value, t) => value - wpi1[t]!);
  const gappy = changes.map((value, t) => (t >= 9 && t < 20 ? Number.NaN : value));
  const model = evaluateArima(gappy, { order: [3, 0, 0] }, [0.5270715, 0.0952613, 0.2580355, 0.5307459]);
  expectAllWithin(model.predict(), a1, 7e-5, 'a1');
});

describe('Brockwell and Davis (2016), mean removed first', () => {
  const series = fixture<Record<'lake' | 'dowj' | 'oshorts', readonly number[]>>('brockwell-davis.json');
  const centred = (y: readonly number[]) => {
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    return Float64Array.from(y, (value) => value - mean);
  };
  const estimates = (y: Float64Array, spec: ArimaSpec) =>
    fitArima(y, spec).parameters.map(({ value }) => value);

  test('example 5.2.5, lake Huron, ARMA(1,1): .7446, .3213, σ² .4750', () => {
    expectAllWithin(
      estimates(centred(series.lake), { order: [1, 0, 1] }),
      [0.7446, 0.3213, 0.475],
      1e-4,
      'lake',
    );
  });

  test('example 5.2.4, changes of the Dow Jones utilities, AR(1): .4471', () => {
    const changes = series.dowj.slice(1).map((value, t) => value - series.dowj[t]!);
    expect(Math.abs(estimates(centred(changes), { order: [1, 0, 0] })[0]! - 0.4471)).toBeLessThan(1e-4);
  });

  test('example 5.4.1, overshorts, MA(1): −.818', () => {
    const [theta, sigma2] = estimates(centred(series.oshorts), { order: [0, 0, 1] });
    expect(Math.abs(theta! + 0.818)).toBeLessThan(1e-3);
    // The book prints 2040.75; statsmodels' state space and innovations algorithms agree on this.
    expect(Math.abs(sigma2! - 2040.85)).toBeLessThan(0.05);
  });
});
