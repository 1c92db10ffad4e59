import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packDoubles } from '../../numerics/packed-doubles.ts';

/** Silences remembered. */
const size = 128;
/** Points that are counted at most: a rank among more would call one lost point rarer than a long silence should be. */
const mostPoints = 1000;
/** Steps from point to point where one is lost, as every collector does now and then: no doubling yet. */
const onePointLost = 2;
/** Each doubling of a silence beyond the longest known is a decade rarer. */
const decadesADoubling = 1;

/**
 * The last silences of a series (more than one step from a point to the next) and how many points came meanwhile.
 * The probability that a point is followed by a silence at least so long is their share, counted with the one in
 * question (conformal, so right for whatever rhythm); beyond the longest known it falls by a decade a doubling, as
 * lengths of silences have no scale that could be known from ones not seen.
 */
export class Silences {
  private readonly lengths = new Float64Array(size);
  /** How many points had come when each of them ended. */
  private readonly ends = new Float64Array(size);
  private at = 0;
  private count = 0;
  arrivals = 0;

  /** @param length steps from the last point until now, > 1 */
  rarity(length: number): number {
    let atLeast = 0;
    let longest = onePointLost;
    for (let i = 0; i < this.count; i++) {
      if (this.lengths[i]! >= length) atLeast++;
      if (this.lengths[i]! > longest) longest = this.lengths[i]!;
    }
    const points = Math.min(mostPoints, this.pointsCovered());
    const rank = Math.max(0, Math.log10((points + 1) / (atLeast + 1)));
    return rank + decadesADoubling * Math.max(0, Math.log2(length / longest));
  }

  /** Points that came while the remembered silences did: all, until the first silence is forgotten. */
  private pointsCovered(): number {
    return this.count < size ? this.arrivals : this.arrivals - this.ends[this.at]! + 1;
  }

  /** A point has come. @param length steps since the one before it */
  push(length: number): void {
    this.arrivals++;
    if (length <= 1) return;
    this.lengths[this.at] = length;
    this.ends[this.at] = this.arrivals;
    this.at = this.at + 1 === size ? 0 : this.at + 1;
    if (this.count < size) this.count++;
  }

  state(): Json {
    const from = this.count === size ? this.at : 0;
    const inOrder = (of: Float64Array) =>
      Float64Array.from({ length: this.count }, (_, i) => of[(from + i) % size]!);
    return {
      kind: 'silences',
      version: 1,
      arrivals: this.arrivals,
      lengths: packDoubles(inOrder(this.lengths)),
      ends: packDoubles(inOrder(this.ends)),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): Silences {
    const fields = new SavedFields(state, 'silences');
    const silences = new Silences();
    const lengths = fields.doubles('lengths');
    if (lengths.length > size)
      throw new RangeError(`got ${lengths.length} silences: give at most ${size}, as state() does`);
    silences.lengths.set(lengths);
    silences.ends.set(fields.doubles('ends', lengths.length));
    silences.count = lengths.length;
    silences.at = lengths.length % size;
    silences.arrivals = fields.count('arrivals');
    return silences;
  }
}
