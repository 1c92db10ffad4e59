const { max, min } = Math;

/** No node, and no parent. */
export const none = -1;

/**
 * A robust random cut tree: each cut takes a feature with probability in proportion to its range and a place uniform
 * in that range. Points come and go in O(depth · features), and the tree has the same distribution as one grown from
 * what is left at once. Nodes are numbers; a leaf is a point with how often it is there.
 * Source: Guha, Mishra, Roy and Schrijvers (2016), Robust Random Cut Forest Based Anomaly Detection On Streams, ICML,
 * algorithms 1 and 2.
 */
export class CutTree {
  readonly columns: number;
  root = none;
  /** Of each node: what it was cut along, or `none` for a leaf. */
  readonly features: Int16Array;
  /** A point goes left where its feature is at most this. */
  readonly cuts: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Points below each node, copies included. */
  readonly masses: Int32Array;
  /** Bounding boxes of the points below: `columns` least values a node, then the greatest. */
  readonly lows: Float32Array;
  readonly highs: Float32Array;
  readonly parents: Int32Array;
  private readonly free: Int32Array;
  private spare: number;

  /** @param size points at most @param columns features of a point */
  constructor(size: number, columns: number) {
    const nodes = 2 * size - 1;
    this.columns = columns;
    this.features = new Int16Array(nodes).fill(none);
    this.cuts = new Float32Array(nodes);
    this.left = new Int32Array(nodes).fill(none);
    this.right = new Int32Array(nodes).fill(none);
    this.parents = new Int32Array(nodes).fill(none);
    this.masses = new Int32Array(nodes);
    this.lows = new Float32Array(nodes * columns);
    this.highs = new Float32Array(nodes * columns);
    this.free = Int32Array.from({ length: nodes }, (_, i) => nodes - 1 - i);
    this.spare = nodes;
  }

  get mass(): number {
    return this.root === none ? 0 : this.masses[this.root]!;
  }

  /** Puts a point in. @param lots uniform numbers from 0 up to but not with 1: one a level */
  insert(point: Float32Array, lots: () => number): void {
    if (this.root === none) {
      this.root = this.addLeaf(point);
      return;
    }
    let node = this.root;
    while (!this.splitsOff(node, point, lots())) {
      this.extend(node, point);
      if (this.features[node] === none) return;
      node = this.childFor(node, point);
    }
  }

  /** Takes one copy of a point out. @returns whether it was there */
  remove(point: Float32Array): boolean {
    const leaf = this.leafOf(point);
    if (leaf === none || !this.isAt(leaf, point)) return false;
    for (let node = leaf; node !== none; node = this.parents[node]!) this.masses[node]!--;
    if (this.masses[leaf] === 0) this.drop(leaf);
    return true;
  }

  /** The leaf whose region a point is in; `none` in an empty tree. */
  leafOf(point: Float32Array): number {
    let node = this.root;
    while (node !== none && this.features[node] !== none) node = this.childFor(node, point);
    return node;
  }

  childFor(node: number, point: Float32Array): number {
    return point[this.features[node]!]! <= this.cuts[node]! ? this.left[node]! : this.right[node]!;
  }

  /** By how much a point would widen the box of a node, over all features. */
  widening(node: number, point: Float32Array): number {
    const { columns, lows, highs } = this;
    let sum = 0;
    for (let j = 0, at = node * columns; j < columns; j++, at++) {
      const value = point[j]!;
      if (value < lows[at]!) sum += lows[at]! - value;
      else if (value > highs[at]!) sum += value - highs[at]!;
    }
    return sum;
  }

  /** Sum of a box's sides. */
  extent(node: number): number {
    const { columns, lows, highs } = this;
    let sum = 0;
    for (let at = node * columns; at < (node + 1) * columns; at++) sum += highs[at]! - lows[at]!;
    return sum;
  }

