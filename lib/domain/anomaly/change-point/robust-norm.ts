import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { madToSd, meanAbsoluteToSd } from '../../numerics/order-statistics.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { OrderWindow } from '../calibration/order-window.ts';
import { Spread } from '../calibration/spread.ts';
import { medianDistance } from '../z-score/robust.ts';
import { grained } from './exact-sums.ts';

/** Values further than this many deviations count as lying there: a spike is no shift. */
const farthest = 4;
/** The scale is never taken to be less than this share of the level. */
const leastShare = 1e-6;
const leastScale = 1e-12;
/** With fewer values than this nothing is standardised. */
const enough = 16;

/** Standardises values by the median of the last ones and their median deviation, bounded to 4 of them. */
export class RobustNorm {
  private readonly size: number;
  private window: OrderWindow;
  /** Mean deviation: the scale of values that are mostly the same. */
  private deviation: Spread;

  constructor(size: number, window = new OrderWindow(size), deviation = new Spread(size)) {
    this.size = size;
    this.window = window;
    this.deviation = deviation;
  }

  /** Deviations from the usual, bounded; NaN while there are few values. */
  standardised(value: number): number {
    if (this.window.count < enough) return Number.NaN;
    const z = (value - this.centre()) / this.scale();
    return grained(Math.max(-farthest, Math.min(farthest, z)));
  }

  centre(): number {
    return this.window.quantile(0.5);
  }

  scale(): number {
    const centre = this.centre();
    const robust = madToSd * medianDistance(this.window, centre);
    const scale = robust > 0 ? robust : meanAbsoluteToSd * this.deviation.mean;
    return Math.max(scale, leastShare * Math.abs(centre), leastScale);
  }

  push(value: number): void {
    if (!Number.isFinite(Math.fround(value))) return;
    if (this.window.count > 0) this.deviation.push(Math.abs(value - this.centre()));
    this.window.push(value);
  }

  /** Forgets all but these values. */
  startFrom(values: Float32Array): void {
    this.window = new OrderWindow(this.size);
    this.deviation = new Spread(this.size);
    for (const value of values) this.push(value);
  }

  state(): Json {
    return {
      kind: 'robust-norm',
      version: 1,
      values: packFloats(this.window.values()),
      deviation: [...this.deviation.numbers()],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(size: number, state: Json): RobustNorm {
    const fields = new SavedFields(state, 'robust-norm');
    return new RobustNorm(
      size,
      OrderWindow.of(fields.floats('values'), size),
      Spread.restore(size, fields.list('deviation')),
    );
  }
}
