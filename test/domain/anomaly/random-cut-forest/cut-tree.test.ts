import { CutTree, none } from '../../../../lib/domain/anomaly/random-cut-forest/cut-tree.ts';
import { expectedDisplacement } from '../../../../lib/domain/anomaly/random-cut-forest/displacement.ts';
import {
  appendShape,
  ShapeReader,
  type Shapes,
} from '../../../../lib/domain/anomaly/random-cut-forest/tree-shape.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const columns = 3;

function rows(count: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  const one = () =>
    Float32Array.from({ length: columns }, () => Math.round(20 * (random() + random() - 1)) + 0);
  return Array.from({ length: count }, one);
}

function treeOf(points: readonly Float32Array[], seed = 1, size = 64) {
  const tree = new CutTree(size, columns);
  const lots = createRandom(seed);
  for (const point of points) tree.insert(point, lots);
  return tree;
}

const shapeOf = (tree: CutTree) => {
  const shapes: Shapes = { features: [], cuts: [] };
  appendShape(tree, shapes);
  return shapes;
};

/** Points below a node, each as text, once a copy. Fails where a cut, a box or a mass is not theirs. */
function soundPoints(tree: CutTree, node = tree.root): number[][] {
  if (node === none) return [];
  const box = (bounds: Float32Array) => [...bounds.subarray(node * columns, (node + 1) * columns)];
  const feature = tree.features[node] ?? none;
  if (feature === none) return Array.from({ length: tree.masses[node] ?? 0 }, () => box(tree.lows));
  const cut = tree.cuts[node] ?? Number.NaN;
  const left = soundPoints(tree, tree.left[node]);
  const right = soundPoints(tree, tree.right[node]);
  const all = [...left, ...right];
  const extreme = (of: (...values: number[]) => number) =>
    Array.from({ length: columns }, (_, j) => of(...all.map((point) => point[j] ?? 0)));
  expect(left.every((point) => (point[feature] ?? 0) <= cut)).toBe(true);
  expect(right.every((point) => (point[feature] ?? 0) > cut)).toBe(true);
  expect([tree.masses[node], box(tree.lows), box(tree.highs)]).toEqual([
    all.length,
    extreme(Math.min),
    extreme(Math.max),
  ]);
  return all;
}

const asTexts = (points: readonly ArrayLike<number>[]) =>
  points.map((point) => Array.from(point).join()).sort();

test('while points come and go, each cut separates, and each box and mass is that of the points below', () => {
  const points = rows(300, 3);
  const tree = new CutTree(64, columns);
  const lots = createRandom(8);
  points.forEach((point, i) => {
    if (i >= 64) expect(tree.remove(points[i - 64] ?? point)).toBe(true);
    tree.insert(point, lots);
    if (i % 30 === 29)
      expect(asTexts(soundPoints(tree))).toEqual(asTexts(points.slice(Math.max(0, i - 63), i + 1)));
  });
  for (const point of points.slice(-64)) expect(tree.remove(point)).toBe(true);
  expect([tree.root, tree.mass]).toEqual([none, 0]);
});

test('a point put in and taken out again leaves the tree and its scores as they were', () => {
  const tree = treeOf(rows(50, 4));
  const probes = rows(40, 5);
  const scores = () => probes.map((point) => expectedDisplacement(tree, point));
  const [shape, before] = [shapeOf(tree), scores()];
  const lots = createRandom(6);
  for (const point of [...probes, Float32Array.of(500, 0, 0)]) {
    tree.insert(point, lots);
    expect(tree.remove(point)).toBe(true);
    expect(shapeOf(tree)).toEqual(shape);
  }
  expect(scores()).toEqual(before);
});

test('a point that is not there is not taken out', () => {
  const tree = treeOf(rows(20, 4));
  expect(tree.remove(Float32Array.of(99, 99, 99))).toBe(false);
  expect(new CutTree(4, columns).remove(Float32Array.of(0, 0, 0))).toBe(false);
  expect(soundPoints(tree).length).toBe(20);
});

