import { heteroskedasticity, jarqueBera, ljungBox } from '../../series/diagnostics.ts';
import type { Design } from './design.ts';
import { endStateOf } from './end-state.ts';
import type { Estimate } from './estimate.ts';
import { createEvidence } from './evidence.ts';
import { fixRegression, type Level } from './likelihood.ts';
import { createPredictor, type PredictorParts } from './predictor.ts';
import type { ArimaModel, ArimaPredictor, CovarianceKind, Parameter } from './result.ts';
import { summaryOf } from './summary.ts';

/**
 * The model of parameters that were fitted or given. What costs time (errors, residuals, the state to forecast from)
 * is found when it is asked for.
 * @param arma in the engine's order @param beta of trend and regressors
 */
export function createModel(
  design: Design,
  arma: Float64Array,
  beta: Float64Array,
  level: Level,
  found: Estimate,
): ArimaModel {
  const { terms, spec, options } = design;
  const { sigma2, observations, logLikelihood } = level;
  const names = [...design.columnNames, ...terms.names, 'sigma2'];
  const values = [...beta, ...terms.engineIndex.map((index) => arma[index]!), sigma2];
  const parameters: readonly Parameter[] = names.map((name, i) => ({ name, value: values[i]! }));
  const evidence = createEvidence(design, values);
  const errors = new Map<CovarianceKind, Float64Array>();
  let predictor: ArimaPredictor | undefined;
  const living = () => {
    predictor ??= createPredictor(livingParts(design, arma, beta, parameters, sigma2));
    return predictor;
  };
  const model: ArimaModel = {
    spec,
    parameters,
    logLikelihood,
    ...criteriaOf(level, parameters.length),
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
    tests: () => testsOf(evidence.residuals(), terms.names.length, terms.period, observations),
    summary: () => summaryOf(model, options, design),
    forecast: (horizon, request) => living().forecast(horizon, request),
    simulate: (horizon, paths, uniform, request) => living().simulate(horizon, paths, uniform, request),
    update: (value, regressors) => living().update(value, regressors),
    state: () => living().state(),
  };
  return model;
}

function criteriaOf({ logLikelihood, observations: n }: Level, k: number) {
  const aic = 2 * k - 2 * logLikelihood;
  return {
    aic,
    aicc: n > k + 1 ? aic + (2 * k * (k + 1)) / (n - k - 1) : Number.POSITIVE_INFINITY,
    bic: k * Math.log(n) - 2 * logLikelihood,
    hqic: 2 * k * Math.log(Math.log(n)) - 2 * logLikelihood,
  };
}

/** Lags of Ljung and Box's test: two seasons, or ten, while the series is long enough. */
function testsOf(residuals: Float64Array, fitted: number, period: number, observations: number) {
  const wanted = Math.max(fitted + 1, Math.min(2 * Math.max(period, 5), Math.floor(observations / 5)));
  const lags = Math.min(wanted, observations - 1);
  return {
    ljungBox: ljungBox(residuals, { lags, fitted: Math.min(fitted, lags - 1) }),
    jarqueBera: jarqueBera(residuals),
    heteroskedasticity: heteroskedasticity(residuals),
  };
}

function livingParts(
  design: Design,
  arma: Float64Array,
  beta: Float64Array,
  parameters: readonly Parameter[],
  sigma2: number,
): PredictorParts {
  const { terms, spec, options, before, after, w } = design;
  const trends = terms.powers.map((_, c) => design.levels[c]!.map((level) => level * beta[c]!));
  const { filter, unsettled } = endStateOf(fixRegression(design, beta), arma, sigma2, trends);
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
