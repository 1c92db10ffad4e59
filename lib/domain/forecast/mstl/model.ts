import type { Expectation, FitOptions, FittedModel, Path } from '../forecaster.ts';
import { fromScale, toScale, type ValueScale } from '../value-scale.ts';
import { packState } from './state.ts';

export interface MstlState {
  /** Model of the series without its seasons. */
  readonly inner: FittedModel;
  readonly scale: ValueScale;
  /** The last cycle of each season, by step modulo its length. */
  readonly seasons: readonly Float32Array[];
  readonly range: NonNullable<FitOptions['range']>;
  /** Steps taken in. */
  step: number;
}

/** Share of an error that the seasons learn, all of them together. */
const learning = 0.1;

export function createModel(state: MstlState): FittedModel {
  const { inner, seasons, scale } = state;
  return {
    forecasterId: 'mstl',
    description: describe(state),
    ...(inner.notes !== undefined && { notes: inner.notes }),
    next: (level) => seasoned(state, inner.next(level), state.step),
    update(value) {
      const season = seasonAt(state, state.step);
      const rest = Number.isFinite(value) ? toScale(scale, value) - season : Number.NaN;
      if (!Number.isNaN(rest)) learn(state, rest - inner.next(0.95).mean);
      inner.update(rest);
      state.step++;
    },
    forecast: (horizon, level) => pathOf(state, inner.forecast(horizon, level)),
    state: () => packState({ ...state, seasons }),
  };
}

function describe({ inner, seasons, scale }: MstlState): string {
  const lengths = seasons.map((season) => season.length).join(', ');
  const what = lengths === '' ? 'no season' : `seasons of ${lengths} by MSTL`;
  return `${what} on the ${scale.kind}, the rest by ${inner.description}`;
}

function seasonAt({ seasons }: MstlState, step: number): number {
  let sum = 0;
  for (const season of seasons) sum += season[step % season.length]!;
  return sum;
}

function learn({ seasons, step }: MstlState, error: number): void {
  for (const season of seasons) {
    const slot = step % season.length;
    season[slot] = season[slot]! + (learning / seasons.length) * error;
  }
}

/** An expectation of the rest as one of the series. */
function seasoned(state: MstlState, rest: Expectation, step: number): Expectation {
  const season = seasonAt(state, step);
  const at = unitOf(state);
  return {
    mean: at(season + rest.mean),
    sd:
      (fromScale(state.scale, season + rest.mean + rest.sd) -
        fromScale(state.scale, season + rest.mean - rest.sd)) /
      2,
    lower: at(season + rest.lower),
    upper: at(season + rest.upper),
  };
}

function pathOf(state: MstlState, { mean, lower, upper }: Path): Path {
  const at = unitOf(state);
  const seasonedPath = (path: Float64Array) => path.map((x, h) => at(x + seasonAt(state, state.step + h)));
  return { mean: seasonedPath(mean), lower: seasonedPath(lower), upper: seasonedPath(upper) };
}

/** From the scale to the unit of the series, within its range. */
function unitOf({ scale, range: { min, max } }: MstlState): (x: number) => number {
  return (x) => Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, fromScale(scale, x)));
}
