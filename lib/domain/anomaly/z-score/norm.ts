import type { Json } from '../../forecast/forecaster.ts';

/** What values are usually near, and how far they usually stray from it. */
export interface Usual {
  readonly centre: number;
  /** A standard deviation, >= 0. */
  readonly spread: number;
}

/** How a z-score learns what is usual of one series. */
export interface Norm {
  /** What is usual by the values taken in; spread is NaN until there are two. */
  usual(): Usual;
  /** @param value finite */
  push(value: number): void;
  state(): Json;
}

/** A kind of norm: its length in steps comes from the stream's time scale. */
export interface NormKind {
  create(steps: number): Norm;
  /** @throws RangeError when the state is not one that `Norm.state` gave */
  restore(steps: number, state: Json): Norm;
}
