import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  fitIsolationForest,
  type GrownTree,
  type IsolationForestOptions,
  isolationForestOfTrees,
  isolationScore,
  isolationScores,
} from '../../../../lib/domain/anomaly/index.ts';
import { averagePathLength } from '../../../../lib/domain/anomaly/isolation-forest/forest.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

interface Fixture {
  readonly exact: {
    readonly columns: number;
    readonly sampleSize: number;
    readonly rows: readonly number[];
    readonly scores: readonly number[];
    readonly trees: readonly GrownTree[];
  };
  readonly usual: {
    readonly columns: number;
    readonly rows: readonly number[];
    readonly mean: readonly number[];
    readonly sd: readonly number[];
  };
}

const path = join(__dirname, '../../../fixtures/isolation-forest/scikit-learn.json');
const { exact, usual }: Fixture = JSON.parse(readFileSync(path, 'utf8'));

test('the trees of scikit-learn give its scores, to 1e-14', () => {
  const forest = isolationForestOfTrees(exact.trees, exact.columns, exact.sampleSize);
  const scores = isolationScores(forest, exact.rows);
  const off = exact.scores.map((score, i) => Math.abs(score - (scores[i] ?? 0)));
  expect(Math.max(...off)).toBeLessThan(1e-14);
  expect(isolationScore(forest, exact.rows, 3)).toBe(scores[1]);
});

