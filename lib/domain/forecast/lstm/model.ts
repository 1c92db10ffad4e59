import { normalReach } from '../../numerics/normal-quantile.ts';
import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { fromScale } from '../value-scale.ts';
import { bounded, type Features, inputsOf, slotOf, toSizes, writeInputs } from './features.ts';
import { createTrace, forward, type Layout, type Trace } from './network.ts';
import { packState } from './state.ts';

export interface LstmState {
  readonly description: string;
  readonly features: Features;
  readonly layout: Layout;
  /** Rounded to single precision, as they are saved. */
  readonly parameters: Float32Array;
  /** Usual size of errors by step ahead, in sizes of the series. */
  readonly errors: Float32Array;
  readonly range: NonNullable<FitOptions['range']>;
  /** Of the cells and of the outputs, after the last value. */
  readonly c: Float64Array;
  readonly h: Float64Array;
  /** Distances from the level over the last season, oldest at `step % length`; one of them where no season is looked at. */
  readonly ring: Float32Array;
  /** Steps taken in. */
  step: number;
  /** What values are near of late, without their season, in sizes. */
  level: number;
  /** What is expected next, without its season, in sizes. */
  expected: number;
}

/** Moves a state on by one number. */
interface Walker {
  readonly trace: Trace;
  readonly parameters: Float64Array;
  readonly inputs: Float64Array;
}

export function createWalker({ layout, parameters, features }: LstmState): Walker {
  return {
    trace: createTrace(layout, 1),
    parameters: Float64Array.from(parameters),
    inputs: new Float64Array(inputsOf(features)),
  };
}

/** Takes a value in, without its season and in sizes, and expects the next one. */
export function takeIn(state: LstmState, walker: Walker, value: number): void {
  const { features, layout, ring } = state;
  const { trace, parameters, inputs } = walker;
  state.level = levelAfter(features, state.level, value);
  const distance = bounded(value - state.level);
  ring[state.step % ring.length] = distance;
  writeInputs(features, distance, ring[(state.step + 1) % ring.length]!, state.step, inputs, 0);
  trace.c.set(state.c);
  trace.h.set(state.h);
  const change = forward(layout, parameters, trace, 0, inputs, 0);
  state.c.set(trace.c.subarray(layout.hidden));
  state.h.set(trace.h.subarray(layout.hidden));
  state.expected = state.level + near(features, distance + change);
  state.step++;
}

/** The level once it has seen a value. */
export function levelAfter({ follow }: Features, level: number, value: number): number {
  return level + follow * bounded(value - level);
}

/** Half of the range of the past beyond it, at most. */
function near({ least, most }: Features, distance: number): number {
  const room = (most - least) / 2;
  return Math.min(most + room, Math.max(least - room, distance));
}

export function createModel(state: LstmState): FittedModel {
  const walker = createWalker(state);
  return {
    forecasterId: 'lstm',
    description: state.description,
    next: (level) => expectation(state, state.expected, state.step, 0, level),
    update(value) {
      // A gap is bridged by what was expected.
      takeIn(
        state,
        walker,
        Number.isFinite(value) ? toSizes(state.features, value, state.step) : state.expected,
      );
    },
    forecast: (horizon, level) => pathOf(state, walker, horizon, level),
    state: () => packState(state),
  };
}

function pathOf(state: LstmState, walker: Walker, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const path = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  const ahead = copyOf(state);
  for (let h = 0; h < horizon; h++) {
    const { mean, lower, upper } = expectation(ahead, ahead.expected, ahead.step, h, level);
    path.mean[h] = mean;
    path.lower[h] = lower;
    path.upper[h] = upper;
    if (h < horizon - 1) takeIn(ahead, walker, ahead.expected);
  }
  return path;
}

/** A state that can walk on without moving this one. */
export function copyOf(state: LstmState): LstmState {
  return { ...state, c: state.c.slice(), h: state.h.slice(), ring: state.ring.slice() };
}

function expectation(
  { features, errors, range }: LstmState,
  sizes: number,
  step: number,
  ahead: number,
  level: number,
): Expectation {
  const { scale, spread } = features;
  const x = slotOf(features, step) + spread * sizes;
  const sd = spread * sizeAt(errors, ahead);
  const reach = normalReach(level) * sd;
  const clip = (value: number) =>
    Math.min(range.max ?? Number.MAX_VALUE, Math.max(range.min ?? -Number.MAX_VALUE, value));
  const at = (value: number) => clip(fromScale(scale, value));
  return {
    mean: at(x),
    sd: (fromScale(scale, x + sd) - fromScale(scale, x - sd)) / 2,
    lower: at(x - reach),
    upper: at(x + reach),
  };
}

/** Beyond what was measured, errors grow with the root of time. */
function sizeAt(errors: Float32Array, ahead: number): number {
  const last = errors.length - 1;
  return ahead <= last ? errors[ahead]! : errors[last]! * Math.sqrt((ahead + 1) / (last + 1));
}
