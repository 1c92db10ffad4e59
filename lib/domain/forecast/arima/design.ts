import { transformValues } from '../../series/box-cox.ts';
import { bridgeGaps } from '../../series/bridge.ts';
import { difference, differencingPolynomial, integrate } from '../../series/differencing.ts';
import { SeriesError } from '../../series/error.ts';
import { ArimaError } from './error.ts';
import type { ArimaOptions, ArimaSpec, Regressor } from './spec.ts';
import { type Terms, termsOf, trendName } from './terms.ts';

/** A series and a specification, made ready for the likelihood. */
export interface Design {
  readonly spec: ArimaSpec;
  readonly options: ArimaOptions;
  readonly terms: Terms;
  /** δ(B) from lag 0 up; the series is differenced with it. */
  readonly delta: Float64Array;
  /** Transformed values from the first to the last there is; NaN at gaps between. */
  readonly values: Float64Array;
  /** Gaps left out before and after them. */
  readonly before: number;
  readonly after: number;
  /** Differences of the values, gaps filled in: the dummies say by how much they were missed. */
  readonly w: Float64Array;
  readonly gaps: readonly number[];
  /** One column a gap, differenced. */
  readonly dummies: readonly Float64Array[];
  /** Trend terms, then regressors, differenced; and the same before differencing, the gaps after the values too. */
  readonly columns: readonly Float64Array[];
  readonly levels: readonly Float64Array[];
  readonly columnNames: readonly string[];
  /** The constant is regressed about this, so that a high level costs no digits. */
  readonly centre: number;
}

/** @throws ArimaError when no model of that specification can be fitted to the series */
export function designOf(y: Float64Array, spec: ArimaSpec, options: ArimaOptions): Design {
  const terms = termsOf(spec);
  const { before, after, values } = usable(y, options);
  const delta = differencingPolynomial({ d: terms.d, seasonal: terms.seasonalD, period: terms.period });
  checkLength(values, delta.length - 1, terms, options.regressors?.length ?? 0);
  const regressors = checkRegressors(options.regressors ?? [], y.length, before);
  const gaps: number[] = [];
  for (let t = 0; t < values.length; t++) if (Number.isNaN(values[t]!)) gaps.push(t);
  const differences = { d: terms.d, seasonal: terms.seasonalD, period: terms.period };
  // Any numbers would do in the gaps, near ones lose fewer digits.
  const raw = difference(bridgeGaps(values), differences);
  checkVaries(raw);
  const hasConstant = terms.powers.includes(0);
  const centre = hasConstant ? raw.reduce((sum, value) => sum + value, 0) / raw.length : 0;
  const trendOf = (power: number, length: number) =>
    Float64Array.from({ length }, (_, t) => (before + t + 1) ** power);
  const initial = new Float64Array(delta.length - 1);
  return {
    spec,
    options,
    terms,
    delta,
    values,
    before,
    after,
    w: centre === 0 ? raw : raw.map((value) => value - centre),
    gaps,
    dummies: gaps.map((gap) => difference(impulse(values.length, gap), differences)),
    columns: [
      ...terms.powers.map((power) => trendOf(power, raw.length)),
      ...regressors.map((column) => difference(column.subarray(0, values.length), differences)),
    ],
    levels: [
      ...terms.powers.map((power) => levelOf(trendOf(power, raw.length + after), initial, differences)),
      ...regressors,
    ],
    columnNames: [...terms.powers.map(trendName), ...(options.regressors ?? []).map(({ name }) => name)],
    centre,
  };
}

/** The values there are, transformed, without the gaps around them. */
function usable(y: Float64Array, options: ArimaOptions) {
  const infinite = y.findIndex((value) => !Number.isFinite(value) && !Number.isNaN(value));
  if (infinite >= 0)
    throw new ArimaError(
      'not_finite',
      `got ${y[infinite]} at index ${infinite}: give numbers, and NaN for gaps`,
    );
  const first = y.findIndex((value) => !Number.isNaN(value));
  if (first < 0)
    throw new ArimaError('no_values', `got ${y.length} values, all of them NaN: give a series with values`);
  const last = y.findLastIndex((value) => !Number.isNaN(value));
  // A stationary past is the same at any time; a start of a stated variance is at the first step, gap or not.
  const from = typeof options.start === 'object' ? 0 : first;
  const inside = y.subarray(from, last + 1);
  return { before: from, after: y.length - 1 - last, values: transformed(inside, options) };
}

function transformed(values: Float64Array, { transform = 'none' }: ArimaOptions): Float64Array {
  try {
    return transformValues(values, transform);
  } catch (error) {
    if (error instanceof SeriesError) throw new ArimaError('bad_transform', error.message);
    throw error;
  }
}

function checkLength(values: Float64Array, consumed: number, terms: Terms, regressors: number): void {
  const parameters = terms.names.length + terms.powers.length + regressors + 1;
  const present = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  const order = terms.shape.ar.reduce((sum, lags) => sum + lags[lags.length - 1]!, 0);
  const needed = consumed + Math.max(parameters + 1, order + 1);
  if (present >= needed && values.length >= needed) return;
  throw new ArimaError(
    'too_short',
    `got ${present} values: the model needs ${needed} or more (differencing takes ${consumed}, and ${parameters} parameters are to be found); give a longer series, lower orders or a shorter period`,
  );
}

function checkRegressors(regressors: readonly Regressor[], length: number, before: number) {
  const twice = regressors.find(({ name }, i) => regressors.findIndex((other) => other.name === name) < i);
  if (twice !== undefined)
    throw new ArimaError(
      'bad_regressors',
      `got two regressors called "${twice.name}": name each differently`,
    );
  return regressors.map(({ name, values }) => {
    if (values.length < length)
      throw new ArimaError(
        'bad_regressors',
        `got ${values.length} values of the regressor "${name}" for ${length} of the series: give one for each`,
      );
    const bad = values.subarray(0, length).findIndex((value) => !Number.isFinite(value));
    if (bad >= 0)
      throw new ArimaError(
        'bad_regressors',
        `got ${values[bad]} in the regressor "${name}" at index ${bad}: give a number for each value of the series`,
      );
    return values.slice(before, length);
  });
}

function checkVaries(w: Float64Array): void {
  const scale = w.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const first = w[0]!;
  if (w.some((value) => Math.abs(value - first) > 1e-14 * scale)) return;
  throw new ArimaError(
    'constant',
    `got a series that is constant (${first}) after differencing: there is nothing to model; use fewer differences, or seasonal naive`,
  );
}

function impulse(length: number, at: number): Float64Array {
  const column = new Float64Array(length);
  column[at] = 1;
  return column;
}

function levelOf(
  trend: Float64Array,
  initial: Float64Array,
  differences: { d: number; seasonal: number; period: number },
): Float64Array {
  const level = new Float64Array(initial.length + trend.length);
  level.set(integrate(trend, initial, differences), initial.length);
  return level;
}
