/** A counter as it was last seen. A type, for it is kept as JSON. */
export type SeenCounter = readonly [key: string, timeMs: number, value: number];

/** Counters of one target, remembered from scrape to scrape to become rates. */
export class CounterMemory {
  readonly #seen: Map<string, { timeMs: number; value: number }>;

  /** @param seen what an earlier memory held, so that a new process goes on with it. @default nothing */
  constructor(seen: readonly SeenCounter[] = []) {
    this.#seen = new Map(seen.map(([key, timeMs, value]) => [key, { timeMs, value }]));
  }

  /**
   * The counter's increase a second since it was last seen. `undefined` at the first sight.
   * A value that went down is a reset: the process started again at zero, so what it shows is the increase.
   */
  rate(key: string, timeMs: number, value: number): number | undefined {
    const before = this.#seen.get(key);
    if (before !== undefined && timeMs <= before.timeMs) return undefined;
    this.#seen.set(key, { timeMs, value });
    if (before === undefined) return undefined;
    const increase = value >= before.value ? value - before.value : value;
    return increase / ((timeMs - before.timeMs) / 1000);
  }

  /** Every counter seen at the time or later. */
  seenSince(timeMs: number): readonly SeenCounter[] {
    return [...this.#seen].flatMap(([key, seen]) =>
      seen.timeMs < timeMs ? [] : [[key, seen.timeMs, seen.value] as const],
    );
  }
}
