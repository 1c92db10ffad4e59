import { normalTwoSided } from '../../numerics/normal-distribution.ts';
import type { Design } from './design.ts';
import type { ArimaModel } from './result.ts';
import type { ArimaOptions } from './spec.ts';
import { nameOf } from './terms.ts';

/** The fit as a table: what was fitted, how well, each parameter with its error, and what the residuals say. */
export function summaryOf(model: ArimaModel, options: ArimaOptions, design: Design): string {
  const errors = model.standardErrors();
  const rows = model.parameters.map(({ name, value }, i) => parameterRow(name, value, errors[i]!));
  return [
    `${nameOf(model.spec, (options.regressors ?? []).length > 0)}, ${methodText(options)}${transformText(options)}`,
    `${model.observations} observations${design.gaps.length > 0 ? `, ${design.gaps.length} gaps` : ''}; ${convergedText(model)}`,
    `log-likelihood ${model.logLikelihood.toFixed(4)}   AIC ${model.aic.toFixed(3)}   AICc ${model.aicc.toFixed(3)}   BIC ${model.bic.toFixed(3)}   HQIC ${model.hqic.toFixed(3)}`,
    '',
    ...table([['', 'estimate', 'std. error', 'z', 'p', '95 % interval'], ...rows]),
    '',
    ...testLines(model),
  ].join('\n');
}

function methodText({ method = 'exact', start = 'stationary' }: ArimaOptions): string {
  if (method === 'css') return 'conditional sum of squares';
  return typeof start === 'object' ? `exact likelihood, diffuse start ${start.diffuse}` : 'exact likelihood';
}

function transformText({ transform = 'none' }: ArimaOptions): string {
  if (transform === 'none') return '';
  return typeof transform === 'string'
    ? `, of the ${transform} of the values`
    : `, Box-Cox ${transform.boxCox}`;
}

function convergedText({ converged, iterations, evaluations }: ArimaModel): string {
  if (iterations === 0) return 'evaluated at given parameters';
  return `${converged ? 'converged' : 'did not converge'} in ${iterations} iterations, ${evaluations} evaluations`;
}

function parameterRow(name: string, value: number, error: number): string[] {
  if (!Number.isFinite(error)) return [name, number(value), '-', '-', '-', '-'];
  const z = value / error;
  const interval = `${number(value - 1.96 * error)} to ${number(value + 1.96 * error)}`;
  return [name, number(value), number(error), z.toFixed(2), probability(normalTwoSided(z)), interval];
}

function number(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(4);
  return value.toPrecision(5);
}

const probability = (p: number) => (p < 0.001 ? '< 0.001' : p.toFixed(3));

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, c) => Math.max(...rows.map((row) => row[c]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd(),
  );
}

function testLines(model: ArimaModel): string[] {
  try {
    const { ljungBox, jarqueBera, heteroskedasticity } = model.tests();
    return [
      `Ljung-Box (${ljungBox.lags} lags)  ${ljungBox.statistic.toFixed(2)}, p ${probability(ljungBox.p)}: ${ljungBox.p < 0.05 ? 'the residuals are still correlated' : 'no correlation left in the residuals'}`,
      `Jarque-Bera  ${jarqueBera.statistic.toFixed(2)}, p ${probability(jarqueBera.p)} (skewness ${jarqueBera.skewness.toFixed(2)}, kurtosis ${jarqueBera.kurtosis.toFixed(2)}): ${jarqueBera.p < 0.05 ? 'not normal; intervals are approximate' : 'normal'}`,
      `Variance, last third over first  ${heteroskedasticity.statistic.toFixed(2)}, p ${probability(heteroskedasticity.p)}: ${heteroskedasticity.p < 0.05 ? 'it changes over time' : 'steady'}`,
    ];
  } catch (error) {
    return [`The residuals cannot be tested: ${error instanceof Error ? error.message : String(error)}`];
  }
}
