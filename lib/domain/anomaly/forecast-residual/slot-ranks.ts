import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';

const dayMs = 86_400_000;
/** Parts of the day with a past of their own: three hours each. */
const slots = 8;
/** Residuals remembered of all, and of each part of the day. */
const size = 512;
const slotSize = 192;
/** A part of the day speaks once it knows so many. */
const slotEnough = 128;
/** A decade of rarity is at least worth so many median distances: what it is from 90 % to 99 % of normal noise. */
const slopeMedians = 1.4;

/**
 * Conformal p-values of residuals by the part of the day: the share of those before that were at least as great, and
 * beyond the 99 % quantile along an exponential tail. While a part of the day knows few, all residuals stand in for it.
 * Source: Vovk, Gammerman and Shafer (2005), Algorithmic Learning in a Random World, section 4.5 (Mondrian predictors).
 */
export class SlotRanks {
  private readonly all: RarityScale;
  private readonly parts: readonly RarityScale[];
  private readonly counts: number[];

  constructor(
    all = new RarityScale(size),
    parts: readonly RarityScale[] = Array.from({ length: slots }, () => new RarityScale(slotSize)),
    counts: readonly number[] = parts.map(() => 0),
  ) {
    this.all = all;
    this.parts = parts;
    this.counts = [...counts];
  }

  /** @param distance in deviations, at least 0 */
  pValue(distance: number, timeMs: number): number {
    const slot = slotOf(timeMs);
    const scale = this.counts[slot]! >= slotEnough ? this.parts[slot]! : this.all;
    return 10 ** -scale.rarity(distance, slopeMedians * scale.median());
  }

  push(distance: number, timeMs: number): void {
    const slot = slotOf(timeMs);
    this.all.push(distance);
    this.parts[slot]!.push(distance);
    this.counts[slot] = Math.min(slotEnough, this.counts[slot]! + 1);
  }

  state(): Json {
    return {
      kind: 'slot-ranks',
      version: 1,
      all: this.all.state(),
      parts: this.parts.map((scale) => scale.state()),
      counts: [...this.counts],
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): SlotRanks {
    const fields = new SavedFields(state, 'slot-ranks');
    const parts = fields.list('parts').map((one) => RarityScale.restore(slotSize, one));
    const counts = fields.list('counts').map(Number);
    if (parts.length !== slots || counts.length !== slots || !counts.every(Number.isInteger))
      throw new RangeError(`got ${parts.length} parts of the day: give what state() made`);
    return new SlotRanks(RarityScale.restore(size, fields.json('all')), parts, counts);
  }
}

function slotOf(timeMs: number): number {
  const part = Math.floor((timeMs / dayMs) * slots) % slots;
  return part < 0 ? part + slots : part;
}
