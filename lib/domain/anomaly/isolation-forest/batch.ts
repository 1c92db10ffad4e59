import { createRandom } from '../../numerics/seeded-random.ts';
import { bareForest, type IsolationForest, pathLength, scoreOf } from './forest.ts';
import { growTree, indices } from './grow.ts';

export interface IsolationForestOptions {
  /** Features of a row, >= 1. */
  readonly columns: number;
  /** @default 100 */
  readonly trees?: number;
  /** Rows a tree is grown from, at most as many as there are: psi. @default 256 */
  readonly sampleSize?: number;
  /** Further columns that a cut has part in, up to columns − 1: the extended forest, whose scores have no artefacts
   *  along the axes, but depend on the scales of the columns. @default 0, the original forest */
  readonly extension?: number;
  /** Equal seeds give equal forests. @default 1 */
  readonly seed?: number;
}

/**
 * A forest of isolation trees, grown from rows and without labels.
 * @param rows n >= 2 rows of finite numbers, a row after the other, so length n * columns
 * @throws RangeError when the rows do not fit the columns, a number is not finite, or an option is out of range
 * Cost: trees * psi * log2 psi; n only once, to check.
 * Source: Liu, Ting and Zhou (2008), Isolation Forest, ICDM, and (2012), Isolation-Based Anomaly Detection, ACM TKDD
 * 6(1); extended: Hariri, Carrasco Kind and Brunner (2019), Extended Isolation Forest, IEEE TKDE 33(4).
 */
export function fitIsolationForest(
  rows: ArrayLike<number>,
  options: IsolationForestOptions,
): IsolationForest {
  const { columns, trees = 100, sampleSize = 256, extension = 0, seed = 1 } = options;
  check({ columns, trees, sampleSize, extension });
  const count = rows.length / columns;
  checkRows(rows, count);
  const random = createRandom(seed);
  const forest = bareForest({
    columns,
    trees,
    sampleSize: Math.min(sampleSize, count),
    isExtended: extension > 0,
  });
  const order = indices(count);
  for (let tree = 0; tree < trees; tree++) growTree(forest, tree, rows, { order, extension, random });
  return forest;
}

/** The anomaly score of each row. @throws RangeError when the rows do not fit the forest's columns */
export function isolationScores(forest: IsolationForest, rows: ArrayLike<number>): Float64Array {
  const count = rows.length / forest.columns;
  if (!Number.isInteger(count))
    throw new RangeError(`got ${rows.length} numbers for rows of ${forest.columns}: give whole rows`);
  const sums = new Float64Array(count);
  // Tree by tree: one fits into the processor's cache.
  for (let tree = 0; tree < forest.trees; tree++)
    for (let i = 0; i < count; i++) sums[i]! += pathLength(forest, tree, rows, i * forest.columns);
  return sums.map((sum) => scoreOf(forest, sum));
}

function check(options: Required<Omit<IsolationForestOptions, 'seed'>>): void {
  const { columns, extension } = options;
  for (const [name, least] of [
    ['columns', 1],
    ['trees', 1],
    ['sampleSize', 2],
    ['extension', 0],
  ] as const)
    if (!Number.isInteger(options[name]) || options[name] < least)
      throw new RangeError(`got ${name} ${options[name]}: give a whole number from ${least} up`);
  if (extension >= columns)
    throw new RangeError(`got extension ${extension} of ${columns} columns: give less than the columns`);
}

function checkRows(rows: ArrayLike<number>, count: number): void {
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`got ${rows.length} numbers: give at least two whole rows`);
  for (let i = 0; i < rows.length; i++)
    if (!Number.isFinite(rows[i]))
      throw new RangeError(`got ${rows[i]} at index ${i}: give finite numbers, gaps filled`);
}
