import { packDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import { differencingPolynomial } from '../../series/differencing.ts';
import type { Json } from '../forecaster.ts';
import { ArimaError } from './error.ts';
import type { PredictorParts } from './predictor.ts';
import { processOf } from './process.ts';
import type { ArimaSpec, Transform } from './spec.ts';
import { SquareRootFilter } from './square-root-filter.ts';
import { fault, isIndex, isText, StateFields } from './state-fields.ts';
import { type Terms, termsOf } from './terms.ts';

const version = 1;

/** The state of a predictor as JSON. Its columns are brought to triangular form first, here and in the predictor. */
export function writeState(parts: PredictorParts): Json {
  const { filter, spec } = parts;
  filter.tidy();
  const columns = fitting(parts);
  return {
    kind: 'arima',
    version,
    spec: specJson(spec),
    names: parts.parameters.map(({ name }) => name),
    parameters: packDoubles(parts.parameters.map(({ value }) => value)),
    sigma2: packDoubles([parts.sigma2]),
    transform: typeof parts.transform === 'string' ? parts.transform : { boxCox: parts.transform.boxCox },
    nonNegative: parts.nonNegative,
    regressors: [...parts.regressors],
    mean: packDoubles(filter.means[0]!),
    columns: packDoubles(columns.flatMap((column) => [...trimmed(column)])),
    starts: columns.map(startOf),
    ends: columns.map(endOf),
    unsettled: parts.unsettled === undefined ? null : packFloats(Float32Array.from(parts.unsettled)),
    time: parts.time,
    turns: parts.turns,
  };
}

const endOf = (column: Float64Array) => column.findLastIndex((value) => value !== 0) + 1;
const startOf = (column: Float64Array) =>
  Math.max(
    0,
    column.findIndex((value) => value !== 0),
  );
const trimmed = (column: Float64Array) => column.subarray(startOf(column), endOf(column));

/** Numbers that a state of 10 kB has room for, the mean among them. */
const mostNumbers = 840;

/**
 * The columns that a stored state has room for, those left out that say least. All of them, unless a long state met
 * many gaps in a row.
 */
function fitting({ filter, unsettled }: PredictorParts): Float64Array[] {
  const columns = [...filter.columns];
  const sizes = columns.map((column) => trimmed(column).length);
  const room = mostNumbers - filter.means[0]!.length - (unsettled?.length ?? 0) / 2;
  const weights = columns.map((column) => column.reduce((sum, value) => sum + value * value, 0));
  const weakest = [...columns.keys()].sort((a, b) => weights[a]! - weights[b]!);
  let total = sizes.reduce((sum, size) => sum + size, 0);
  const dropped = new Set<number>();
  for (const c of weakest) {
    if (total <= room) break;
    dropped.add(c);
    total -= sizes[c]!;
  }
  if (dropped.size < columns.length) return columns.filter((_, c) => !dropped.has(c));
  const innovation = new Float64Array(filter.means[0]!.length);
  innovation[0] = 1;
  return [innovation];
}

function specJson({ order, seasonal, trend }: ArimaSpec): Json {
  const lags = (part: number | readonly number[]): Json => (typeof part === 'number' ? part : [...part]);
  return {
    order: [lags(order[0]), order[1], lags(order[2])],
    ...(seasonal === undefined
      ? {}
      : { seasonal: [lags(seasonal[0]), seasonal[1], lags(seasonal[2]), seasonal[3]] }),
    ...(trend === undefined ? {} : { trend: typeof trend === 'string' ? trend : [...trend] }),
  };
}

/** What `writeState` wrote. @throws RangeError when the state is no such, or damaged */
export function readState(state: Json): PredictorParts {
  const fields = new StateFields(state, 'arima', 'ARIMA model');
  const { spec, terms } = readSpec(fields);
  const names = fields.list('names', isText);
  const values = fields.doubles('parameters');
  const regressors = fields.list('regressors', isText);
  const first = terms.powers.length + regressors.length;
  if (values.length !== names.length || values.length !== first + terms.names.length + 1)
    throw fault('parameters', `${values.length} numbers for ${names.length} names`);
  const arma = new Float64Array(terms.names.length);
  for (const [i, index] of terms.engineIndex.entries()) arma[index] = values[first + i]!;
  const delta = differencingPolynomial({ d: terms.d, seasonal: terms.seasonalD, period: terms.period });
  const process = processOf(terms.shape, arma, delta);
  const mean = fields.doubles('mean');
  const length = process.states + delta.length - 1;
  if (mean.length !== length) throw fault('mean', `${mean.length} values of ${length}`);
  const sigma2 = fields.doubles('sigma2');
  if (sigma2.length !== 1 || !(sigma2[0]! > 0)) throw fault('sigma2', `${sigma2.join(', ') || 'no number'}`);
  return {
    spec,
    parameters: names.map((name, i) => ({ name, value: values[i]! })),
    sigma2: sigma2[0]!,
    transform: readTransform(fields),
    nonNegative: fields.boolean('nonNegative'),
    powers: terms.powers,
    regressors,
    filter: new SquareRootFilter(process, [mean], readColumns(fields, length)),
    unsettled: readUnsettled(fields),
    time: fields.number('time'),
    turns: fields.number('turns', 0),
  };
}

function readSpec(fields: StateFields): { spec: ArimaSpec; terms: Terms } {
  const spec = fields.value('spec') as ArimaSpec | null;
  try {
    if (spec !== null && Array.isArray(spec.order)) return { spec, terms: termsOf(spec) };
  } catch (error) {
    if (!(error instanceof ArimaError)) throw error;
    throw fault('spec', error.message);
  }
  throw fault('spec', JSON.stringify(spec));
}

function readTransform(fields: StateFields): Transform {
  const transform = fields.value('transform');
  if (transform === 'none' || transform === 'log' || transform === 'log1p') return transform;
  const boxCox = (transform as { readonly boxCox?: unknown } | null)?.boxCox;
  if (typeof boxCox === 'number' && Number.isFinite(boxCox)) return { boxCox };
  throw fault('transform', JSON.stringify(transform));
}

function readUnsettled(fields: StateFields): Float64Array | undefined {
  const packed = fields.value('unsettled');
  if (packed === null) return undefined;
  const values = Float64Array.from(unpackFloats(packed));
  if (values.length === 0 || !values.every(Number.isFinite))
    throw fault('unsettled', 'numbers that are not finite');
  return values;
}

function readColumns(fields: StateFields, length: number): Float64Array[] {
  const packed = fields.doubles('columns');
  const starts = fields.list('starts', isIndex);
  const ends = fields.list('ends', isIndex);
  const sizes = starts.map((start, c) => (ends[c] ?? -1) - start);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const isWhole =
    starts.length > 0 &&
    ends.length === starts.length &&
    sizes.every((size) => size >= 0) &&
    ends.every((end) => end <= length) &&
    total === packed.length;
  if (!isWhole)
    throw fault('columns', `${packed.length} numbers from ${starts.join(', ')} to ${ends.join(', ')}`);
  let at = 0;
  return starts.map((start, c) => {
    const column = new Float64Array(length);
    column.set(packed.subarray(at, at + sizes[c]!), start);
    at += sizes[c]!;
    return column;
  });
}
