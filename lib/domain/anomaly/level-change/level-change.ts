import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import type { Member } from '../calibration/member.ts';
import { OrderWindow } from '../calibration/order-window.ts';
import { Scales, type ScalesOptions } from '../calibration/scales.ts';
import { Spread } from '../calibration/spread.ts';

export interface LevelChangeOptions extends ScalesOptions {
  /** Values held that the usual is the median of. */
  readonly window: number;
  /** One value in so many counts for it. @default 1 */
  readonly thinning?: number;
}

/** Share of the values' standard deviation that a decade of rarity is at least worth. */
export const leastSdShare = 0.2;

/** Values that the window spans. */
const valuesOf = ({ window, thinning = 1 }: LevelChangeOptions) => window * thinning;

/** How far the means of the last values lie from the median of many more, beside how far they usually do. */
export class LevelChange implements Member {
  private readonly options: LevelChangeOptions;
  private readonly scales: Scales;
  private readonly usual: OrderWindow;
  private readonly spread: Spread;
  private skipped = 0;

  constructor(
    options: LevelChangeOptions,
    scales = new Scales(options),
    usual = new OrderWindow(options.window),
    spread = new Spread(valuesOf(options)),
  ) {
    this.options = options;
    this.scales = scales;
    this.usual = usual;
    this.spread = spread;
  }

  get isLearning(): boolean {
    return this.scales.isLearning;
  }

  rarity(observed: number): number {
    if (!Number.isFinite(observed) || this.usual.count === 0) return 0;
    return this.scales.rarity(observed, this.usual.quantile(0.5), leastSdShare * this.spread.sd);
  }

  side(observed: number): number {
    return this.scales.longest(observed) < this.usual.quantile(0.5) ? -1 : 1;
  }

  update(observed: number): void {
    if (!Number.isFinite(observed)) return;
    this.scales.push(observed, this.usual.quantile(0.5), leastSdShare * this.spread.sd);
    this.spread.push(observed);
    if (++this.skipped < (this.options.thinning ?? 1)) return;
    this.skipped = 0;
    this.usual.push(observed);
  }

  state(): Json {
    return {
      kind: 'level-change',
      version: 1,
      scales: this.scales.state(),
      usual: packFloats(this.usual.values()),
      spread: this.spread.numbers(),
      skipped: this.skipped,
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: LevelChangeOptions, state: Json): LevelChange {
    const fields = new SavedFields(state, 'level-change');
    const member = new LevelChange(
      options,
      Scales.restore(options, fields.json('scales')),
      OrderWindow.of(fields.floats('usual'), options.window),
      Spread.restore(valuesOf(options), fields.list('spread')),
    );
    member.skipped = fields.count('skipped');
    return member;
  }
}
