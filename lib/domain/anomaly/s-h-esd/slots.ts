/** The last values of a stream on a grid of time: one of each slot, NaN where none came. */
export class Slots {
  private readonly ring: Float32Array;
  private last = -1;
  private held = 0;

  /** @param size slots remembered */
  constructor(size: number) {
    this.ring = new Float32Array(size).fill(Number.NaN);
  }

  /** Slots remembered, gaps too. */
  get count(): number {
    return this.held;
  }

  /** The latest slot; −1 before the first. */
  get latest(): number {
    return this.last;
  }

  /** The earliest slot remembered. */
  get first(): number {
    return this.last - this.held + 1;
  }

  /**
   * Takes a value in, if it is the first of its slot. Where the clock goes back, what came after is forgotten.
   * @param slot whole number from 0
   * @returns how many slots further the grid is
   */
  put(slot: number, value: number): number {
    const steps = this.last < 0 ? 1 : slot - this.last;
    if (this.last < 0 || steps >= this.ring.length || steps <= -this.held) this.clear();
    else if (steps < 0) this.held += steps;
    else this.leaveGaps(steps);
    this.last = slot;
    const at = slot % this.ring.length;
    if (Number.isNaN(this.ring[at])) this.ring[at] = value;
    return Math.max(0, steps);
  }

  /** After a pause longer than the memory nothing of it is left. */
  private clear(): void {
    this.ring.fill(Number.NaN);
    this.held = 1;
  }

  private leaveGaps(steps: number): void {
    const { ring } = this;
    for (let i = 1; i <= steps; i++) ring[(this.last + i) % ring.length] = Number.NaN;
    this.held = Math.min(ring.length, this.held + steps);
  }

  /** The values, oldest first. */
  values(): Float32Array {
    const { first, ring } = this;
    return Float32Array.from({ length: this.held }, (_, i) => ring[(first + i) % ring.length]!);
  }

  /** @throws RangeError when these are not what `last` and `values` gave for that size */
  static of(size: number, last: number, values: Float32Array): Slots {
    const isEmpty = last === -1 && values.length === 0;
    if (values.length > size || (!isEmpty && (values.length === 0 || last < values.length - 1)))
      throw new RangeError(`got ${values.length} slots up to slot ${last}: give what state() made`);
    const slots = new Slots(size);
    slots.last = last;
    slots.held = values.length;
    for (let i = 0; i < values.length; i++) slots.ring[(slots.first + i) % size] = values[i]!;
    return slots;
  }
}