test('a point far away displaces nearly all, any point within less, a copy nothing beside copies', () => {
  const points = rows(60, 7);
  const scoreOf = (point: Float32Array) => {
    let sum = 0;
    for (let seed = 0; seed < 10; seed++) sum += expectedDisplacement(treeOf(points, seed), point) / 10;
    return sum;
  };
  const greatestWithin = Math.max(...points.map(scoreOf));
  expect(scoreOf(Float32Array.of(400, 0, 0))).toBeGreaterThan(0.8);
  expect(greatestWithin).toBeLessThan(0.5);
  const copies = Array.from({ length: 9 }, () => Float32Array.of(1, 2, 3));
  expect(expectedDisplacement(treeOf(copies), Float32Array.of(1, 2, 3))).toBe(0);
  expect(expectedDisplacement(treeOf(copies), Float32Array.of(1, 2, 4))).toBe(1);
  expect(expectedDisplacement(treeOf([]), Float32Array.of(1, 2, 4))).toBe(0);
});

test('the expected displacement is the mean of those that come out when the point is put in', () => {
  const points = rows(30, 9);
  const tree = treeOf(points);
  const probe = Float32Array.of(14, -3, 9);
  const displaced = () => {
    const leaf = tree.leafOf(probe);
    let most = 0;
    for (let node = leaf; tree.parents[node] !== none; node = tree.parents[node] ?? none) {
      const parent = tree.parents[node] ?? none;
      const sibling = tree.left[parent] === node ? tree.right[parent] : tree.left[parent];
      most = Math.max(most, (tree.masses[sibling ?? 0] ?? 0) / (tree.masses[node] ?? 1));
    }
    return most / points.length;
  };
  const lots = createRandom(10);
  let sum = 0;
  const draws = 10_000;
  for (let i = 0; i < draws; i++) {
    tree.insert(probe, lots);
    sum += displaced();
    tree.remove(probe);
  }
  expect(Math.abs(sum / draws / expectedDisplacement(tree, probe) - 1)).toBeLessThan(0.03);
});

test('the first cut of points that came one by one falls where a random cut of their box would', () => {
  // Three points on a line: the gap of 30 is cut first in three of four trees, whatever came first.
  const points = [0, 30, 40].map((x) => Float32Array.of(x, 0, 0));
  for (const order of [points, [...points].reverse(), [points[1], points[0], points[2]] as Float32Array[]]) {
    let wide = 0;
    for (let seed = 0; seed < 1_000; seed++) {
      const tree = treeOf(order, seed);
      if ((tree.cuts[tree.root] ?? 0) < 30) wide++;
    }
    expect(Math.abs(wide / 1_000 - 0.75)).toBeLessThan(0.05);
  }
});

test('a tree comes back from its cuts and points, copies and all', () => {
  const points = [...rows(40, 11), ...rows(10, 11)];
  const tree = treeOf(points);
  const { features, cuts } = shapeOf(tree);
  const back = new ShapeReader(features, cuts).next(points, 64, columns);
  expect(soundPoints(back)).toEqual(soundPoints(tree));
  const probes = rows(20, 12);
  expect(probes.map((point) => expectedDisplacement(back, point))).toEqual(
    probes.map((point) => expectedDisplacement(tree, point)),
  );
});

test.each([
  ['with a leaf too few', (f: number[], c: number[]) => [f.slice(0, -1), c]],
  ['with a cut too few', (f: number[], c: number[]) => [f, c.slice(0, -1)]],
  ['along a feature that is not there', (f: number[], c: number[]) => [[3, ...f.slice(1)], c]],
  ['with cuts elsewhere', (f: number[], c: number[]) => [f, c.map(() => 1e6)]],
  ['of too few cuts for the points', () => [[none], []]],
  ['without an end', (f: number[], c: number[]) => [f.map(() => 0), c]],
] as const)('refuses a tree %s', (_, broken) => {
  const points = rows(20, 13);
  const { features, cuts } = shapeOf(treeOf(points));
  const [f = [], c = []] = broken(features, cuts);
  expect(() => new ShapeReader(f, c).next(points, 64, columns)).toThrow(RangeError);
});
