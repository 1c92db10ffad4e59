import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Member } from '../calibration/member.ts';
import { NewExtreme, type NewExtremeOptions } from '../new-extreme/new-extreme.ts';

/** By how much the step from the last value is greater than any that was ever seen, up or down. */
export class NewStep implements Member {
  private readonly extreme: NewExtreme;
  private last: number;

  constructor(options: NewExtremeOptions, extreme = new NewExtreme(options), last = Number.NaN) {
    this.extreme = extreme;
    this.last = last;
  }

  get isLearning(): boolean {
    return this.extreme.isLearning;
  }

  rarity(observed: number): number {
    return this.extreme.rarity(observed - this.last);
  }

  side(observed: number): number {
    return this.extreme.side(observed - this.last);
  }

  /** There is no step over a gap. */
  update(observed: number): void {
    this.extreme.update(observed - this.last);
    this.last = observed;
  }

  state(): Json {
    const last = Number.isNaN(this.last) ? null : this.last;
    return { kind: 'new-step', version: 1, extreme: this.extreme.state(), last };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: NewExtremeOptions, state: Json): NewStep {
    const fields = new SavedFields(state, 'new-step');
    const extreme = NewExtreme.restore(options, fields.json('extreme'));
    const last = fields.json('last') === null ? Number.NaN : fields.number('last');
    return new NewStep(options, extreme, last);
  }
}