/** Root of the mean square of how far scores lie from the mean of scikit-learn's forests, in their deviations. */
function deviation(scores: ArrayLike<number>): number {
  const squares = usual.mean.map((mean, i) => (((scores[i] ?? 0) - mean) / (usual.sd[i] ?? 1)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

test('forests of ours lie about the mean of the forests of scikit-learn as those do, and their mean upon it', () => {
  const forests = [1, 2, 3, 4];
  const scores = forests.map((seed) =>
    isolationScores(fitIsolationForest(usual.rows, { columns: usual.columns, seed }), usual.rows),
  );
  for (const one of scores) {
    expect(deviation(one)).toBeGreaterThan(0.6);
    expect(deviation(one)).toBeLessThan(1.6);
  }
  const mean = usual.mean.map((_, i) => scores.reduce((sum, one) => sum + (one[i] ?? 0), 0) / scores.length);
  expect(deviation(mean)).toBeLessThan(0.9);
  expect(Math.max(...mean.map((score, i) => Math.abs(score - (usual.mean[i] ?? 0))))).toBeLessThan(0.02);
});

test('a single forest ranks rows as scikit-learn does: rank correlation above 0.98, and the same ten on top', () => {
  const scores = isolationScores(fitIsolationForest(usual.rows, { columns: 3, seed: 3 }), usual.rows);
  expect(rankCorrelation(scores, usual.mean)).toBeGreaterThan(0.98);
  const top = (values: ArrayLike<number>, count: number) =>
    ranks(values).flatMap((rank, i) => (rank < count ? [i] : []));
  const wide = new Set(top(usual.mean, 15));
  expect(top(scores, 10).filter((i) => !wide.has(i))).toEqual([]);
});

/** 0 is the greatest. */
function ranks(values: ArrayLike<number>): readonly number[] {
  const order = Array.from(values, (value, i) => [value, i] as const).sort(([a], [b]) => b - a);
  const places = new Array<number>(order.length).fill(0);
  for (const [place, [, i]] of order.entries()) places[i] = place;
  return places;
}

function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const other = ranks(b);
  const n = other.length;
  const squares = ranks(a).reduce((sum, rank, i) => sum + (rank - (other[i] ?? 0)) ** 2, 0);
  return 1 - (6 * squares) / (n * (n * n - 1));
}

test('the average path length is that of the paper', () => {
  expect([0, 1, 2].map(averagePathLength)).toEqual([0, 0, 1]);
  expect(averagePathLength(256)).toBeCloseTo(2 * (Math.log(255) + 0.5772156649) - (2 * 255) / 256, 9);
});

/** Two clusters on the diagonal: what is between two others in each column alone is far from all in both. */
function clusters(): readonly number[] {
  const random = createRandom(8);
  const noise = () => random() + random() + random() - 1.5;
  return Array.from({ length: 300 }, (_, i) => (i % 2) * 10).flatMap((at) => [at + noise(), at + noise()]);
}

test('the extended forest sees what lies apart in no single column more clearly', () => {
  const rows = clusters();
  const excess = (extension: number) => {
    const forest = fitIsolationForest(rows, { columns: 2, extension, trees: 60 });
    const usualScores = [...isolationScores(forest, rows)].sort((a, b) => a - b);
    return isolationScore(forest, [0, 10]) - (usualScores[270] ?? 0);
  };
  expect(excess(1)).toBeGreaterThan(excess(0) + 0.03);
});

test('the extended forest gives the same scores to what is turned by a right angle, within 0.07', () => {
  const rows = clusters();
  const turned = rows.map((_, i) => (i % 2 === 0 ? -(rows[i + 1] ?? 0) : (rows[i - 1] ?? 0)));
  const options = { columns: 2, extension: 1, trees: 60 } as const;
  const one = isolationScores(fitIsolationForest(rows, options), rows);
  const other = isolationScores(fitIsolationForest(turned, { ...options, seed: 2 }), turned);
  expect(Math.max(...one.map((score, i) => Math.abs(score - (other[i] ?? 0))))).toBeLessThan(0.07);
});

test('the same seed grows the same forest, another one another', () => {
  const rows = clusters();
  const scores = (seed: number) =>
    isolationScores(fitIsolationForest(rows, { columns: 2, seed, trees: 10 }), rows);
  expect(scores(4)).toEqual(scores(4));
  expect(scores(4)).not.toEqual(scores(5));
});

test('scales and shifts of columns change no score of the original forest', () => {
  const rows = clusters();
  const changed = rows.map((value, i) => (i % 2 === 0 ? 1024 * value : value - 0));
  const scores = (of: readonly number[]) =>
    isolationScores(fitIsolationForest(of, { columns: 2, trees: 20 }), of);
  expect(scores(changed)).toEqual(scores(rows));
});

test('rows that are all the same have all the same score, that of a path of average length', () => {
  const rows = new Array<number>(60).fill(7);
  for (const extension of [0, 2])
    for (const score of isolationScores(fitIsolationForest(rows, { columns: 3, extension }), rows))
      expect(score).toBeCloseTo(0.5, 12);
});

test.each([
  ['a number that is none', [1, 2, Number.NaN, 4], { columns: 2 }, 'got NaN at index 2'],
  ['an infinite number', [1, 2, 3, Number.POSITIVE_INFINITY], { columns: 2 }, 'got Infinity at index 3'],
  ['a row too short', [1, 2, 3, 4, 5], { columns: 2 }, 'got 5 numbers'],
  ['a single row', [1, 2], { columns: 2 }, 'at least two whole rows'],
  ['no columns', [1, 2], { columns: 0 }, 'got columns 0'],
  ['no trees', [1, 2], { columns: 1, trees: 0 }, 'got trees 0'],
  ['samples of one row', [1, 2], { columns: 1, sampleSize: 1 }, 'got sampleSize 1'],
  [
    'an extension over more columns than there are',
    [1, 2, 3, 4],
    { columns: 2, extension: 2 },
    'got extension 2',
  ],
] as const)('refuses %s', (_, rows, options: IsolationForestOptions, message) => {
  expect(() => fitIsolationForest(rows, options)).toThrow(message);
  expect(() => fitIsolationForest(rows, options)).toThrow(RangeError);
});

test('refuses trees higher than their samples allow, and rows that do not fit', () => {
  expect(() => isolationForestOfTrees(exact.trees, exact.columns, 4)).toThrow('more than 2 levels');
  const forest = isolationForestOfTrees(exact.trees, exact.columns, exact.sampleSize);
  expect(() => isolationScores(forest, [1, 2])).toThrow('rows of 3');
});
