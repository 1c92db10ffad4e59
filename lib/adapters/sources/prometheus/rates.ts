/** Counters of one target, remembered from scrape to scrape to become rates. */
export class CounterMemory {
  readonly #seen = new Map<string, { timeMs: number; value: number }>();

  /**
   * The counter's increase a second since it was last seen. `undefined` at the first sight.
   * A value that went down is a reset: the process started again at zero, so what it shows is the increase.
   */
  rate(key: string, timeMs: number, value: number): number | undefined {
    const before = this.#seen.get(key);
    this.#seen.set(key, { timeMs, value });
    if (before === undefined || timeMs <= before.timeMs) return undefined;
    const increase = value >= before.value ? value - before.value : value;
    return increase / ((timeMs - before.timeMs) / 1000);
  }
}
