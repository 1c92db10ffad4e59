import { inverseMean } from '../../series/box-cox.ts';
import { chandrasekhar } from './chandrasekhar.ts';
import type { Design } from './design.ts';
import { ArimaError } from './error.ts';
import { filterPass, settling } from './filter-pass.ts';
import { hessian, inverseOf, outerProducts, sandwich } from './information.ts';
import {
  conditionalOf,
  diffuseOf,
  fixRegression,
  isInvertible,
  LikelihoodAt,
  levelOf,
  wantsFilter,
} from './likelihood.ts';
import { observedInformation } from './observed-information.ts';
import { processOf } from './process.ts';
import type { CovarianceKind } from './result.ts';

/** What a fit leaves to look at: innovations, predictions within the sample, standard errors. Found when asked for. */
export interface Evidence {
  residuals(): Float64Array;
  predict(dynamicFrom: number | undefined): Float64Array;
  standardErrors(kind: CovarianceKind): Float64Array;
}

/** @param values every parameter of the model, in its order */
export function createEvidence(design: Design, values: readonly number[]): Evidence {
  let residuals: Float64Array | undefined;
  return {
    residuals() {
      residuals ??= innovations(design, values);
      return residuals.slice();
    },
    predict: (dynamicFrom) => predictions(design, values, dynamicFrom),
    standardErrors: (kind) => standardErrors(design, values, kind),
  };
}

interface Split {
  readonly fixed: Design;
  readonly arma: Float64Array;
  readonly sigma2: number;
}

/** The design less the regression, and the parameters of the rest. */
function split(design: Design, values: ArrayLike<number>, into?: Design): Split {
  const { terms, columnNames } = design;
  const arma = new Float64Array(terms.names.length);
  for (const [i, index] of terms.engineIndex.entries()) arma[index] = values[columnNames.length + i]!;
  return {
    fixed: fixRegression(design, values, into),
    arma,
    sigma2: values[columnNames.length + arma.length]!,
  };
}

/** Errors and variances (in units of σ²) of each value of the differenced series; NaN where there is none. */
function errorsOf({ fixed, arma, sigma2 }: Split): { errors: Float64Array; variances: Float64Array } {
  const { length } = fixed.w;
  if (fixed.options.method === 'css') {
    const { residuals, skipped } = conditionalErrors({ fixed, arma, sigma2 });
    return { errors: residuals, variances: residuals.map((_, t) => (t < skipped ? Number.NaN : 1)) };
  }
  if (fixed.gaps.length === 0 && diffuseOf(fixed) === undefined) {
    const errors = new Float64Array(length);
    const variances = new Float64Array(length);
    const process = processOf(fixed.terms.shape, arma, fixed.delta);
    if (!chandrasekhar(process, [fixed.w], [errors], variances)) variances.fill(Number.NaN);
    return { errors, variances };
  }
  const { errors, variances } = filterPass(fixed, arma, sigma2);
  const seen = variances.map((variance, t) =>
    Number.isNaN(errors[t]!) || variance > settling ? Number.NaN : variance,
  );
  return { errors: errors.slice(-length), variances: seen.slice(-length) };
}

/** Standardised: divided by their own standard deviation. One for each value of the differenced series. */
function innovations(design: Design, values: readonly number[]): Float64Array {
  const parts = split(design, values);
  const sigma = Math.sqrt(parts.sigma2);
  const out = new Float64Array(design.before + design.w.length + design.after).fill(Number.NaN);
  const { errors, variances } = errorsOf(parts);
  for (let t = 0; t < errors.length; t++) {
    if (variances[t]! > 0) out[design.before + t] = errors[t]! / (sigma * Math.sqrt(variances[t]!));
  }
  return out;
}

function conditionalErrors({ fixed, arma }: Split): { residuals: Float64Array; skipped: number } {
  const conditional = conditionalOf(fixed);
  conditional.evaluate(arma);
  return { residuals: conditional.residuals, skipped: fixed.w.length - conditional.observations };
}

function predictions(
  design: Design,
  values: readonly number[],
  dynamicFrom: number | undefined,
): Float64Array {
  const { before, after } = design;
  const length = before + design.values.length + after;
  if (
    dynamicFrom !== undefined &&
    !(Number.isInteger(dynamicFrom) && dynamicFrom >= 0 && dynamicFrom < length)
  )
    throw new ArimaError(
      'bad_options',
      `got a dynamic start at ${dynamicFrom}: give the index of a value, from 0 to ${length - 1}`,
    );
  const parts = split(design, values);
  const transform = design.options.transform ?? 'none';
  const out = new Float64Array(length).fill(Number.NaN);
  const give = (t: number, expected: number, variance: number) => {
    out[before + t] = inverseMean(
      expected + explainedAt(design, values, t),
      variance * parts.sigma2,
      transform,
    );
  };
  if (design.options.method === 'css' && dynamicFrom === undefined) {
    const { residuals, skipped } = conditionalErrors(parts);
    const held = design.delta.length - 1;
    for (let t = skipped; t < residuals.length; t++)
      give(held + t, parts.fixed.values[held + t]! - residuals[t]!, 1);
    return out;
  }
  const known = dynamicFrom === undefined ? undefined : dynamicFrom - before;
  const { expected, variances } = filterPass(parts.fixed, parts.arma, parts.sigma2, known, true);
  for (let t = design.delta.length - 1; t < expected.length; t++) give(t, expected[t]!, variances[t]!);
  return out;
}

