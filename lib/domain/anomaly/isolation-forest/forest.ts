/**
 * A forest of isolation trees, all cut off at the same height. Each tree is a full binary tree in an array: the children
 * of node i are 2 i + 1 and 2 i + 2. Where a branch ends early its nodes send every row to the left.
 */
export interface IsolationForest {
  /** Features of a row. */
  readonly columns: number;
  /** Rows a tree is grown from: psi. */
  readonly sampleSize: number;
  readonly trees: number;
  /** Levels of nodes. */
  readonly height: number;
  /** By tree and node: the feature that is asked; without meaning where there are normals. */
  readonly features: Uint16Array;
  /** By tree and node: a row that does not exceed it goes to the left. */
  readonly thresholds: Float64Array;
  /** By tree and leaf: how many nodes were passed, and how many more a full tree would have had there on average. */
  readonly lengths: Float64Array;
  /** By tree, node and column, in an extended forest: the direction that a row's place is measured along. */
  readonly normals?: Float64Array;
}

export interface ForestShape {
  readonly columns: number;
  readonly sampleSize: number;
  readonly trees: number;
  readonly isExtended: boolean;
}

/** Nodes of a tree that ask. */
export const nodesOf = (height: number) => (1 << height) - 1;

/** A forest of trees that are not grown yet: each sends all rows to its first leaf. */
export function bareForest({ columns, sampleSize, trees, isExtended }: ForestShape): IsolationForest {
  const height = Math.ceil(Math.log2(Math.max(2, sampleSize)));
  const nodes = nodesOf(height);
  return {
    columns,
    sampleSize,
    trees,
    height,
    features: new Uint16Array(trees * nodes),
    thresholds: new Float64Array(trees * nodes).fill(Number.POSITIVE_INFINITY),
    lengths: new Float64Array(trees * (nodes + 1)),
    ...(isExtended && { normals: new Float64Array(trees * nodes * columns) }),
  };
}

/**
 * Average path length of an unsuccessful search in a binary search tree of n keys: c(n).
 * Source: Liu, Ting and Zhou (2008), Isolation Forest, equation 1; its harmonic number is ln(i) + 0.5772156649.
 */
export function averagePathLength(n: number): number {
  if (n <= 1) return 0;
  if (n === 2) return 1;
  return 2 * (Math.log(n - 1) + eulerGamma) - (2 * (n - 1)) / n;
}

const eulerGamma = 0.5772156649015329;

/**
 * The anomaly score of a row, between 0 and 1: near 1 where few questions set it apart from all else, near 0.5 and
 * below where it is like the others.
 * @param rows numbers, a row after the other
 * @param at where in `rows` the row begins
 * Cost: trees times height. Source: Liu, Ting and Zhou (2008), equation 2.
 */
export function isolationScore(forest: IsolationForest, rows: ArrayLike<number>, at = 0): number {
  let sum = 0;
  for (let tree = 0; tree < forest.trees; tree++) sum += pathLength(forest, tree, rows, at);
  return scoreOf(forest, sum);
}

/** @param sum of the path lengths of all trees */
export function scoreOf({ trees, sampleSize }: IsolationForest, sum: number): number {
  return 2 ** (-sum / (trees * averagePathLength(sampleSize)));
}

/** How many nodes of a tree the row that begins at `at` passes, and would pass if the tree were full. */
export function pathLength(
  forest: IsolationForest,
  tree: number,
  rows: ArrayLike<number>,
  at: number,
): number {
  const leaf = forest.normals
    ? slantedLeaf(forest, forest.normals, tree, rows, at)
    : straightLeaf(forest, tree, rows, at);
  return forest.lengths[tree * (1 << forest.height) + leaf]!;
}

/** The leaf of a row, where a node asks one feature. */
function straightLeaf(
  { height, features, thresholds }: IsolationForest,
  tree: number,
  rows: ArrayLike<number>,
  at: number,
): number {
  const nodes = nodesOf(height);
  const root = tree * nodes;
  let node = 0;
  for (let level = 0; level < height; level++)
    node = 2 * node + 1 + (rows[at + features[root + node]!]! > thresholds[root + node]! ? 1 : 0);
  return node - nodes;
}

/** The same where a node measures along a slanted direction. */
function slantedLeaf(
  { height, columns, thresholds }: IsolationForest,
  normals: Float64Array,
  tree: number,
  rows: ArrayLike<number>,
  at: number,
): number {
  const nodes = nodesOf(height);
  const root = tree * nodes;
  let node = 0;
  for (let level = 0; level < height; level++) {
    let place = 0;
    const normal = (root + node) * columns;
    for (let k = 0; k < columns; k++) place += normals[normal + k]! * rows[at + k]!;
    node = 2 * node + 1 + (place > thresholds[root + node]! ? 1 : 0);
  }
  return node - nodes;
}
