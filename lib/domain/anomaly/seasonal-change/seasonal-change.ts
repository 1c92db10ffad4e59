import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Member } from '../calibration/member.ts';
import { Scales, type ScalesOptions } from '../calibration/scales.ts';
import { Spread } from '../calibration/spread.ts';
import { leastSdShare } from '../level-change/level-change.ts';
import { SameTime } from './same-time.ts';

export interface SeasonalChangeOptions extends ScalesOptions {
  /** Length of a slot of the day. */
  readonly slotMs: number;
  /** Days whose same time is remembered. */
  readonly days: number;
  /** Whether the same weekday counts as well, so that the smaller of two differences is taken. @default false */
  readonly weekday?: boolean;
  /** Values that the standard deviation is of. */
  readonly window: number;
}

const weekMs = 7 * 86_400_000;

/** How far the last values lie from what the same time of day has had, beside how far they usually do. */
export class SeasonalChange implements Member {
  private readonly options: SeasonalChangeOptions;
  private readonly scales: Scales;
  private readonly past: SameTime;
  private readonly spread: Spread;

  constructor(
    options: SeasonalChangeOptions,
    scales = new Scales(options),
    past = new SameTime(options.slotMs, options.days),
    spread = new Spread(options.window),
  ) {
    this.options = options;
    this.scales = scales;
    this.past = past;
    this.spread = spread;
  }

  get isLearning(): boolean {
    return this.scales.isLearning;
  }

  rarity(observed: number, timeMs: number): number {
    const residual = this.residual(observed, timeMs);
    return Number.isFinite(residual) ? this.scales.rarity(residual, 0, leastSdShare * this.spread.sd) : 0;
  }

  side(observed: number, timeMs: number): number {
    return this.residual(observed, timeMs) < 0 ? -1 : 1;
  }

  private residual(observed: number, timeMs: number): number {
    const daily = observed - this.past.usual(timeMs);
    if (!this.options.weekday) return daily;
    const weekly = observed - this.past.at(timeMs - weekMs);
    return Math.abs(weekly) < Math.abs(daily) || Number.isNaN(daily) ? weekly : daily;
  }

  update(observed: number, timeMs: number): void {
    if (Number.isFinite(observed)) {
      this.scales.push(this.residual(observed, timeMs), 0, leastSdShare * this.spread.sd);
      this.spread.push(observed);
    }
    this.past.update(observed, timeMs);
  }

  state(): Json {
    return {
      kind: 'seasonal-change',
      version: 1,
      scales: this.scales.state(),
      past: this.past.state(),
      spread: this.spread.numbers(),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: SeasonalChangeOptions, state: Json): SeasonalChange {
    const fields = new SavedFields(state, 'seasonal-change');
    return new SeasonalChange(
      options,
      Scales.restore(options, fields.json('scales')),
      SameTime.restore(options.slotMs, options.days, fields.json('past')),
      Spread.restore(options.window, fields.list('spread')),
    );
  }
}
