import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';

/** Means of a day's slots over the last days: what this time of day usually has. */
export class SameTime {
  readonly slotMs: number;
  readonly days: number;
  private readonly slots: number;
  private readonly means: Float32Array;
  private slot = Number.NaN;
  private sum = 0;
  private count = 0;
  private expectedAt = Number.NaN;
  private expectedIs = Number.NaN;
  private readonly scratch: Float64Array;

  constructor(slotMs: number, days: number) {
    this.slots = Math.max(1, Math.round(86_400_000 / slotMs));
    this.slotMs = 86_400_000 / this.slots;
    this.days = days;
    this.means = new Float32Array(days * this.slots).fill(Number.NaN);
    this.scratch = new Float64Array(days);
  }

  /** The median of this time of day over the days held; NaN without one. */
  usual(timeMs: number): number {
    const slot = Math.floor(timeMs / this.slotMs);
    if (slot === this.expectedAt) return this.expectedIs;
    this.expectedAt = slot;
    this.expectedIs = this.medianOf(slot);
    return this.expectedIs;
  }

  private medianOf(slot: number): number {
    const { scratch, slots } = this;
    let count = 0;
    for (let day = 1; day <= this.days; day++) {
      const value = this.slotMean(slot - day * slots);
      if (!Number.isNaN(value)) scratch[count++] = value;
    }
    if (count === 0) return Number.NaN;
    const held = scratch.subarray(0, count).sort();
    const middle = count >> 1;
    return count % 2 === 1 ? held[middle]! : (held[middle - 1]! + held[middle]!) / 2;
  }

  /** The mean of the slot of a time in the past: NaN where there was none, or it is out of memory. */
  at(timeMs: number): number {
    return this.slotMean(Math.floor(timeMs / this.slotMs));
  }

  private slotMean(slot: number): number {
    const isHeld = slot < this.slot && slot >= this.slot - this.means.length + 1;
    return isHeld ? this.means[this.placeOf(slot)]! : Number.NaN;
  }

  private placeOf(slot: number): number {
    const { length } = this.means;
    return ((slot % length) + length) % length;
  }

  update(observed: number, timeMs: number): void {
    const slot = Math.floor(timeMs / this.slotMs);
    if (slot !== this.slot) this.turnTo(slot);
    if (!Number.isFinite(observed)) return;
    this.sum += observed;
    this.count++;
  }

  /** Closes the slot that was open and empties those in between; a clock that goes back begins anew. */
  private turnTo(slot: number): void {
    const { means } = this;
    const ahead = slot - this.slot;
    if (!(ahead > 0 && ahead <= means.length)) means.fill(Number.NaN);
    else {
      means[this.placeOf(this.slot)] = this.count === 0 ? Number.NaN : this.sum / this.count;
      for (let one = this.slot + 1; one <= slot; one++) means[this.placeOf(one)] = Number.NaN;
    }
    this.slot = slot;
    this.sum = 0;
    this.count = 0;
  }

  state(): Json {
    return {
      kind: 'same-time',
      version: 1,
      means: packFloats(this.means),
      slot: Number.isNaN(this.slot) ? null : this.slot,
      open: [this.sum, this.count],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(slotMs: number, days: number, state: Json): SameTime {
    const fields = new SavedFields(state, 'same-time');
    const past = new SameTime(slotMs, days);
    const means = unpackFloats(fields.json('means'));
    const [sum, count] = fields.list('open');
    if (means.length !== past.means.length || typeof sum !== 'number' || typeof count !== 'number')
      throw new RangeError(`got ${means.length} slots: give what state() made`);
    past.means.set(means);
    past.slot = fields.json('slot') === null ? Number.NaN : fields.number('slot');
    past.sum = sum;
    past.count = count;
    return past;
  }
}
