import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats } from '../../numerics/packed-floats.ts';
import { coarse } from '../calibration/coarse.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { isRemembered } from '../calibration/score-memory.ts';
import { noScore, type Score } from '../detector.ts';
import { LeftProfile } from './left-profile.ts';
import type { ProfileStreamOptions } from './options.ts';

/** A decade of rarity is at least worth this share of the distance of windows that have nothing in common, √(2 window). */
const leastSlopeShare = 0.05;

/** How unlike all earlier windows of a stream the newest one is, beside how unlike they were. */
export class ProfileStream {
  private readonly options: ProfileStreamOptions;
  private readonly profile: LeftProfile;
  private readonly past: RarityScale;
  private taken = 0;
  /** The value last scored, and its distance: it is the next that is taken in, as a rule. */
  private scored = Number.NaN;
  private distance = Number.NaN;

  constructor(options: ProfileStreamOptions, past = new RarityScale(options.past)) {
    this.options = options;
    this.profile = new LeftProfile(options.window, options.memory, true);
    this.past = past;
  }

  score(value: number): Score {
    const distance = this.distanceOf(value);
    if (Number.isNaN(distance)) return noScore;
    const leastSlope = leastSlopeShare * Math.sqrt(2 * this.options.window);
    // As coarse as what is remembered, so that a distance that comes again is not greater than itself.
    return { score: distance, pValue: 10 ** -this.past.rarity(coarse(distance), leastSlope) };
  }

  /** NaN for a gap and while nothing is earlier. */
  private distanceOf(value: number): number {
    const rounded = Math.fround(value);
    if (rounded !== this.scored) {
      const { distance } = Number.isFinite(rounded)
        ? this.profile.nearest(rounded)
        : { distance: Number.NaN };
      this.scored = rounded;
      this.distance = Number.isFinite(distance) ? distance : Number.NaN;
    }
    return this.distance;
  }

  /** @param value NaN is a gap, which is left out */
  update(value: number): void {
    if (!Number.isFinite(value)) return;
    if (isRemembered(this.taken, this.options)) this.past.push(this.distanceOf(value));
    this.profile.update(Math.fround(value));
    this.taken++;
    this.scored = Number.NaN;
  }

  state(): Json {
    const { values, fresh } = this.profile.memories();
    return {
      kind: 'profile-stream',
      version: 1,
      values: packFloats(Float32Array.from(values)),
      fresh,
      taken: this.taken,
      past: this.past.state(),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: ProfileStreamOptions, state: Json): ProfileStream {
    const fields = new SavedFields(state, 'profile-stream');
    const stream = new ProfileStream(options, RarityScale.restore(options.past, fields.json('past')));
    stream.taken = fields.count('taken');
    const values = fields.floats('values');
    if (!stream.profile.recall(values, fields.count('fresh')))
      throw savedFault('values', `${values.length} numbers`);
    return stream;
  }
}
