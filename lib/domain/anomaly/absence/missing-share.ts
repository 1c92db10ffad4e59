import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';

/** A decade is at least worth so many missing steps: what collectors lose now and then is nothing rare. */
const leastSlope = 3;

export interface ShareOptions {
  /** Steps looked at together. */
  readonly span: number;
  /** Looks remembered. */
  readonly size: number;
}

/** How many of the last steps have no point, beside how many usually have none. */
export class MissingShare {
  /** 1 for a step without a point. */
  private readonly ring: Uint8Array;
  private readonly past: RarityScale;
  private at = 0;
  private missing = 0;

  constructor({ span, size }: ShareOptions, past = new RarityScale(size)) {
    this.ring = new Uint8Array(span);
    this.past = past;
  }

  /** Decades, once so many steps more are missing. */
  rarity(more: number): number {
    return this.past.rarity(this.missingWith(more), leastSlope);
  }

  private missingWith(more: number): number {
    const { ring } = this;
    let missing = this.missing;
    for (let k = 0; k < more && k < ring.length; k++) missing += 1 - ring[(this.at + k) % ring.length]!;
    return missing;
  }

  /** Takes a step in. @param isMissing whether no point came in it */
  push(isMissing: boolean): void {
    const flag = isMissing ? 1 : 0;
    this.missing += flag - this.ring[this.at]!;
    this.ring[this.at] = flag;
    this.at = this.at + 1 === this.ring.length ? 0 : this.at + 1;
    if (this.at === 0) this.past.push(this.missing);
  }

  state(): Json {
    return {
      kind: 'missing-share',
      version: 1,
      ring: this.ring.join(''),
      at: this.at,
      past: this.past.state(),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: ShareOptions, state: Json): MissingShare {
    const fields = new SavedFields(state, 'missing-share');
    const share = new MissingShare(options, RarityScale.restore(options.size, fields.json('past')));
    const ring = fields.text('ring');
    share.at = fields.count('at');
    if (ring.length !== options.span || !/^[01]*$/.test(ring) || share.at >= options.span)
      throw new RangeError(`got ${ring.length} steps: give what state() made`);
    share.ring.set(Array.from(ring, Number));
    share.missing = share.ring.reduce((sum, flag) => sum + flag, 0);
    return share;
  }
}
