import { averagePathLength, bareForest, type IsolationForest, nodesOf } from './forest.ts';

/** A tree as scikit-learn's `tree_` has it: arrays by node, the first is the root. */
export interface GrownTree {
  /** Without meaning at a leaf. */
  readonly features: readonly number[];
  /** A row that does not exceed it goes to the left. */
  readonly thresholds: readonly number[];
  /** Node of the left child; −1 at a leaf. */
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** Rows that the node was grown from. */
  readonly counts: readonly number[];
}

/**
 * A forest of trees that another program has grown, to score with.
 * @param sampleSize rows that each tree was grown from: psi
 * @throws RangeError when a tree is higher than log2 psi, rounded up
 */
export function isolationForestOfTrees(
  trees: readonly GrownTree[],
  columns: number,
  sampleSize: number,
): IsolationForest {
  const forest = bareForest({ columns, sampleSize, trees: trees.length, isExtended: false });
  for (const [at, tree] of trees.entries()) plant(forest, at, tree, 0, 0, 0);
  return forest;
}

/** Copies a node and all below it. @param place of the node in our tree @param node in the other's */
function plant(
  forest: IsolationForest,
  at: number,
  tree: GrownTree,
  place: number,
  node: number,
  depth: number,
): void {
  const nodes = nodesOf(forest.height);
  const left = tree.left[node]!;
  if (left < 0) {
    let leaf = place;
    for (let level = depth; level < forest.height; level++) leaf = 2 * leaf + 1;
    forest.lengths[at * (nodes + 1) + leaf - nodes] = depth + averagePathLength(tree.counts[node]!);
    return;
  }
  if (depth === forest.height)
    throw new RangeError(`got a tree of more than ${depth} levels: give those of ${forest.sampleSize} rows`);
  forest.features[at * nodes + place] = tree.features[node]!;
  forest.thresholds[at * nodes + place] = tree.thresholds[node]!;
  plant(forest, at, tree, 2 * place + 1, left, depth + 1);
  plant(forest, at, tree, 2 * place + 2, tree.right[node]!, depth + 1);
}
