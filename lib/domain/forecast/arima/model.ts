import type { Json } from '../forecaster.ts';
import { type Design, designOf } from './design.ts';
import { ArimaError } from './error.ts';
import { type Estimate, estimate } from './estimate.ts';
import { FilteredLikelihood } from './filtered-likelihood.ts';
import { createModel } from './fitted-model.ts';
import {
  conditionalOf,
  DiffuseLikelihood,
  diffuseOf,
  exactOf,
  fixRegression,
  type Level,
  type Likelihood,
  LikelihoodAt,
  levelOf,
  wantsFilter,
} from './likelihood.ts';
import { NumericObjective } from './numeric-objective.ts';
import type { Objective } from './objective.ts';
import { createPredictor } from './predictor.ts';
import type { ArimaModel, ArimaPredictor } from './result.ts';
import type { ArimaOptions, ArimaSpec } from './spec.ts';
import { readState } from './state.ts';

/**
 * Fits SARIMAX(p, d, q)(P, D, Q)m with regressors by maximum likelihood.
 * @param y values, oldest first, evenly spaced; NaN is a gap and is handled exactly
 * @throws ArimaError that names what is wrong with the input, and what would work
 */
export function fitArima(y: Float64Array, spec: ArimaSpec, options: ArimaOptions = {}): ArimaModel {
  const design = designOf(y, spec, options);
  checkMethod(design);
  const { shape } = design.terms;
  const conditional = conditionalOf(design);
  const { objective, likelihood } = objectiveOf(design, conditional);
  const found =
    objective === conditional
      ? conditionalEstimate(conditional, design)
      : estimate(objective, conditional, shape);
  if (Number.isNaN(found.value) || Number.isNaN(likelihood.evaluate(found.parameters))) throw refusal(design);
  const beta = likelihood.columns.coefficients.slice(
    likelihood.columns.coefficients.length - design.columns.length,
  );
  design.terms.powers.forEach((power, c) => {
    if (power === 0) beta[c] = beta[c]! + design.centre;
  });
  const isPlain = design.options.method !== 'css' && diffuseOf(design) === undefined;
  const level = isPlain ? levelOf(likelihood) : levelAt(fixRegression(design, beta), found.parameters);
  return createModel(design, found.parameters, beta, level, found);
}

/**
 * The model at given parameters instead of fitted ones.
 * @param parameters in the order trend, regressors, ar, ma, seasonal ar, seasonal ma, sigma2; sigma2 (the variance of
 *        the innovations) may be left out and is then the likeliest
 *        AR parameters that are not stationary get what the formulas give, as from Stata, unless a variance comes out
 *        negative: there is no such process, and no forecast from it means anything
 * @throws ArimaError as `fitArima`; bad_parameters when their number is wrong; not_stationary
 */
export function evaluateArima(
  y: Float64Array,
  spec: ArimaSpec,
  parameters: ArrayLike<number>,
  options: ArimaOptions = {},
): ArimaModel {
  const design = designOf(y, spec, options);
  checkMethod(design);
  const { terms, columnNames } = design;
  const names = [...columnNames, ...terms.names];
  const given = Array.from(parameters);
  if ((given.length !== names.length && given.length !== names.length + 1) || !given.every(Number.isFinite))
    throw new ArimaError(
      'bad_parameters',
      `got ${given.length} parameters (${given.join(', ')}): give ${names.length} finite numbers (${names.join(', ')}), and sigma2 if it is known`,
    );
  const sigma2 = given[names.length];
  if (sigma2 !== undefined && !(sigma2 > 0))
    throw new ArimaError('bad_parameters', `got sigma2 = ${sigma2}: a variance is above 0`);
  const arma = new Float64Array(terms.names.length);
  for (const [i, index] of terms.engineIndex.entries()) arma[index] = given[columnNames.length + i]!;
  const beta = Float64Array.from(given.slice(0, columnNames.length));
  const asGiven = { parameters: arma, value: 0, converged: true, iterations: 0, evaluations: 1 };
  return createModel(design, arma, beta, levelAt(fixRegression(design, beta), arma, sigma2), asGiven);
}

/** The predictor of a state that `state()` gave. @throws RangeError when the state is no such */
export function restoreArima(state: Json): ArimaPredictor {
  return createPredictor(readState(state));
}

function checkMethod({ options, gaps }: Design): void {
  const { method = 'exact', start = 'stationary' } = options;
  if (method !== 'exact' && method !== 'css')
    throw new ArimaError('bad_options', `got the method "${method}": give exact or css`);
  if (typeof start === 'object' && !(start.diffuse > 0))
    throw new ArimaError(
      'bad_options',
      `got a diffuse variance of ${start.diffuse}: give one above 0, such as 1e9`,
    );
  if (method === 'css' && gaps.length > 0)
    throw new ArimaError('bad_options', `got ${gaps.length} gaps: css has no likelihood for them; use exact`);
}

function objectiveOf(
  design: Design,
  conditional: Objective & Likelihood,
): { objective: Objective; likelihood: Likelihood } {
  if (design.options.method === 'css') return { objective: conditional, likelihood: conditional };
  const diffuse = diffuseOf(design);
  if (diffuse !== undefined || wantsFilter(design)) {
    const filtered =
      diffuse === undefined ? new FilteredLikelihood(design) : new DiffuseLikelihood(design, diffuse);
    return { objective: new NumericObjective(filtered), likelihood: filtered };
  }
  const exact = exactOf(design);
  return { objective: exact, likelihood: exact };
}

function conditionalEstimate(conditional: Objective & Likelihood, design: Design): Estimate {
  return estimate(conditional, conditionalOf(design), design.terms.shape);
}

function refusal({ columns, columnNames }: Design): ArimaError {
  if (columns.length > 0)
    return new ArimaError(
      'collinear',
      `${columnNames.join(', ')}: at least one of them is a combination of the others, or constant after differencing; leave it out`,
    );
  return new ArimaError('bad_order', 'the likelihood has no value anywhere near: give lower orders');
}

/** The log-likelihood at given parameters. @param sigma2 the likeliest when absent */
function levelAt(fixed: Design, arma: Float64Array, sigma2?: number): Level {
  if (fixed.options.method === 'css') {
    const conditional = conditionalOf(fixed);
    conditional.evaluate(arma);
    return levelOf(conditional, sigma2);
  }
  const likelihood = new LikelihoodAt(fixed);
  const level = likelihood.at(arma, sigma2);
  if (Number.isNaN(level.logLikelihood))
    throw new ArimaError(
      'not_stationary',
      `got ar parameters (${[...arma].join(', ')}) that are not stationary: there is no exact likelihood; give others, or start: { diffuse: 1e9 }`,
    );
  return level;
}
