import { leastSquares } from '../../numerics/levenberg-marquardt.ts';
import { read, type Unknowns, unknownsOf, write } from './coordinates.ts';
import { type Form, forms, needsPositive } from './form.ts';
import { type Parts, type Weights, walk } from './recursion.ts';
import { startsOf } from './start.ts';

export interface Estimate {
  readonly form: Form;
  readonly weights: Weights;
  /** Before the first value. */
  readonly first: Parts;
  /** After the last value. */
  readonly last: Parts;
  /** Sum of squared errors, relative ones where errors multiply. */
  readonly squares: number;
  /** Log-likelihood but for a constant: as R's `ets`, −n/2 · log of the scaled squares. */
  readonly logLikelihood: number;
  readonly aicc: number;
}

/**
 * The most likely model of a form: smoothing weights and the parts before the first value together, by least squares
 * on the errors (with multiplicative errors scaled by the geometric mean of the means, whose squares are the
 * likelihood: Hyndman and others 2008, section 5.1).
 * @param y without gaps @returns undefined where the form has no finite likelihood
 */
export function estimate(
  form: Form,
  y: Float64Array,
  period: number,
  expired?: () => boolean,
): Estimate | undefined {
  let best: Estimate | undefined;
  for (const start of startsOf(form, y, period)) {
    if (best !== undefined && expired?.() === true) break;
    const found = searched(form, y, period, write({ form, period }, start.weights, start.parts), expired);
    if (found !== undefined && (best === undefined || found.aicc < best.aicc)) best = found;
  }
  return best;
}

function searched(
  form: Form,
  y: Float64Array,
  period: number,
  start: Float64Array,
  expired: (() => boolean) | undefined,
): Estimate | undefined {
  const unknowns = { form, period };
  const residuals = (at: Float64Array, into: Float64Array) => {
    const { weights, parts } = read(unknowns, at);
    return walk(form, weights, parts, y, into).scaled;
  };
  const { x } = leastSquares(residuals, start, {
    sizes: sizesOf(unknowns, y),
    residuals: y.length,
    mostSteps: 40,
    tolerance: 1e-8,
    ...(expired !== undefined && { expired }),
  });
  return described(form, read(unknowns, x), y, x.length);
}

/** Usual sizes of the free numbers: logits, level and slope, slots. */
function sizesOf(unknowns: Unknowns, y: Float64Array): Float64Array {
  const { form, period } = unknowns;
  const spread = Math.max(1e-12, deviationOf(y));
  const count = unknownsOf(unknowns);
  const slots = form.season === 'N' ? 0 : period - 1;
  const levels = form.trend === 'N' ? 1 : 2;
  return Float64Array.from({ length: count }, (_, i) => {
    if (i < count - slots - levels) return 1;
    return i >= count - slots && form.season === 'M' ? 0.1 : spread;
  });
}

function described(
  form: Form,
  { weights, parts }: { weights: Weights; parts: Parts },
  y: Float64Array,
  unknowns: number,
): Estimate | undefined {
  const first = { ...parts, seasons: parts.seasons.slice() };
  const errors = new Float64Array(y.length);
  const { plain, scaled } = walk(form, weights, parts, y, errors);
  if (!Number.isFinite(scaled) || !Number.isFinite(parts.level)) return undefined;
  const n = y.length;
  const k = unknowns + 1;
  const deviance = n * Math.log(Math.max(scaled, 1e-300));
  const aicc = n - k - 1 > 0 ? deviance + 2 * k + (2 * k * (k + 1)) / (n - k - 1) : Number.MAX_VALUE;
  return {
    form,
    weights,
    first,
    last: parts,
    squares: plain,
    logLikelihood: -deviance / 2,
    aicc,
  };
}

function deviationOf(y: Float64Array): number {
  const mean = y.reduce((a, b) => a + b, 0) / y.length;
  return Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length);
}

/** The model with the least AICc of all forms that the series can have. @param period 1 where there is no season */
export function chosen(y: Float64Array, period: number, expired: () => boolean): Estimate | undefined {
  const isPositive = y.every((value) => value > 0);
  let best: Estimate | undefined;
  for (const form of forms) {
    if (form.season !== 'N' && period < 2) continue;
    if (needsPositive(form) && !isPositive) continue;
    if (best !== undefined && expired()) break;
    const found = estimate(form, y, period, expired);
    if (found !== undefined && (best === undefined || found.aicc < best.aicc)) best = found;
  }
  return best;
}
