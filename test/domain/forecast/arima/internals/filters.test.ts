import { chandrasekhar } from '../../../../../lib/domain/forecast/arima/chandrasekhar.ts';
import { ExactLikelihood } from '../../../../../lib/domain/forecast/arima/exact-likelihood.ts';
import { denseOf, type Process, processOf } from '../../../../../lib/domain/forecast/arima/process.ts';
import { SquareRootFilter, triangular } from '../../../../../lib/domain/forecast/arima/square-root-filter.ts';
import { stationaryColumns } from '../../../../../lib/domain/forecast/arima/start-columns.ts';
import { autocovariance } from '../arma-covariance.ts';
import { expectAllClose, expectClose } from '../closeness.ts';
import { cholesky, type Matrix, solveLower } from '../dense-matrix.ts';
import { between, normals, seededUniform } from '../seeded-random.ts';
import { randomShape, type ShapeAt } from './random-shapes.ts';

const undifferenced = Float64Array.of(1);

interface Innovations {
  readonly errors: Float64Array;
  /** In units of σ². */
  readonly variances: Float64Array;
}

function noise(seed: number, n: number): Float64Array {
  const normal = normals(seededUniform(seed));
  return Float64Array.from({ length: n }, () => normal());
}

function seededShapes(count: number, reach: number): readonly ShapeAt[] {
  return Array.from({ length: count }, (_, seed) => randomShape(seededUniform(seed + 77), { reach }));
}

/** By the Cholesky factor of the whole covariance matrix: its diagonal is the root of the variances. */
function denseInnovations(process: Process, w: Float64Array): Innovations {
  const gamma = autocovariance(denseOf(process.phi), denseOf(process.theta), w.length);
  const l = cholesky(Array.from(w, (_, i) => Float64Array.from(w, (_, j) => gamma[Math.abs(i - j)]!)));
  const standard = solveLower(l, w);
  return {
    errors: standard.map((value, t) => value * l[t]![t]!),
    variances: Float64Array.from(l, (row, t) => row[t]! ** 2),
  };
}

function byChandrasekhar(process: Process, w: Float64Array): Innovations {
  const errors = new Float64Array(w.length);
  const variances = new Float64Array(w.length);
  expect(chandrasekhar(process, [w], [errors], variances)).toBe(true);
  return { errors, variances };
}

function stationaryFilter(process: Process): SquareRootFilter {
  const columns = stationaryColumns(process);
  if (columns === undefined) throw new Error('not stationary');
  return new SquareRootFilter(process, [new Float64Array(process.states)], columns);
}

function bySquareRoots(process: Process, w: Float64Array): Innovations {
  const filter = stationaryFilter(process);
  const errors = new Float64Array(w.length);
  const error = new Float64Array(1);
  const variances = w.map((value, t) => {
    const variance = filter.step([value], error);
    errors[t] = error[0]!;
    return variance;
  });
  return { errors, variances };
}

/** C·Cᵀ. */
function covarianceOf(columns: readonly Float64Array[]): Matrix {
  const rows = columns[0]!.length;
  return Array.from({ length: rows }, (_, i) =>
    Float64Array.from({ length: rows }, (_, j) =>
      columns.reduce((sum, column) => sum + column[i]! * column[j]!, 0),
    ),
  );
}

const flat = (matrix: Matrix) => matrix.flatMap((row) => [...row]);

describe('one-step errors and variances', () => {
  test.each([
    ['of well-behaved processes', 0.9, 1e-9],
    ['of processes near the unit circle', 0.999, 1e-6],
  ])('%s are those of the dense covariance, by either filter', (_, reach, tolerance) => {
    for (const { name, shape, parameters } of seededShapes(40, reach)) {
      const process = processOf(shape, parameters, undifferenced);
      const w = noise(3, 60);
      const dense = denseInnovations(process, w);
      for (const found of [byChandrasekhar(process, w), bySquareRoots(process, w)]) {
        expectAllClose(found.errors, dense.errors, tolerance, `${name} error`);
        expectAllClose(found.variances, dense.variances, tolerance, `${name} variance`);
      }
    }
  });

  test('of moving averages that cannot be inverted are those of the dense covariance', () => {
    const uniform = seededUniform(5);
    for (let trial = 0; trial < 20; trial++) {
      const shape = { ar: [Int32Array.of(1)], ma: [Int32Array.of(1, 2), Int32Array.of(4)] };
      const parameters = Float64Array.of(0.6, ...[0, 1, 2].map(() => 6 * uniform() - 3));
      const process = processOf(shape, parameters, undifferenced);
      const w = noise(trial, 40);
      const dense = denseInnovations(process, w);
      for (const found of [byChandrasekhar(process, w), bySquareRoots(process, w)]) {
        expectAllClose(found.errors, dense.errors, 1e-8, `${parameters.join()} error`);
        expectAllClose(found.variances, dense.variances, 1e-8, `${parameters.join()} variance`);
      }
    }
  });

  test('make the likelihood that comes without a filter', () => {
    for (const { name, shape, parameters } of seededShapes(40, 0.9)) {
      const w = noise(4, 200);
      const { errors, variances } = byChandrasekhar(processOf(shape, parameters, undifferenced), w);
      const exact = new ExactLikelihood(w, [], shape);
      exact.evaluate(parameters);
      const squares = errors.reduce((sum, error, t) => sum + error ** 2 / variances[t]!, 0);
      expectClose(exact.sumOfSquares / squares, 1, 1e-9, `${name} squares`);
      const logDeterminant = variances.reduce((sum, variance) => sum + Math.log(variance), 0);
      expectClose(exact.logDeterminant, logDeterminant, 1e-8, `${name} determinant`);
    }
  });

  test('stay as they are once the past is settled', () => {
    const process = processOf(
      { ar: [Int32Array.of(1)], ma: [Int32Array.of(1)] },
      Float64Array.of(0.5, 0.4),
      undifferenced,
    );
    const { variances } = byChandrasekhar(process, noise(1, 400));
    expect(variances[399]).toBeCloseTo(1, 12);
    expect(new Set(variances.subarray(200)).size).toBe(1);
  });
});

