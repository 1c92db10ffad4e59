/** The last values of a stream, in order of arrival (a ring) and in order of size: ranks and quantiles at once. */
export class OrderWindow {
  private readonly ring: Float32Array;
  private readonly sorted: Float32Array;
  private at = 0;
  private held = 0;

  constructor(size: number) {
    this.ring = new Float32Array(size);
    this.sorted = new Float32Array(size);
  }

  get size(): number {
    return this.ring.length;
  }

  get count(): number {
    return this.held;
  }

  /** Puts a finite value in and, when the ring is full, the oldest out. Cost: two binary searches, one move. */
  push(value: number): void {
    const { ring, sorted } = this;
    const rounded = Math.fround(value);
    let place = this.below(rounded);
    if (this.held < ring.length) {
      sorted.copyWithin(place + 1, place, this.held);
      this.held++;
    } else {
      const gone = this.below(ring[this.at]!);
      if (gone < place) {
        place--;
        sorted.copyWithin(gone, gone + 1, place + 1);
      } else sorted.copyWithin(place + 1, place, gone);
    }
    sorted[place] = rounded;
    ring[this.at] = rounded;
    this.at = this.at + 1 === ring.length ? 0 : this.at + 1;
  }

  /** How many values held are less. */
  below(value: number): number {
    let low = 0;
    let high = this.held;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The value at a share of the way through those held, by R's type 7; NaN when there are none. */
  quantile(share: number): number {
    const place = (this.held - 1) * share;
    const low = Math.floor(place);
    if (this.held === 0) return Number.NaN;
    const from = this.sorted[low]!;
    return low + 1 < this.held ? from + (this.sorted[low + 1]! - from) * (place - low) : from;
  }

  /** The values held, oldest first. */
  values(): Float32Array {
    const from = this.held === this.ring.length ? this.at : 0;
    return Float32Array.from({ length: this.held }, (_, i) => this.ring[(from + i) % this.ring.length]!);
  }

  /** @throws RangeError when there are more than `size` values, or one is not finite */
  static of(values: Float32Array, size: number): OrderWindow {
    if (values.length > size || !values.every(Number.isFinite))
      throw new RangeError(`got ${values.length} values of a window: give at most ${size}, all finite`);
    const window = new OrderWindow(size);
    window.ring.set(values);
    window.sorted.set(values.slice().sort());
    window.held = values.length;
    window.at = values.length % size;
    return window;
  }
}
