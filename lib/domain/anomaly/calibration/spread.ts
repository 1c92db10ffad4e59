import type { Json } from '../../forecast/forecaster.ts';

/** Mean and standard deviation of all values so far (Welford 1962), up to a count from which the old fade. */
export class Spread {
  private readonly memory: number;
  count = 0;
  mean = 0;
  private variance = 0;

  /** @param memory after so many values each new one weighs 1/memory */
  constructor(memory: number, count = 0, mean = 0, variance = 0) {
    this.memory = memory;
    this.count = count;
    this.mean = mean;
    this.variance = variance;
  }

  get sd(): number {
    return Math.sqrt(this.variance);
  }

  push(value: number): void {
    this.count = Math.min(this.count + 1, this.memory);
    const share = 1 / this.count;
    const off = value - this.mean;
    this.mean += share * off;
    this.variance = (1 - share) * (this.variance + share * off * off);
  }

  numbers(): readonly number[] {
    return [this.count, this.mean, this.variance];
  }

  /** @throws RangeError when these are not what `numbers` gave */
  static restore(memory: number, numbers: readonly Json[]): Spread {
    const [count, mean, variance] = numbers;
    if (typeof count !== 'number' || typeof mean !== 'number' || typeof variance !== 'number')
      throw new RangeError('got a spread that is not three numbers: give what state() made');
    return new Spread(memory, count, mean, variance);
  }
}
