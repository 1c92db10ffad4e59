import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { fromBase64, toBase64 } from '../../numerics/base64.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { Recent } from '../calibration/recent.ts';
import { CutTree, none } from './cut-tree.ts';
import { DecayedSample } from './decayed-sample.ts';
import { expectedDisplacement } from './displacement.ts';
import type { CutForestOptions } from './options.ts';
import { appendShape, ShapeReader, type Shapes } from './tree-shape.ts';

/** One byte of the state. */
const leafByte = 255;

/** Random cut trees over the shingles of a stream, each of a sample of its own in which the old make room. */
export class CutForest {
  private readonly options: CutForestOptions;
  private readonly recent: Recent;
  private readonly samples: readonly DecayedSample[];
  private trees: readonly CutTree[];
  private readonly point: Float32Array;
  /** Values taken in; also the step of the newest. */
  private taken = 0;

  constructor(options: CutForestOptions, recent = new Recent(options.memory)) {
    const { trees, sampleSize, shingle, horizon, seed } = options;
    this.options = options;
    this.recent = recent;
    this.samples = Array.from(
      { length: trees },
      (_, i) =>
        new DecayedSample(sampleSize, horizon, Math.imul(seed, 0x85ebca6b) + Math.imul(i, 0x27d4eb2f)),
    );
    this.trees = Array.from({ length: trees }, () => new CutTree(sampleSize, shingle));
    this.point = new Float32Array(shingle);
  }

  /** Whether there have been as many points as a tree holds. */
  get isGrown(): boolean {
    return this.taken >= this.options.sampleSize + this.options.shingle - 1;
  }

  get steps(): number {
    return this.taken;
  }

  /** The share of the points that a value would displace with the ones before it, by the mean of the trees: 0 to 1. */
  displacement(value: number): number {
    const { shingle } = this.options;
    const { point } = this;
    if (this.taken < shingle - 1) return 0;
    for (let j = 0; j < shingle - 1; j++) point[j] = this.recent.back(shingle - 1 - j);
    point[shingle - 1] = value;
    let sum = 0;
    for (const tree of this.trees) sum += expectedDisplacement(tree, point);
    return sum / this.trees.length;
  }

  /** Takes a finite value in. */
  update(value: number): void {
    const { shingle, memory } = this.options;
    const step = this.taken + 1;
    for (let i = 0; i < this.trees.length; i++)
      if (this.samples[i]!.oldest() < step - memory + shingle)
        this.remove(i, this.samples[i]!.removeOldest());
    this.recent.push(value);
    this.taken = step;
    if (step >= shingle) for (let i = 0; i < this.trees.length; i++) this.offer(i);
  }

  private offer(i: number): void {
    const sample = this.samples[i]!;
    const lots = sample.lots(this.taken);
    const lot = lots();
    if (!sample.admits(lot, this.taken)) return;
    if (sample.isFull) this.remove(i, sample.evict());
    sample.add(lot, this.taken);
    this.trees[i]!.insert(this.pointAt(this.taken, this.point), lots);
  }

  private remove(i: number, step: number): void {
    this.trees[i]!.remove(this.pointAt(step, this.point));
  }

  /** The shingle that ends at a step. */
  private pointAt(step: number, into: Float32Array): Float32Array {
    const back = this.taken - step + into.length;
    for (let j = 0; j < into.length; j++) into[j] = this.recent.back(back - j);
    return into;
  }

  state(): Json {
    const shapes: Shapes = { features: [], cuts: [] };
    for (const tree of this.trees) appendShape(tree, shapes);
    const ages = this.samples.flatMap((sample) => Array.from(sample.members(), (step) => this.taken - step));
    return {
      kind: 'cut-forest',
      version: 1,
      taken: this.taken,
      recent: this.recent.state(),
      counts: this.samples.map(({ count }) => count),
      ages: toBase64(Uint8Array.from(ages.flatMap((age) => [age & 255, age >> 8]))),
      features: toBase64(
        Uint8Array.from(shapes.features, (feature) => (feature === none ? leafByte : feature)),
      ),
      cuts: packFloats(Float32Array.from(shapes.cuts)),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: CutForestOptions, state: Json): CutForest {
    const fields = new SavedFields(state, 'cut-forest');
    const forest = new CutForest(options, Recent.restore(options.memory, fields.json('recent')));
    forest.taken = fields.count('taken');
    if (forest.recent.values().length !== Math.min(forest.taken, options.memory))
      throw savedFault('recent', `another count of values than ${forest.taken} leave`);
    forest.readSamples(fields);
    const features = Array.from(bytesOf(fields, 'features'), (byte) => (byte === leafByte ? none : byte));
    const reader = new ShapeReader(features, fields.floats('cuts'));
    forest.trees = forest.samples.map((sample) =>
      reader.next(forest.pointsOf(sample), options.sampleSize, options.shingle),
    );
    if (!reader.isAtEnd) throw savedFault('features', 'more cuts than trees have');
    return forest;
  }

  private readSamples(fields: SavedFields): void {
    const { sampleSize, memory, shingle } = this.options;
    const bytes = bytesOf(fields, 'ages');
    const counts = fields.list('counts');
    let at = 0;
    this.samples.forEach((sample, i) => {
      const count = counts[i];
      if (typeof count !== 'number' || !(count >= 0 && count <= sampleSize))
        throw savedFault('counts', JSON.stringify(counts));
      for (const end = at + 2 * count; at < end; at += 2) {
        const step = this.taken - ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8));
        const isHeld = step >= shingle && step > this.taken - memory + shingle - 1;
        if (!isHeld || step <= sample.newest()) throw savedFault('ages', 'a step that is not remembered');
        sample.add(sample.lots(step)(), step);
      }
    });
    if (at !== bytes.length) throw savedFault('ages', `${bytes.length} bytes where ${at} belong`);
  }

  private pointsOf(sample: DecayedSample): Float32Array[] {
    const { shingle } = this.options;
    return Array.from(sample.members(), (step) => this.pointAt(step, new Float32Array(shingle)));
  }
}

function bytesOf(fields: SavedFields, name: string): Uint8Array {
  const bytes = fromBase64(fields.json(name));
  if (bytes === undefined) throw savedFault(name, 'no base64 text');
  return bytes;
}
