import { evaluateArima } from '../../../../lib/domain/forecast/arima/index.ts';
import { denseLikelihood } from './dense-density.ts';
import { coverageRows } from './stata-coverage-rows.ts';

test('there are 53 models in the table', () => {
  expect(coverageRows).toHaveLength(53);
  expect(coverageRows.every(({ parameters }) => parameters.every(Number.isFinite))).toBe(true);
});

test.each(coverageRows)(
  'row $row, $command, has Stata’s log-likelihood $logLikelihood',
  ({ y, spec, parameters, options, logLikelihood, tolerance }) => {
    const model = evaluateArima(y, spec, parameters, options);
    expect(Math.abs(model.logLikelihood - logLikelihood)).toBeLessThanOrEqual(tolerance);
    // And what four decimals leave open, the full covariance matrix tells; a variance of 10⁹ costs digits.
    const dense = denseLikelihood({ y, spec, parameters, ...options });
    const reach = options.start === undefined ? 1e-6 : 2e-5;
    expect(Math.abs(model.logLikelihood - dense.logLikelihood)).toBeLessThan(reach);
    expect(model.observations).toBe(dense.observations);
  },
);