test('several series share the gains of one pass', () => {
  const { shape, parameters } = randomShape(seededUniform(8));
  const process = processOf(shape, parameters, undifferenced);
  const inputs = [noise(1, 80), noise(2, 80), noise(3, 80)];
  const errors = inputs.map(() => new Float64Array(80));
  chandrasekhar(process, inputs, errors, new Float64Array(80));
  for (const [c, input] of inputs.entries())
    expect(errors[c]).toEqual(byChandrasekhar(process, input).errors);
});

test('an autoregression whose variance would be negative has no one-step errors', () => {
  const process = processOf({ ar: [Int32Array.of(1)], ma: [] }, Float64Array.of(1.2), undifferenced);
  expect(chandrasekhar(process, [noise(1, 9)], [new Float64Array(9)], new Float64Array(9))).toBe(false);
  expect(stationaryColumns(process)).toBeUndefined();
});

describe('columns of a state', () => {
  test('in triangular form have the same product with their transpose', () => {
    const uniform = seededUniform(6);
    for (let trial = 0; trial < 30; trial++) {
      const rows = between(uniform, 1, 8);
      const columns = Array.from({ length: between(uniform, 1, 14) }, (_, c) => noise(100 * trial + c, rows));
      const turned = triangular(columns);
      expect(turned.length).toBeLessThanOrEqual(Math.min(rows, columns.length));
      expectAllClose(flat(covarianceOf(turned)), flat(covarianceOf(columns)), 1e-12, `trial ${trial}`);
      for (const [c, column] of turned.entries())
        expect(column.subarray(0, c).every((value) => value === 0)).toBe(true);
    }
  });

  test('in triangular form lose those that say nothing', () => {
    const twice = [Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 6), new Float64Array(3)];
    expect(triangular(twice)).toHaveLength(1);
    expect(triangular([])).toEqual([]);
  });

  test('are left alone by tidying, but for their form', () => {
    const process = processOf(
      { ar: [Int32Array.of(1, 2)], ma: [Int32Array.of(1), Int32Array.of(4)] },
      Float64Array.of(0.5, 0.3, 0.4, 0.6),
      Float64Array.of(1, -1),
    );
    const columns = (stationaryColumns(process) ?? []).reverse();
    const filter = new SquareRootFilter(process, [new Float64Array(process.states + 1)], columns);
    const error = new Float64Array(1);
    for (const value of [1, Number.NaN, 2, Number.NaN, Number.NaN, 1.5])
      filter.step(Number.isNaN(value) ? undefined : [value], error);
    const before = covarianceOf(filter.columns);
    filter.tidy();
    expectAllClose(flat(covarianceOf(filter.columns)), flat(before), 1e-12);
  });

  test('shrink to the innovation alone while an invertible process is observed', () => {
    for (const { name, shape, parameters } of seededShapes(20, 0.6)) {
      const filter = stationaryFilter(processOf(shape, parameters, undifferenced));
      const error = new Float64Array(1);
      for (const value of noise(2, 1500)) filter.step([value], error);
      expect(`${filter.columns.length} columns: ${name}`).toBe(`1 columns: ${name}`);
      expect(filter.columns[0]!.every((value, i) => value === (i === 0 ? 1 : 0))).toBe(true);
    }
  });

  test('say over a gap what the sum of as many differences varies by, and stay few', () => {
    const { shape, parameters } = randomShape(seededUniform(12));
    const process = processOf(shape, parameters, Float64Array.of(1, -1));
    const columns = stationaryColumns(process) ?? [];
    const filter = new SquareRootFilter(process, [new Float64Array(process.states + 1)], columns);
    const gamma = autocovariance(denseOf(process.phi), denseOf(process.theta), 200);
    const error = new Float64Array(1);
    let expected = 0;
    for (let gap = 0; gap < 200; gap++) {
      expected += gamma.subarray(1, gap + 1).reduce((sum, value) => sum + 2 * value, gamma[0]!);
      expectClose(filter.step(undefined, error), expected, 1e-10, `${gap} before it`);
      expect(filter.columns.length).toBeLessThanOrEqual(process.states + 2);
    }
  });
});
