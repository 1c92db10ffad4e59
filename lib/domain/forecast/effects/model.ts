import { normalReach } from '../../numerics/normal-quantile.ts';
import { coverageAt, type Span } from '../../series/calendar/index.ts';
import type { Expectation, FitOptions, Path, RatedModel } from '../forecaster.ts';
import type { Effect } from './effect.ts';
import { type EffectScale, withEffect, withoutEffect } from './scale.ts';
import { packState } from './state.ts';

/** A model of what a series would be without effects, with the effects put back. */
export interface ExplainedModel extends RatedModel {
  /** What the calendar's campaigns, holidays and month ends do to the series. */
  readonly effects: readonly Effect[];
  /** The same model for a future in which these do not come; what it is given from then on is the caller's own. */
  without(names: readonly string[]): ExplainedModel;
}

/** Something that comes, and what it does on the scale of effects. */
export interface Coming {
  readonly name: string;
  readonly shift: number;
  /** Of the shift, for an occurrence that is not seen yet. */
  readonly variance: number;
  readonly spans: readonly Span[];
}

export interface ExplainedState {
  readonly inner: RatedModel;
  readonly scale: EffectScale;
  readonly stepMs: number;
  /** Start of the step that comes next. */
  nextMs: number;
  readonly range: NonNullable<FitOptions['range']>;
  readonly coming: readonly Coming[];
  readonly maintenance: readonly Span[];
  readonly effects: readonly Effect[];
  readonly notes: readonly string[];
}

export function createModel(state: ExplainedState): ExplainedModel {
  const { inner, effects, notes, scale, stepMs } = state;
  return {
    forecasterId: 'explained',
    description: effects.length === 0 ? inner.description : `${inner.description}, with known effects`,
    backtest: inner.backtest,
    effects,
    notes: [...(inner.notes ?? []), ...notes],
    next: (level) => putBack(state, inner.next(level), state.nextMs, normalReach(level)),
    update(value) {
      inner.update(
        isMaintained(state) ? Number.NaN : withoutEffect(scale, value, effectAt(state, state.nextMs).shift),
      );
      state.nextMs += stepMs;
    },
    forecast: (horizon, level) => putBackPath(state, inner.forecast(horizon, level), normalReach(level)),
    state: () => packState(state),
    without: (names) =>
      createModel({ ...state, coming: state.coming.filter(({ name }) => !names.includes(name)) }),
  };
}

function isMaintained({ maintenance, nextMs, stepMs }: ExplainedState): boolean {
  return maintenance.some(({ fromMs, toMs }) => fromMs < nextMs + stepMs && toMs > nextMs);
}

/** Sum of the effects on a step, and its standard deviation, on the scale. */
function effectAt(
  { coming, stepMs }: Pick<ExplainedState, 'coming' | 'stepMs'>,
  timeMs: number,
): { readonly shift: number; readonly sd: number } {
  let shift = 0;
  let variance = 0;
  for (const one of coming) {
    const share = coverageAt(one.spans, timeMs, stepMs);
    if (share === 0) continue;
    shift += share * one.shift;
    variance += share * share * one.variance;
  }
  return { shift, sd: Math.sqrt(variance) };
}

/** What is expected at a time with the effects in it. */
export function putBack(
  state: Pick<ExplainedState, 'coming' | 'stepMs' | 'scale' | 'range'>,
  expected: Expectation,
  timeMs: number,
  reach: number,
): Expectation {
  const { shift, sd } = effectAt(state, timeMs);
  if (shift === 0 && sd === 0) return clipped(state.range, expected);
  const { scale } = state;
  const mean = withEffect(scale, expected.mean, shift);
  const unit = scale.kind === 'ratio' ? Math.exp(shift) : 1;
  const more = sd * (scale.kind === 'ratio' ? Math.abs(mean) : 1);
  return clipped(state.range, {
    mean,
    sd: Math.hypot(unit * expected.sd, more),
    lower: mean - Math.hypot(unit * (expected.mean - expected.lower), reach * more),
    upper: mean + Math.hypot(unit * (expected.upper - expected.mean), reach * more),
    ...(expected.seasonal !== undefined && { seasonal: withEffect(scale, expected.seasonal, shift) }),
  });
}

function clipped(range: ExplainedState['range'], expected: Expectation): Expectation {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const clip = (value: number) => Math.min(max, Math.max(min, value));
  return {
    mean: clip(expected.mean),
    sd: expected.sd,
    lower: clip(expected.lower),
    upper: clip(expected.upper),
    ...(expected.seasonal !== undefined && { seasonal: clip(expected.seasonal) }),
  };
}

function putBackPath(state: ExplainedState, { mean, lower, upper }: Path, reach: number): Path {
  const path = { mean: mean.slice(), lower: lower.slice(), upper: upper.slice() };
  for (let i = 0; i < mean.length; i++) {
    const plain = { mean: mean[i]!, lower: lower[i]!, upper: upper[i]!, sd: 0 };
    const expected = putBack(state, plain, state.nextMs + i * state.stepMs, reach);
    path.mean[i] = expected.mean;
    path.lower[i] = expected.lower;
    path.upper[i] = expected.upper;
  }
  return path;
}
