import { packDoubles, unpackDoubles } from '../../numerics/packed-doubles.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import { differencingPolynomial } from '../../series/differencing.ts';
import type { Json } from '../forecaster.ts';
import type { PredictorParts } from './predictor.ts';
import { processOf } from './process.ts';
import type { ArimaSpec, Transform } from './spec.ts';
import { SquareRootFilter } from './square-root-filter.ts';
import { termsOf } from './terms.ts';

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

/** What `writeState` wrote. @throws RangeError when the state is no such */
export function readState(state: Json): PredictorParts {
  const fields = state as { readonly [key: string]: unknown } | null;
  if (typeof fields !== 'object' || fields === null || fields.kind !== 'arima' || fields.version !== version)
    throw new RangeError('got a state that is not of an ARIMA model of version 1: give what state() made');
  const missing = [
    'spec',
    'names',
    'parameters',
    'sigma2',
    'regressors',
    'mean',
    'columns',
    'starts',
    'ends',
    'time',
    'turns',
  ].find((field) => fields[field] === undefined);
  if (missing !== undefined)
    throw new RangeError(`got a state without its ${missing}: give what state() made`);
  const spec = fields.spec as ArimaSpec;
  const terms = termsOf(spec);
  const names = fields.names as readonly string[];
  const values = unpackDoubles(fields.parameters);
  const regressors = fields.regressors as readonly string[];
  const first = terms.powers.length + regressors.length;
  if (values.length !== names.length || values.length !== first + terms.names.length + 1)
    throw new RangeError(`got ${values.length} parameters for ${names.length} names: give what state() made`);
  const arma = new Float64Array(terms.names.length);
  for (const [i, index] of terms.engineIndex.entries()) arma[index] = values[first + i]!;
  const delta = differencingPolynomial({ d: terms.d, seasonal: terms.seasonalD, period: terms.period });
  const process = processOf(terms.shape, arma, delta);
  const mean = unpackDoubles(fields.mean);
  if (mean.length !== process.states + delta.length - 1)
    throw new RangeError(
      `got a state of ${mean.length} values: the model has ${process.states + delta.length - 1}`,
    );
  return {
    spec,
    parameters: names.map((name, i) => ({ name, value: values[i]! })),
    sigma2: unpackDoubles(fields.sigma2)[0]!,
    transform: fields.transform as Transform,
    nonNegative: fields.nonNegative === true,
    powers: terms.powers,
    regressors,
    filter: new SquareRootFilter(process, [mean], readColumns(fields, mean.length)),
    unsettled: fields.unsettled === null ? undefined : Float64Array.from(unpackFloats(fields.unsettled)),
    time: fields.time as number,
    turns: fields.turns as number,
  };
}

function readColumns(fields: { readonly [key: string]: unknown }, length: number): Float64Array[] {
  const packed = unpackDoubles(fields.columns);
  const starts = fields.starts as readonly number[];
  const ends = fields.ends as readonly number[];
  let at = 0;
  return starts.map((start, c) => {
    const column = new Float64Array(length);
    const size = (ends[c] ?? start) - start;
    column.set(packed.subarray(at, at + size), start);
    at += size;
    return column;
  });
}
