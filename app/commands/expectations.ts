import type { Expectation, FittedModel, Forecaster } from '../../lib/domain/forecast/forecaster.ts';

export interface ExpectationsOptions {
  readonly forecaster: Forecaster;
  readonly stepMs: number;
  readonly startMs: number;
  /** Season lengths in steps that may be tried once the past holds them twice. */
  readonly periods: readonly number[];
  /** Coverage of the interval, 0 < level < 1. */
  readonly level: number;
  /** Values outside are impossible. @default none are */
  readonly range?: { readonly min?: number; readonly max?: number };
}

/** Values before the first fit, and how many times as many before each next one. */
const firstFit = 24;
const untilNext = 1.5;

/**
 * What each value of a series is expected to be, from those before it alone. The model is fitted anew each time the
 * past is half as long again, so that all fits together cost a few times the last.
 */
export class Expectations {
  private readonly options: ExpectationsOptions;
  private past: Float64Array;
  private count = 0;
  private nextFit = firstFit;
  private model: FittedModel | undefined;

  /** @param length steps that will come */
  constructor(options: ExpectationsOptions, length: number) {
    this.options = options;
    this.past = new Float64Array(length);
  }

  /** Of the next value; undefined while too little is known. */
  next(): Expectation | undefined {
    const expected = this.model?.next(this.options.level);
    return expected !== undefined && Number.isFinite(expected.mean) ? expected : undefined;
  }

  /** Takes the next value in. @param value NaN is a gap */
  update(value: number): void {
    this.past[this.count++] = value;
    if (this.count >= this.nextFit) this.fitAnew();
    else this.model?.update(value);
  }

  private fitAnew(): void {
    const { forecaster, periods, stepMs, startMs, range } = this.options;
    this.nextFit = Math.ceil(untilNext * this.count);
    const fitted = forecaster.fit(this.past.slice(0, this.count), {
      stepMs,
      startMs,
      periods: periods.filter((period) => 2 * period <= this.count),
      horizon: 1,
      ...(range && { range }),
    });
    if (fitted.kind === 'fitted') this.model = fitted.model;
    else this.model?.update(this.past[this.count - 1] ?? Number.NaN);
  }
}
