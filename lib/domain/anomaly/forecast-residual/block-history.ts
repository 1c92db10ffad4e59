import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';

/** Means of a stream's blocks of time: the open one, and the last closed ones. NaN where no value came. */
export class BlockHistory {
  private readonly ring: Float32Array;
  /** Blocks closed since the start of the history; their number is bounded by the ring when they are read. */
  count = 0;
  /** The open block; the one before it is closed. */
  open = 0;
  private sum = 0;
  private values = 0;
  /** Points told of in the open block, gaps among them. */
  private told = 0;

  constructor(size: number) {
    this.ring = new Float32Array(size);
  }

  get size(): number {
    return this.ring.length;
  }

  /** Begins anew with this block open. */
  startAt(block: number): void {
    Object.assign(this, { count: 0, open: block, sum: 0, values: 0, told: 0 });
  }

  /** Takes a point into the open block. @returns how many were told of in it */
  take(observed: number): number {
    if (Number.isFinite(observed)) {
      this.sum += observed;
      this.values++;
    }
    return ++this.told;
  }

  /** Closes the open block and opens the next one. @returns its mean */
  close(): number {
    const mean = Math.fround(this.values === 0 ? Number.NaN : this.sum / this.values);
    this.ring[this.count % this.ring.length] = mean;
    this.count++;
    this.open++;
    this.sum = 0;
    this.values = 0;
    this.told = 0;
    return mean;
  }

  /** The means held, oldest first. */
  means(): Float64Array {
    const length = Math.min(this.count, this.ring.length);
    const from = this.count - length;
    return Float64Array.from({ length }, (_, i) => this.ring[(from + i) % this.ring.length]!);
  }

  state(): Json {
    return {
      kind: 'block-history',
      version: 1,
      means: packFloats(Float32Array.from(this.means())),
      count: this.count,
      open: [this.open, this.sum, this.values, this.told],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(size: number, state: Json): BlockHistory {
    const fields = new SavedFields(state, 'block-history');
    const history = new BlockHistory(size);
    const means = unpackFloats(fields.json('means'));
    history.count = fields.count('count');
    const [open, sum, values, told] = fields.list('open').map(Number);
    const isWhole = [open, sum, values, told].every(Number.isFinite);
    if (means.length !== Math.min(history.count, size) || !isWhole)
      throw new RangeError(`got ${means.length} means of ${history.count} blocks: give what state() made`);
    const from = history.count - means.length;
    for (const [i, mean] of means.entries()) history.ring[(from + i) % size] = mean;
    Object.assign(history, { open, sum, values, told });
    return history;
  }
}
