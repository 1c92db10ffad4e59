import { type CutTree, none } from './cut-tree.ts';

/**
 * The share of a tree's points that a new point would displace, expected over all random cuts that could set it apart:
 * the collusive displacement, the greatest ratio on the way up of the points beside a group to those of the group.
 * Nothing is put in and no lot is drawn. @returns 0 (a copy of the usual) to 1 (apart from all); 0 of an empty tree
 * Source: Guha et al. (2016), definition 4; the sum over cuts as in Amazon's library, aws/random-cut-forest-by-aws.
 */
export function expectedDisplacement(tree: CutTree, point: Float32Array): number {
  const { masses, features } = tree;
  let node = tree.root;
  let sum = 0;
  let reached = 1;
  let above = 0;
  while (node !== none) {
    const apart = chanceApart(tree, node, point);
    sum += reached * apart * Math.max(above, masses[node]!);
    reached *= 1 - apart;
    if (!(reached > 0) || features[node] === none) break;
    const child = tree.childFor(node, point);
    const sibling = tree.left[node] === child ? tree.right[node]! : tree.left[node]!;
    above = Math.max(above, masses[sibling]! / (masses[child]! + 1));
    node = child;
  }
  return tree.mass === 0 ? 0 : (sum + reached * above) / tree.mass;
}

/** Probability that a random cut of the box around a node and the point falls between them. */
function chanceApart(tree: CutTree, node: number, point: Float32Array): number {
  const widening = tree.widening(node, point);
  if (!(widening > 0)) return 0;
  return tree.features[node] === none ? 1 : widening / (widening + tree.extent(node));
}
