import { CutTree, none } from './cut-tree.ts';

/** The cuts of trees, one tree after the other, each from its root down and the left side first. */
export interface Shapes {
  /** What each node is cut along; a leaf is `none`. */
  readonly features: number[];
  /** One a cut. */
  readonly cuts: number[];
}

/** Appends a tree's cuts. */
export function appendShape(tree: CutTree, shapes: Shapes, node = tree.root): void {
  if (node === none) return;
  const feature = tree.features[node]!;
  shapes.features.push(feature);
  if (feature === none) return;
  shapes.cuts.push(tree.cuts[node]!);
  appendShape(tree, shapes, tree.left[node]!);
  appendShape(tree, shapes, tree.right[node]!);
}

/** Reads trees from their shapes, one after the other. */
export class ShapeReader {
  private readonly features: ArrayLike<number>;
  private readonly cuts: ArrayLike<number>;
  private atNode = 0;
  private atCut = 0;

  constructor(features: ArrayLike<number>, cuts: ArrayLike<number>) {
    this.features = features;
    this.cuts = cuts;
  }

  get isAtEnd(): boolean {
    return this.atNode === this.features.length && this.atCut === this.cuts.length;
  }

  /**
   * The next tree, with the points that are in it: its boxes and masses come from those.
   * @throws RangeError when the shape does not belong to the points
   */
  next(points: readonly Float32Array[], size: number, columns: number): CutTree {
    const tree = new CutTree(size, columns);
    if (points.length === 0) return tree;
    tree.root = this.node(tree, none, 2 * points.length - 1);
    for (const point of points) place(tree, point);
    gatherAll(tree, tree.root);
    return tree;
  }

  /** @param most nodes that may be below, itself included */
  private node(tree: CutTree, parent: number, most: number): number {
    const feature = this.features[this.atNode++];
    if (feature === undefined || feature >= tree.columns || most < 1) throw misfit();
    const node = tree.allocate();
    tree.features[node] = feature;
    tree.parents[node] = parent;
    if (feature === none) return node;
    const cut = this.cuts[this.atCut++];
    if (cut === undefined) throw misfit();
    tree.cuts[node] = cut;
    const before = this.atNode;
    tree.left[node] = this.node(tree, node, most - 2);
    tree.right[node] = this.node(tree, node, most - 1 - (this.atNode - before));
    return node;
  }
}

function place(tree: CutTree, point: Float32Array): void {
  const leaf = tree.leafOf(point);
  if (tree.masses[leaf] === 0) tree.setPoint(leaf, point);
  else if (!tree.isAt(leaf, point)) throw misfit();
  tree.masses[leaf]!++;
}

function gatherAll(tree: CutTree, node: number): void {
  if (tree.features[node] !== none) {
    gatherAll(tree, tree.left[node]!);
    gatherAll(tree, tree.right[node]!);
    tree.gather(node);
  } else if (tree.masses[node] === 0) throw misfit();
}

function misfit(): RangeError {
  return new RangeError('got cuts of trees that do not belong to their points: give what state() made');
}
