import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { mostDecades } from '../calibration/rarity-scale.ts';
import { MissingShare } from './missing-share.ts';
import type { AbsenceOptions } from './options.ts';
import { Silences } from './silences.ts';

/** Points that come before anything is said. */
const fewestArrivals = 32;
/** Two looks at the same steps: the rarer of them counts, and twice as often. */
const twoLooks = Math.log10(2);
/** Of a longer jump of the clock only so many spans of missing steps are walked through. */
const mostSpans = 8;

/** How rare the silence is that a series is in, and the share of steps that have no point of late. */
export class Absence {
  private readonly options: AbsenceOptions;
  private readonly silences: Silences;
  private readonly share: MissingShare;
  /** Steps since the last point, counted up to the last step told of. */
  private silent = 0;
  /** Steps passed since the first point. */
  private steps = 0;
  private lastMs: number | undefined;

  constructor(options: AbsenceOptions, silences = new Silences(), share = new MissingShare(options)) {
    this.options = options;
    this.silences = silences;
    this.share = share;
  }

  private get isLearning(): boolean {
    return this.steps < this.options.learning || this.silences.arrivals < fewestArrivals;
  }

  /** Decades of rarity, 0 to 12. A step not told of is missing: it counts as soon as a later one is told of. */
  rarity(observed: number, timeMs: number): number {
    if (this.isLearning) return 0;
    const passed = this.passed(timeMs);
    const missing = passed - (Number.isNaN(observed) ? 0 : 1);
    const silence = missing > 0 ? this.silences.rarity(this.silent + missing + 1) : 0;
    const decades = Math.max(silence, this.share.rarity(Math.max(0, missing))) - twoLooks;
    return Math.max(0, Math.min(mostDecades, decades));
  }

  /** Steps since the last one told of; none when the clock stands or goes back. */
  private passed(timeMs: number): number {
    if (this.lastMs === undefined) return 1;
    return Math.max(0, Math.round((timeMs - this.lastMs) / this.options.stepMs));
  }

  update(observed: number, timeMs: number): void {
    const isMissing = Number.isNaN(observed);
    if (this.lastMs === undefined && isMissing) return;
    const passed = this.passed(timeMs);
    if (passed === 0) this.takeAgain(isMissing, timeMs);
    else this.takeIn(passed, isMissing, timeMs);
  }

  /** A clock that goes back is believed, so that a wrong time in the future does not silence the detector. */
  private takeAgain(isMissing: boolean, timeMs: number): void {
    if (timeMs < this.lastMs! - this.options.stepMs / 2) this.lastMs = timeMs;
    if (!isMissing) this.silent = 0;
  }

  private takeIn(passed: number, isMissing: boolean, timeMs: number): void {
    const missing = passed - (isMissing ? 0 : 1);
    const walked = Math.min(missing, mostSpans * this.options.span);
    for (let k = 0; k < walked; k++) this.share.push(true);
    if (!isMissing) {
      this.share.push(false);
      this.silences.push(this.silent + passed);
    }
    this.silent = isMissing ? this.silent + passed : 0;
    this.steps = Math.min(this.options.learning, this.steps + passed);
    this.lastMs = timeMs;
  }

  state(): Json {
    return {
      kind: 'absence-state',
      version: 1,
      silences: this.silences.state(),
      share: this.share.state(),
      silent: this.silent,
      steps: this.steps,
      ...(this.lastMs !== undefined && { lastMs: this.lastMs }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: AbsenceOptions, state: Json): Absence {
    const fields = new SavedFields(state, 'absence-state');
    const silences = Silences.restore(fields.json('silences'));
    const absence = new Absence(options, silences, MissingShare.restore(options, fields.json('share')));
    absence.silent = fields.count('silent');
    absence.steps = fields.count('steps');
    if (fields.has('lastMs')) absence.lastMs = fields.number('lastMs');
    return absence;
  }
}
