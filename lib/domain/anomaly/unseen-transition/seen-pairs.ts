import { fromBase64, toBase64 } from '../../numerics/base64.ts';

/** Pairs of levels that have been seen, a bit each. */
export class SeenPairs {
  private readonly levels: number;
  private readonly bits: Uint8Array;

  constructor(levels: number, bits = new Uint8Array(Math.ceil((levels * levels) / 8))) {
    this.levels = levels;
    this.bits = bits;
  }

  has(from: number, to: number): boolean {
    const place = from * this.levels + to;
    return (this.bits[place >> 3]! & (1 << (place & 7))) !== 0;
  }

  add(from: number, to: number): void {
    const place = from * this.levels + to;
    this.bits[place >> 3]! |= 1 << (place & 7);
  }

  pack(): string {
    return toBase64(this.bits);
  }

  /** @throws RangeError when the text is not one that `pack` gave */
  static unpack(levels: number, text: unknown): SeenPairs {
    const bits = fromBase64(text);
    if (bits === undefined || bits.length !== Math.ceil((levels * levels) / 8))
      throw new RangeError('got pairs of other levels: give what state() made');
    return new SeenPairs(levels, bits);
  }
}
