import { LeastSquares } from '../../numerics/least-squares.ts';
import { createRandom } from '../../numerics/seeded-random.ts';
import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { bounded, type Features, inputsOf, toSizes, writeInputs } from './features.ts';
import { featuresOf } from './features-of.ts';
import { type Lessons, learn } from './learn.ts';
import { copyOf, createModel, createWalker, type LstmState, levelAfter, takeIn } from './model.ts';
import { initialParameters, type Layout, layoutOf } from './network.ts';

/** Memory cells: more learn a fleet's series no better and cost the square. */
const hidden = 12;
const mostEpochs = 60;
/** Newest values that are learnt from. */
const mostValues = 4032;
const valuesNeeded = 48;
/** Share of the end that says when to stop, and how large errors are. */
const shareHeldOut = 0.15;
/** Forecasts of the held-out end that errors are measured by. */
const origins = 12;
/** The end has chosen the parameters, so errors on it are too small by some. */
const widening = 1.1;

/** Fits by walking the values up to 60 times; a series of 1,000 takes about .3 s. Stops early when time is over. */
export function fit(y: Float64Array, options: FitOptions): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite), y.length - mostValues);
  const values = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const got = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (got < valuesNeeded) return { kind: 'too_short', got, needed: valuesNeeded };
  const features = featuresOf(values, options.periods);
  const sizes = values.map((value, t) => toSizes(features, value, t));
  const { parameters, layout, epochs } = taught(sizes, features, options.expired);
  const state = startOf({ features, layout, parameters, epochs, range: options.range ?? {} });
  const errors = walked(state, bridgeGaps(sizes), sizes, horizonFor(values.length, options));
  return { kind: 'fitted', model: createModel({ ...state, errors }) };
}

function taught(sizes: Float64Array, features: Features, expired: FitOptions['expired']) {
  const layout = layoutOf({ inputs: inputsOf(features), hidden });
  const lessons = lessonsOf(sizes, features);
  const heldOutFrom = Math.floor((1 - shareHeldOut) * lessons.targets.length);
  const start = initialParameters(layout, createRandom(1));
  setLinearPath(start, layout, lessons, heldOutFrom);
  const learnt = learn(layout, start, lessons, {
    heldOutFrom,
    mostEpochs,
    ...(expired !== undefined && { expired }),
  });
  return { layout, parameters: Float32Array.from(learnt.parameters), epochs: learnt.epochs };
}

/** Row t: what is known after step t, and by how much the value of step t + 1 is another. */
function lessonsOf(sizes: Float64Array, features: Features): Lessons {
  const width = inputsOf(features);
  const { lag } = features;
  const bridged = bridgeGaps(sizes);
  const distances = new Float64Array(sizes.length);
  const steps = sizes.length - 1;
  const inputs = new Float64Array(steps * width);
  let level = features.firstLevel;
  for (let t = 0; t < steps; t++) {
    level = levelAfter(features, level, bridged[t]!);
    distances[t] = bounded(bridged[t]! - level);
    const lagged = lag > 0 && t + 1 >= lag ? distances[t + 1 - lag]! : 0;
    writeInputs(features, distances[t]!, lagged, t, inputs, t * width);
  }
  const targets = Float64Array.from({ length: steps }, (_, t) => sizes[t + 1]! - sizes[t]!);
  return { inputs, targets };
}

/** The path around the cells begins as the linear regression, so that the cells learn what that leaves. */
function setLinearPath(
  parameters: Float64Array,
  { inputs: width, around, offset }: Layout,
  { inputs, targets }: Lessons,
  rows: number,
): void {
  const squares = new LeastSquares(width + 1);
  for (let t = 0; t < rows; t++) {
    if (Number.isNaN(targets[t]!)) continue;
    squares.add([...inputs.subarray(t * width, (t + 1) * width), 1, targets[t]!]);
  }
  const solved = squares.solve();
  if (solved.rows <= width + 1 || solved.collinearColumn() !== undefined) return;
  const coefficients = solved.coefficients();
  parameters.set(coefficients.subarray(0, width), around);
  parameters[offset] = coefficients[width]!;
}

interface Start {
  readonly features: Features;
  readonly layout: Layout;
  readonly parameters: Float32Array;
  readonly epochs: number;
  readonly range: NonNullable<FitOptions['range']>;
}

function startOf({ features, layout, parameters, epochs, range }: Start): LstmState {
  const season =
    features.profile.length > 1 ? `less its mean over ${features.profile.length} steps` : 'as it is';
  return {
    description: `LSTM of ${layout.hidden} cells, ${epochs} epochs, on the ${features.scale.kind} ${season}`,
    features,
    layout,
    parameters,
    errors: new Float32Array(1),
    range,
    c: new Float64Array(layout.hidden),
    h: new Float64Array(layout.hidden),
    ring: new Float32Array(Math.max(1, features.lag)),
    step: 0,
    level: features.firstLevel,
    expected: features.firstLevel,
  };
}

function horizonFor(length: number, { horizon, periods }: FitOptions): number {
  const asked = horizon ?? (periods.length > 0 ? 2 * Math.min(...periods) : 12);
  return Math.max(1, Math.min(asked, Math.floor((length * shareHeldOut) / 2)));
}

/** Walks a state to the end. @returns the size of errors by step ahead, met at origins of the held-out end */
function walked(state: LstmState, bridged: Float64Array, sizes: Float64Array, horizon: number): Float32Array {
  const walker = createWalker(state);
  const from = Math.floor((1 - shareHeldOut) * sizes.length);
  const every = Math.max(1, Math.floor((sizes.length - horizon - from) / origins));
  const squares = new Float64Array(horizon);
  const counts = new Float64Array(horizon);
  for (let t = 0; t < sizes.length; t++) {
    takeIn(state, walker, bridged[t]!);
    const isOrigin = t >= from && (t - from) % every === 0 && t + horizon < sizes.length;
    if (isOrigin) measure(copyOf(state), walker, sizes, squares, counts);
  }
  return grown(squares, counts);
}

function measure(
  ahead: LstmState,
  walker: ReturnType<typeof createWalker>,
  sizes: Float64Array,
  squares: Float64Array,
  counts: Float64Array,
): void {
  for (let h = 0; h < squares.length; h++) {
    const error = sizes[ahead.step]! - ahead.expected;
    if (!Number.isNaN(error)) {
      squares[h] = squares[h]! + error * error;
      counts[h] = counts[h]! + 1;
    }
    takeIn(ahead, walker, ahead.expected);
  }
}

/** Roots of the mean squares, never smaller further ahead. */
function grown(squares: Float64Array, counts: Float64Array): Float32Array {
  let size = 1e-9;
  return Float32Array.from(squares, (sum, h) => {
    if (counts[h]! > 0) size = Math.max(size, widening * Math.sqrt(sum / counts[h]!));
    return size;
  });
}