  /** Puts a cut between the point and a node, when a random cut of the box of both falls between them. */
  private splitsOff(node: number, point: Float32Array, lot: number): boolean {
    const widening = this.widening(node, point);
    // A cut of the wider box lies in the part that the point adds with just that probability.
    if (!(widening > 0)) return false;
    const isLeaf = this.features[node] === none;
    const place = lot * (widening + (isLeaf ? 0 : this.extent(node)));
    if (place >= widening) return false;
    this.splitAt(node, point, place);
    return true;
  }

  /** @param place how far into the sides that the point adds, one feature after the other, the cut lies */
  private splitAt(node: number, point: Float32Array, place: number): void {
    const { columns, lows, highs } = this;
    let rest = place;
    let feature = none;
    let cut = 0;
    for (let j = 0, at = node * columns; j < columns && rest >= 0; j++, at++) {
      const value = point[j]!;
      const [from, to] = value < lows[at]! ? [value, lows[at]!] : [highs[at]!, value];
      if (!(to > from)) continue;
      feature = j;
      cut = within(from + rest, from, to);
      rest -= to - from;
    }
    this.join(node, this.addLeaf(point), feature, cut);
  }

  /** A new parent of a node and a new leaf. */
  private join(node: number, leaf: number, feature: number, cut: number): void {
    const parent = this.allocate();
    const isLeft = this.lows[leaf * this.columns + feature]! <= cut;
    this.replace(node, parent);
    this.features[parent] = feature;
    this.cuts[parent] = cut;
    this.left[parent] = isLeft ? leaf : node;
    this.right[parent] = isLeft ? node : leaf;
    this.parents[node] = parent;
    this.parents[leaf] = parent;
    this.gather(parent);
  }

  /** Puts another node in the place of one. */
  private replace(node: number, by: number): void {
    const parent = this.parents[node]!;
    this.parents[by] = parent;
    if (parent === none) this.root = by;
    else if (this.left[parent] === node) this.left[parent] = by;
    else this.right[parent] = by;
  }

  private drop(leaf: number): void {
    const parent = this.parents[leaf]!;
    this.free[this.spare++] = leaf;
    if (parent === none) {
      this.root = none;
      return;
    }
    this.replace(parent, this.left[parent] === leaf ? this.right[parent]! : this.left[parent]!);
    this.free[this.spare++] = parent;
    for (let node = this.parents[parent]!; node !== none; node = this.parents[node]!) this.gather(node);
  }

  /** A node that is not in the tree yet. */
  allocate(): number {
    return this.free[--this.spare]!;
  }

  private addLeaf(point: Float32Array): number {
    const leaf = this.allocate();
    this.features[leaf] = none;
    this.parents[leaf] = none;
    this.masses[leaf] = 1;
    this.setPoint(leaf, point);
    return leaf;
  }

  /** Lets a leaf be a point. */
  setPoint(leaf: number, point: Float32Array): void {
    this.lows.set(point, leaf * this.columns);
    this.highs.set(point, leaf * this.columns);
  }

  /** Whether a leaf is a point. */
  isAt(leaf: number, point: Float32Array): boolean {
    for (let j = 0; j < this.columns; j++) if (point[j] !== this.lows[leaf * this.columns + j]) return false;
    return true;
  }

  private extend(node: number, point: Float32Array): void {
    const { columns, lows, highs } = this;
    this.masses[node]!++;
    for (let j = 0, at = node * columns; j < columns; j++, at++) {
      if (point[j]! < lows[at]!) lows[at] = point[j]!;
      if (point[j]! > highs[at]!) highs[at] = point[j]!;
    }
  }

  /** Mass and box of a node from its children's. */
  gather(node: number): void {
    const { columns, lows, highs, masses } = this;
    const left = this.left[node]!;
    const right = this.right[node]!;
    masses[node] = masses[left]! + masses[right]!;
    for (let j = 0; j < columns; j++) {
      const a = left * columns + j;
      const b = right * columns + j;
      lows[node * columns + j] = min(lows[a]!, lows[b]!);
      highs[node * columns + j] = max(highs[a]!, highs[b]!);
    }
  }
}

/** A single-precision cut from `from` up to but not with `to`. */
function within(cut: number, from: number, to: number): number {
  const rounded = Math.fround(cut);
  return rounded >= from && rounded < to ? rounded : from;
}