/** What trend and regressors add to the value at an index, before differencing. */
function explainedAt({ levels }: Design, values: readonly number[], t: number): number {
  return levels.reduce((sum, level, c) => sum + values[c]! * level[t]!, 0);
}

function standardErrors(design: Design, values: readonly number[], kind: CovarianceKind): Float64Array {
  const x = Float64Array.from(values);
  const k = x.length;
  const exact = kind === 'opg' ? undefined : exactInformation(design, values);
  const isNumeric = kind !== 'oim' || exact === undefined;
  const total = totalOf(design, values);
  const steps = isNumeric ? stepsOf(design, values, total) : x;
  const observed = kind === 'opg' ? undefined : (exact ?? hessian((at) => -total(at), x, steps));
  const outer = kind === 'oim' ? undefined : outerProducts((at) => partsOf(split(design, at)), x, steps);
  const inverse = inverseOf(observed ?? outer ?? new Float64Array(k * k), k);
  const covariance = observed !== undefined && outer !== undefined ? sandwich(inverse, outer, k) : inverse;
  return Float64Array.from({ length: k }, (_, i) => Math.sqrt(covariance[i * k + i]!));
}

/** The observed information in the model's order, where the exact likelihood has derivatives. */
function exactInformation(design: Design, values: readonly number[]): Float64Array | undefined {
  const { fixed, arma, sigma2 } = split(design, values);
  const isExact = design.options.method !== 'css' && diffuseOf(design) === undefined && !wantsFilter(design);
  if (!isExact || !isInvertible(design, arma)) return undefined;
  const found = observedInformation(design, fixed, arma, sigma2);
  if (found === undefined) return undefined;
  const first = design.columnNames.length;
  const k = values.length;
  const at = (i: number) => (i < first || i === k - 1 ? i : first + design.terms.engineIndex[i - first]!);
  return found.map((_, place) => found[at(Math.floor(place / k)) * k + at(place % k)]!);
}

function conditionalLevel(fixed: Design, arma: Float64Array, sigma2: number): number {
  const conditional = conditionalOf(fixed);
  conditional.evaluate(arma);
  return levelOf(conditional, sigma2).logLikelihood;
}

/** The whole log-likelihood as a function of every parameter of the model. */
function totalOf(design: Design, values: readonly number[]): (at: Float64Array) => number {
  // Without gaps the likelihood reads the design's own array, so that one workspace serves all evaluations.
  const isPlain = design.gaps.length === 0 && diffuseOf(design) === undefined;
  const reused = isPlain ? fixRegression(design, values) : undefined;
  const likelihood = reused === undefined ? undefined : new LikelihoodAt(reused);
  return (at) => {
    const { fixed, arma, sigma2 } = split(design, at, reused);
    if (design.options.method === 'css') return conditionalLevel(fixed, arma, sigma2);
    return (likelihood ?? new LikelihoodAt(fixed)).at(arma, sigma2).logLikelihood;
  };
}

/** The log-likelihood of each observation given those before it. */
function partsOf(parts: Split): Float64Array {
  const { errors, variances } = errorsOf(parts);
  const { sigma2 } = parts;
  return errors.map((error, t) =>
    variances[t]! > 0
      ? -0.5 * (Math.log(2 * Math.PI * sigma2 * variances[t]!) + (error * error) / (sigma2 * variances[t]!))
      : 0,
  );
}

/** Steps of the differences: where the likelihood bends, and no nearer than its digits allow. */
function stepsOf(
  design: Design,
  values: readonly number[],
  total: (at: Float64Array) => number,
): Float64Array {
  const { columnNames, columns } = design;
  const sigma = Math.sqrt(values.at(-1)!);
  return Float64Array.from(values, (value, i) => {
    if (i === values.length - 1) return 1e-2 * value;
    if (i >= columnNames.length) return stepWithin(values, i, total);
    const length = Math.sqrt(columns[i]!.reduce((sum, x) => sum + x * x, 0));
    return (0.2 * sigma) / length;
  });
}

/** Near the edge of the stationary region the step has to stay inside. */
function stepWithin(values: readonly number[], i: number, total: (at: Float64Array) => number): number {
  const moved = Float64Array.from(values);
  let step = 2e-3;
  for (let round = 0; round < 8; round++, step /= 3) {
    const isInside = [step, -step].every((by) => {
      moved[i] = values[i]! + by;
      return !Number.isNaN(total(moved));
    });
    if (isInside) return step;
  }
  return step;
}
