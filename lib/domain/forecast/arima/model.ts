import { heteroskedasticity, jarqueBera, ljungBox } from '../../series/diagnostics.ts';
import type { Json } from '../forecaster.ts';
import { type Design, designOf } from './design.ts';
import { endStateOf } from './end-state.ts';
import { ArimaError } from './error.ts';
import { type Estimate, estimate } from './estimate.ts';
import { createEvidence } from './evidence.ts';
import { FilteredLikelihood } from './filtered-likelihood.ts';
import {
  conditionalOf,
  DiffuseLikelihood,
  deviationOf,
  diffuseOf,
  exactOf,
  fixRegression,
  type Level,
  type Likelihood,
  LikelihoodAt,
  wantsFilter,
} from './likelihood.ts';
import { NumericObjective } from './numeric-objective.ts';
import type { Objective } from './objective.ts';
import { createPredictor, type PredictorParts } from './predictor.ts';
import type { ArimaModel, ArimaPredictor, CovarianceKind, Parameter } from './result.ts';
import type { ArimaOptions, ArimaSpec } from './spec.ts';
import { readState } from './state.ts';
import { summaryOf } from './summary.ts';

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
  const level = isPlain
    ? deviationOf(likelihood)
    : fitAt(fixRegression(design, beta), found.parameters, undefined);
  return modelOf(design, found.parameters, beta, { ...level, observations: likelihood.observations }, found);
}

/**
 * The model at given parameters instead of fitted ones.
 * @param parameters in the order trend, regressors, ar, ma, seasonal ar, seasonal ma, sigma2; sigma2 (the variance of
 *        the innovations) may be left out and is then the likeliest
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
  return modelOf(design, arma, beta, fitAt(fixRegression(design, beta), arma, sigma2), asGiven);
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

function modelOf(
  design: Design,
  arma: Float64Array,
  beta: Float64Array,
  level: Level,
  found: Estimate,
): ArimaModel {
  const { terms, spec, options } = design;
  const { logLikelihood, sigma2, observations } = level;
  const names = [...design.columnNames, ...terms.names, 'sigma2'];
  const values = [...beta, ...terms.engineIndex.map((index) => arma[index]!), sigma2];
  const parameters: readonly Parameter[] = names.map((name, i) => ({ name, value: values[i]! }));
  const count = parameters.length;
  const evidence = createEvidence(design, values);
  let predictor: ArimaPredictor | undefined;
  const living = () => {
    predictor ??= createPredictor(livingParts(design, fixRegression(design, beta), arma, parameters, sigma2));
    return predictor;
  };
  const errors = new Map<CovarianceKind, Float64Array>();
  const aic = 2 * count - 2 * logLikelihood;
  const model: ArimaModel = {
    spec,
    parameters,
    logLikelihood,
    aic,
    aicc:
      observations > count + 1
        ? aic + (2 * count * (count + 1)) / (observations - count - 1)
        : Number.POSITIVE_INFINITY,
    bic: count * Math.log(observations) - 2 * logLikelihood,
    hqic: 2 * count * Math.log(Math.log(observations)) - 2 * logLikelihood,
    sigma2,
    observations,
    converged: found.converged,
    iterations: found.iterations,
    evaluations: found.evaluations,
    standardErrors(kind = 'oim') {
      const known = errors.get(kind) ?? evidence.standardErrors(kind);
      errors.set(kind, known);
      return known.slice();
    },
    residuals: () => evidence.residuals(),
    predict: (request = {}) => evidence.predict(request.dynamicFrom),
    tests() {
      const residuals = evidence.residuals();
      const fitted = terms.names.length;
      const lags = Math.max(
        fitted + 1,
        Math.min(2 * Math.max(terms.period, 5), Math.floor(observations / 5)),
      );
      return {
        ljungBox: ljungBox(residuals, {
          lags: Math.min(lags, observations - 1),
          fitted: Math.min(fitted, lags - 1),
        }),
        jarqueBera: jarqueBera(residuals),
        heteroskedasticity: heteroskedasticity(residuals),
      };
    },
    summary: () => summaryOf(model, options, design),
    forecast: (horizon, request) => living().forecast(horizon, request),
    simulate: (horizon, paths, uniform, request) => living().simulate(horizon, paths, uniform, request),
    update: (value, regressors) => living().update(value, regressors),
    state: () => living().state(),
  };
  return model;
}

function fitAt(fixed: Design, arma: Float64Array, sigma2: number | undefined): Level {
  if (fixed.options.method === 'css') {
    const conditional = conditionalOf(fixed);
    conditional.evaluate(arma);
    const { observations, sumOfSquares } = conditional;
    const variance = sigma2 ?? sumOfSquares / observations;
    const deviance = observations * Math.log(2 * Math.PI * variance) + sumOfSquares / variance;
    return { logLikelihood: -deviance / 2, sigma2: variance, observations };
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

function livingParts(
  design: Design,
  fixed: Design,
  arma: Float64Array,
  parameters: readonly Parameter[],
  sigma2: number,
): PredictorParts {
  const { terms, spec, options, before, after, w } = design;
  const trends = terms.powers.map((_, c) => design.levels[c]!.map((level) => level * parameters[c]!.value));
  const { filter, unsettled } = endStateOf(fixed, arma, sigma2, trends);
  const parts: PredictorParts = {
    spec,
    parameters,
    sigma2,
    transform: options.transform ?? 'none',
    nonNegative: options.nonNegative ?? false,
    powers: terms.powers,
    regressors: (options.regressors ?? []).map(({ name }) => name),
    filter,
    unsettled,
    time: before + w.length,
    turns: 0,
  };
  const live = createPredictor(parts);
  for (let gap = 0; gap < after; gap++) live.update(Number.NaN);
  return parts;
}
