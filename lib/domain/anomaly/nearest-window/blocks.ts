/** Blocks of rows as one number each: their mean, or their extreme where that stands out. */
export class Blocks {
  private readonly length: number;
  private readonly keep: number;
  private count = 0;
  private sum = 0;
  private low = 0;
  private high = 0;
  private average = 0;

  /** @param length rows of a block @param keep rows that the running average is about as long as */
  constructor(length: number, keep: number) {
    this.length = length;
    this.keep = keep;
  }

  /** Takes a row in; gives the block that it ends, else NaN. @param isFirst whether it is the first row of all */
  push(value: number, standsOut: number, isFirst: boolean): number {
    if (isFirst) this.average = value;
    else this.average += (value - this.average) / this.keep;
    this.low = this.count === 0 ? value : Math.min(this.low, value);
    this.high = this.count === 0 ? value : Math.max(this.high, value);
    this.sum += value;
    if (++this.count < this.length) return Number.NaN;
    const block = this.numberOf(standsOut);
    this.count = 0;
    this.sum = 0;
    return block;
  }

  private numberOf(standsOut: number): number {
    const { average, low, high } = this;
    const extreme = high - average > average - low ? high : low;
    return Math.abs(extreme - average) >= standsOut ? extreme : this.sum / this.count;
  }

  numbers(): readonly number[] {
    return [this.count, this.sum, this.low, this.high, this.average];
  }

  /** Goes on where `numbers` was taken. */
  resume(numbers: ArrayLike<number>): void {
    this.count = numbers[0]!;
    this.sum = numbers[1]!;
    this.low = numbers[2]!;
    this.high = numbers[3]!;
    this.average = numbers[4]!;
  }
}
