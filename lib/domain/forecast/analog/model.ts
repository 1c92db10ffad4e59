import { normalReach } from '../../numerics/normal-quantile.ts';
import { meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import type { FittedModel, Path } from '../forecaster.ts';
import { type History, valueAgo } from '../lag-regression/history.ts';
import { type SharingModel, withOwnHistory } from '../lag-regression/own-history.ts';
import { fromScale, toScale, type ValueScale } from '../value-scale.ts';
import { analogPath } from './path.ts';
import { packState } from './state.ts';

/** All that the model remembers besides the values. */
export interface AnalogState {
  readonly scale: ValueScale;
  /** In steps. */
  readonly season: number;
  /** Seasons that a stretch is long. */
  readonly seasons: number;
  /** Values looked back. */
  readonly span: number;
  readonly range: { readonly min?: number; readonly max?: number };
  readonly description: string;
  /** Running mean of the absolute error on the scale. */
  spread: number;
}

/** Analogs in a history that others may share. */
export interface AnalogModel extends SharingModel {
  readonly state: AnalogState;
}

/** Weight of the newest error in the running spread: a memory of about 300 steps. */
const spreadWeight = 1 / 300;
/** An error counts at most as so many times the spread. */
const bound = 6;

export function createAnalogModel(state: AnalogState, history: History): AnalogModel {
  const recent = new Recent(state, history);
  return {
    state,
    next(level) {
      const { mean, lower, upper } = pathOf(state, recent, 1, level);
      return { mean: mean[0]!, lower: lower[0]!, upper: upper[0]!, sd: sdAt(state, mean[0]!) };
    },
    learn: (value) => learn(state, recent, value),
    forecast: (horizon, level) => pathOf(state, recent, horizon, level),
  };
}

/** The model that owns its history: the forecaster's. */
export function createModel(state: AnalogState, history: History): FittedModel {
  return withOwnHistory('analog', createAnalogModel(state, history), history, () =>
    packState(state, history),
  );
}

function sdAt({ scale, spread }: AnalogState, mean: number): number {
  const x = toScale(scale, mean);
  const sd = spread * meanAbsoluteToSd;
  return (fromScale(scale, x + sd) - fromScale(scale, x - sd)) / 2;
}

/** The last values on the scale, oldest first, moved on as the history is. */
class Recent {
  private z = new Float64Array(0);
  private count = -1;
  private readonly state: AnalogState;
  private readonly history: History;

  constructor(state: AnalogState, history: History) {
    this.state = state;
    this.history = history;
  }

  values(): Float64Array {
    const { scale, span } = this.state;
    const { count, values } = this.history;
    if (count === this.count) return this.z;
    const length = Math.min(span, count, values.length);
    if (count === this.count + 1 && length === this.z.length) {
      this.z.copyWithin(0, 1);
      this.z[length - 1] = toScale(scale, valueAgo(this.history, 1));
    } else
      this.z = Float64Array.from({ length }, (_, i) => toScale(scale, valueAgo(this.history, length - i)));
    this.count = count;
    return this.z;
  }
}

function learn(state: AnalogState, recent: Recent, value: number): void {
  if (!Number.isFinite(value)) return;
  const expected = onScale(state, recent, 1)[0]!;
  const size = Math.abs(toScale(state.scale, value) - expected);
  state.spread += spreadWeight * (Math.min(size, bound * state.spread) - state.spread);
}

function onScale(state: AnalogState, recent: Recent, horizon: number): Float64Array {
  const z = recent.values();
  const last = z[z.length - 1]!;
  return analogPath(z, state.season, horizon, state.seasons) ?? new Float64Array(horizon).fill(last);
}

function pathOf(state: AnalogState, recent: Recent, horizon: number, level: number): Path {
  if (!Number.isInteger(horizon) || horizon < 1)
    throw new RangeError(`got a horizon of ${horizon} steps: give a whole number of at least 1`);
  const x = onScale(state, recent, horizon);
  const { min, max } = state.range;
  const reach = normalReach(level) * state.spread * meanAbsoluteToSd;
  const at = (side: number) =>
    x.map((value) => {
      const unit = fromScale(state.scale, value + side * reach);
      return Math.min(max ?? Number.MAX_VALUE, Math.max(min ?? -Number.MAX_VALUE, unit));
    });
  return { mean: at(0), lower: at(-1), upper: at(1) };
}
