import { createDecider, panel } from '../../lib/domain/anomaly/decisions/index.ts';
import type { FittedModel } from '../../lib/domain/forecast/forecaster.ts';
import { seasonalNaive } from '../../lib/domain/forecast/seasonal-naive/index.ts';
import type { Marked } from '../nab/crew.ts';
import { type LabelledFile, stepOf } from '../nab/read.ts';

const dayMs = 86_400_000;
/** What a model of the service is trained on, at most, and how often. */
const pastMs = 14 * dayMs;
const betweenFitsMs = dayMs;
const level = 0.95;

/**
 * Marks a file as the service judges a series: a model of its last two weeks, trained anew each day, expects; the panel
 * scores; the decider decides. What is held as an anomaly is a gap to the model.
 * @param budget false alarms a series and week
 */
export function served({ timesMs, values }: LabelledFile, budget: number): Marked {
  const stepMs = stepOf(timesMs);
  const decider = createDecider({
    detectors: panel,
    stream: { stepMs, startMs: timesMs[0] ?? 0 },
    budget: (budget * 30) / 7,
  });
  const model = new DailyModel(timesMs, values, stepMs);
  const scores = new Float64Array(values.length);
  const flags = new Uint8Array(values.length);
  for (const [i, observed] of values.entries()) {
    const expected = model.expectation(i);
    const decision = decider.take({ observed, timeMs: timesMs[i] ?? 0, ...(expected && { expected }) });
    model.update(i, decision.isHeld && expected?.seasonal !== undefined);
    scores[i] = Math.abs(decision.score);
    flags[i] = decision.isAnomaly ? 1 : 0;
  }
  return { scores, flags };
}

/** Seasonal naive, fitted each day on what was not held of the last two weeks. */
class DailyModel {
  private readonly timesMs: Float64Array;
  private readonly past: Float64Array;
  private readonly stepMs: number;
  private readonly periods: readonly number[];
  private model: FittedModel | undefined;
  private nextFit: number;

  constructor(timesMs: Float64Array, values: Float64Array, stepMs: number) {
    this.timesMs = timesMs;
    this.past = values.slice();
    this.stepMs = stepMs;
    this.periods = [dayMs, 7 * dayMs].map((ms) => Math.round(ms / stepMs)).filter((period) => period > 1);
    this.nextFit = Math.min(Math.round(0.15 * values.length), Math.round((7 * dayMs) / stepMs));
  }

  /** Of the row at an index; undefined before the first fit. */
  expectation(index: number) {
    if (index >= this.nextFit) this.fitBefore(index);
    return this.model?.next(level);
  }

  private fitBefore(index: number): void {
    this.nextFit = index + Math.round(betweenFitsMs / this.stepMs);
    const from = Math.max(0, index - Math.round(pastMs / this.stepMs));
    const fitted = seasonalNaive.fit(this.past.slice(from, index), {
      stepMs: this.stepMs,
      startMs: this.timesMs[from] ?? 0,
      periods: this.periods,
    });
    if (fitted.kind === 'fitted') this.model = fitted.model;
  }

  update(index: number, isHeld: boolean): void {
    if (isHeld) this.past[index] = Number.NaN;
    this.model?.update(this.past[index] ?? Number.NaN);
  }
}
