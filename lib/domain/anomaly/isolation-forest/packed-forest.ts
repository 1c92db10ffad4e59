import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { fromBase64, toBase64 } from '../../numerics/base64.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import type { IsolationForest } from './forest.ts';
import type { Rounding } from './grow.ts';

/** Path lengths are kept in parts of this, one byte each: far finer than trees differ. */
const parts = 16;
const mostParts = 255;

/** Numbers that `packForest` keeps exactly: thresholds in single precision, path lengths in sixteenths. */
export const smallNumbers: Rounding = {
  threshold: Math.fround,
  length: (length) => Math.min(mostParts, Math.round(length * parts)) / parts,
};

/** A forest of `smallNumbers` as text: six bytes a node of a tree. */
export function packForest({ features, thresholds, lengths }: IsolationForest): Json {
  return {
    kind: 'forest',
    version: 1,
    features: toBase64(Uint8Array.from(features)),
    thresholds: packFloats(Float32Array.from(thresholds)),
    lengths: toBase64(Uint8Array.from(lengths, (length) => length * parts)),
  };
}

/** Puts the forest of a text into one of the same shape. @throws RangeError when it is none that `packForest` made */
export function unpackForest(forest: IsolationForest, state: Json): void {
  const fields = new SavedFields(state, 'forest');
  const features = bytes(fields, 'features', forest.features.length);
  const thresholds = unpackFloats(fields.json('thresholds'));
  if (thresholds.length !== forest.thresholds.length || thresholds.some(Number.isNaN))
    throw savedFault('thresholds', `${thresholds.length} numbers`);
  if (features.some((feature) => feature >= forest.columns)) throw savedFault('features', 'another column');
  forest.features.set(features);
  forest.thresholds.set(thresholds);
  forest.lengths.set(Float64Array.from(bytes(fields, 'lengths', forest.lengths.length), (n) => n / parts));
}

function bytes(fields: SavedFields, name: string, length: number): Uint8Array {
  const found = fromBase64(fields.json(name));
  if (found?.length !== length) throw savedFault(name, `${found?.length ?? 'no'} bytes`);
  return found;
}
