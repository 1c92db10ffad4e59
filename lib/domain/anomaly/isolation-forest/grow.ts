import { averagePathLength, type IsolationForest, nodesOf } from './forest.ts';

/** What a tree is grown from: rows, and the order in which its part of them stands. */
interface Soil {
  readonly forest: IsolationForest;
  readonly tree: number;
  /** A row after the other. */
  readonly rows: ArrayLike<number>;
  /** Indices of rows; those of a node are neighbours. */
  readonly order: Uint32Array;
  /** Columns, shuffled again and again. */
  readonly columns: Uint16Array;
  readonly extension: number;
  readonly random: () => number;
  readonly margin: number;
  readonly rounding: Rounding;
}

export interface TreeOptions {
  /** Indices of all rows, in any order: it is changed. */
  readonly order: Uint32Array;
  /** Columns beside one that a node's direction has part in: 0 for the original forest. */
  readonly extension: number;
  readonly random: () => number;
  /** Cuts may lie so far outside the rows, as a share of their range on either side. @default 0, as published */
  readonly margin?: number;
  /** @default none */
  readonly rounding?: Rounding;
}

/** What a forest that is to be stored in little space keeps of its numbers. */
export interface Rounding {
  readonly threshold: (threshold: number) => number;
  readonly length: (length: number) => number;
}

const exact: Rounding = { threshold: (threshold) => threshold, length: (length) => length };

/** The whole numbers below `count`. */
export function indices(count: number): Uint32Array {
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  return all;
}

/**
 * Grows one tree of the forest anew from a sample of rows, drawn without return.
 * @param rows numbers, a row after the other
 */
export function growTree(
  forest: IsolationForest,
  tree: number,
  rows: ArrayLike<number>,
  { order, extension, random, margin = 0, rounding = exact }: TreeOptions,
): void {
  const nodes = nodesOf(forest.height);
  forest.thresholds.fill(Number.POSITIVE_INFINITY, tree * nodes, (tree + 1) * nodes);
  forest.lengths.fill(0, tree * (nodes + 1), (tree + 1) * (nodes + 1));
  forest.normals?.fill(0, tree * nodes * forest.columns, (tree + 1) * nodes * forest.columns);
  const taken = Math.min(forest.sampleSize, order.length);
  drawFirst(order, taken, random);
  const columns = Uint16Array.from({ length: forest.columns }, (_, i) => i);
  const soil = { forest, tree, rows, order, columns, extension, random, margin, rounding };
  growNode(soil, 0, 0, 0, taken);
}

/** Brings so many drawn by lot to the front (Fisher and Yates, stopped early). */
function drawFirst(order: Uint32Array, taken: number, random: () => number): void {
  for (let i = 0; i < taken; i++) {
    const other = i + wholePart(random() * (order.length - i));
    const held = order[i]!;
    order[i] = order[other]!;
    order[other] = held;
  }
}

function growNode(soil: Soil, node: number, depth: number, from: number, to: number): void {
  const { forest, tree } = soil;
  const isSplit = depth < forest.height && to - from > 1 && drawCut(soil, node, from, to);
  if (!isSplit) {
    endBranch(soil, node, depth, to - from);
    return;
  }
  const middle = partition(soil, tree * nodesOf(forest.height) + node, from, to);
  growNode(soil, 2 * node + 1, depth + 1, from, middle);
  growNode(soil, 2 * node + 2, depth + 1, middle, to);
}

/** @returns whether the rows are not all the same */
function drawCut(soil: Soil, node: number, from: number, to: number): boolean {
  return soil.extension === 0 ? drawStraight(soil, node, from, to) : drawSlanted(soil, node, from, to);
}

/** Writes the path length to the leaf that is reached by going left from here. */
function endBranch({ forest, tree, rounding }: Soil, node: number, depth: number, count: number): void {
  const nodes = nodesOf(forest.height);
  let leaf = node;
  for (let level = depth; level < forest.height; level++) leaf = 2 * leaf + 1;
  forest.lengths[tree * (nodes + 1) + leaf - nodes] = rounding.length(depth + averagePathLength(count));
}

/** Draws a feature that is not the same in all rows, and a threshold between its ends. @returns whether there is one */
function drawStraight(soil: Soil, node: number, from: number, to: number): boolean {
  const { forest, tree, columns, random, margin } = soil;
  for (let left = columns.length; left > 0; left--) {
    const drawn = wholePart(random() * left);
    const column = columns[drawn]!;
    const { least, greatest } = rangeOf(soil, column, from, to);
    if (greatest > least) {
      const at = tree * nodesOf(forest.height) + node;
      const range = greatest - least;
      const threshold = soil.rounding.threshold(least + (random() * (1 + 2 * margin) - margin) * range);
      forest.features[at] = column;
      forest.thresholds[at] = threshold;
      return true;
    }
    columns[drawn] = columns[left - 1]!;
    columns[left - 1] = column;
  }
  return false;
}

function rangeOf({ forest, rows, order }: Soil, column: number, from: number, to: number) {
  let least = rows[order[from]! * forest.columns + column]!;
  let greatest = least;
  for (let i = from + 1; i < to; i++) {
    const value = rows[order[i]! * forest.columns + column]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return { least, greatest };
}

/**
 * Draws a direction, normal in some columns, and a point in the box around the rows that the cut goes through. One side
 * may stay empty, as published. @returns false when all rows are the same
 */
function drawSlanted(soil: Soil, node: number, from: number, to: number): boolean {
  const { forest, tree, columns, random, extension } = soil;
  const normals = forest.normals!;
  const at = tree * nodesOf(forest.height) + node;
  let cut = 0;
  let isSplit = false;
  shuffle(columns, random);
  for (let k = 0; k < columns.length; k++) {
    const column = columns[k]!;
    const { least, greatest } = rangeOf(soil, column, from, to);
    isSplit ||= greatest > least;
    if (k > extension) continue;
    const part = normalDeviate(random);
    normals[at * forest.columns + column] = part;
    cut += part * (least + random() * (greatest - least));
  }
  if (isSplit) forest.thresholds[at] = soil.rounding.threshold(cut);
  return isSplit;
}

function shuffle(columns: Uint16Array, random: () => number): void {
  for (let i = columns.length - 1; i > 0; i--) {
    const other = wholePart(random() * (i + 1));
    const held = columns[i]!;
    columns[i] = columns[other]!;
    columns[other] = held;
  }
}

/** Source: Box and Muller (1958). */
function normalDeviate(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Brings the rows that go left before the others. @returns where the others begin */
function partition({ forest, rows, order }: Soil, at: number, from: number, to: number): number {
  const { columns, features, thresholds, normals } = forest;
  const threshold = thresholds[at]!;
  let middle = from;
  for (let i = from; i < to; i++) {
    const row = order[i]! * columns;
    const place = normals
      ? placeAlong(normals, at * columns, rows, row, columns)
      : rows[row + features[at]!]!;
    if (place > threshold) continue;
    const held = order[i]!;
    order[i] = order[middle]!;
    order[middle++] = held;
  }
  return middle;
}

function placeAlong(
  normals: Float64Array,
  normal: number,
  rows: ArrayLike<number>,
  row: number,
  columns: number,
): number {
  let place = 0;
  for (let k = 0; k < columns; k++) place += normals[normal + k]! * rows[row + k]!;
  return place;
}

/** Of a number from 0 up to 4 thousand million. */
function wholePart(value: number): number {
  return value >>> 0;
}
