import type {
  Expectation,
  FitOptions,
  FittedModel,
  Json,
  Path,
} from '../../../domain/forecast/forecaster.ts';
import { SavedFields } from '../../../domain/forecast/saved-fields.ts';
import { normalReach } from '../../../domain/numerics/normal-quantile.ts';
import { meanAt, type ProphetParameters, packParameters, sdAt, unpackParameters } from './parameters.ts';

/** All that a fitted Prophet remembers. */
export interface ProphetState {
  readonly parameters: ProphetParameters;
  readonly stepMs: number;
  /** Time of the step that comes next, in ms. */
  nextMs: number;
  readonly range: NonNullable<FitOptions['range']>;
}

const note = 'Prophet learns nothing from values that come after its fit: fit it anew';

/** The model: pure arithmetic on its parameters, without Prophet itself. */
export function createModel(state: ProphetState): FittedModel {
  return {
    forecasterId: 'prophet',
    description: describe(state.parameters),
    notes: [note],
    next: (level) => expectationAt(state, state.nextMs, normalReach(level)),
    update() {
      state.nextMs += state.stepMs;
    },
    forecast: (horizon, level) => pathOf(state, horizon, normalReach(level)),
    state: () => packState(state),
  };
}

function describe({ seasons, bends }: ProphetParameters): string {
  const words = seasons.map(
    ({ periodDays, order }) => `${Number(periodDays.toPrecision(4))} d of order ${order}`,
  );
  const seasonal = words.length === 0 ? 'no season' : `seasons ${words.join(', ')}`;
  return `Prophet: trend with ${bends.length} bends, ${seasonal}`;
}

function expectationAt({ parameters, range }: ProphetState, timeMs: number, reach: number): Expectation {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range;
  const clip = (value: number) => Math.min(max, Math.max(min, value));
  const mean = meanAt(parameters, timeMs);
  const sd = sdAt(parameters, timeMs);
  return { mean: clip(mean), sd, lower: clip(mean - reach * sd), upper: clip(mean + reach * sd) };
}

function pathOf(state: ProphetState, horizon: number, reach: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const path = {
    mean: new Float64Array(horizon),
    lower: new Float64Array(horizon),
    upper: new Float64Array(horizon),
  };
  for (let i = 0; i < horizon; i++) {
    const expected = expectationAt(state, state.nextMs + i * state.stepMs, reach);
    path.mean[i] = expected.mean;
    path.lower[i] = expected.lower;
    path.upper[i] = expected.upper;
  }
  return path;
}

function packState({ parameters, stepMs, nextMs, range }: ProphetState): Json {
  return { kind: 'prophet', version: 1, stepMs, nextMs, range: { ...range }, ...packParameters(parameters) };
}

/** The model of a state. @throws RangeError when the state is damaged */
export function restoreModel(saved: Json): FittedModel {
  const fields = new SavedFields(saved, 'prophet');
  return createModel({
    parameters: unpackParameters(fields),
    stepMs: fields.number('stepMs', 1),
    nextMs: fields.number('nextMs'),
    range: fields.range('range'),
  });
}
