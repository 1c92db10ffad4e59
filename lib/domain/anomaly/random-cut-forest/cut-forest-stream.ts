import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { coarse } from '../calibration/coarse.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { isRemembered } from '../calibration/score-memory.ts';
import { noScore, type Score } from '../detector.ts';
import { CutForest } from './cut-forest.ts';
import type { CutForestOptions } from './options.ts';

/** A decade of rarity is at least worth the displacement of so many more of the points. */
const leastSlope = 0.02;

/** A random cut forest over a stream, and how rare its scores are. */
export class CutForestStream {
  private readonly options: CutForestOptions;
  private readonly forest: CutForest;
  private readonly past: RarityScale;
  /** The value last scored, and its score: it is the next that is taken in, as a rule. */
  private scored = Number.NaN;
  private displacement = Number.NaN;

  constructor(options: CutForestOptions, forest = new CutForest(options), past?: RarityScale) {
    this.options = options;
    this.forest = forest;
    this.past = past ?? new RarityScale(options.past);
  }

  score(value: number): Score {
    const displacement = this.displacementOf(value);
    if (Number.isNaN(displacement)) return noScore;
    // As coarse as what is remembered, so that a score that comes again is not greater than itself.
    const pValue = 10 ** -this.past.rarity(coarse(displacement), leastSlope);
    return { score: displacement, pValue };
  }

  /** NaN for a gap and until the trees are full: what is new to half a tree says nothing of the series. */
  private displacementOf(value: number): number {
    if (!Number.isFinite(value) || !this.forest.isGrown) return Number.NaN;
    const rounded = Math.fround(value);
    if (rounded !== this.scored) {
      this.scored = rounded;
      this.displacement = this.forest.displacement(rounded);
    }
    return this.displacement;
  }

  /** @param value NaN is a gap, which is left out */
  update(value: number): void {
    if (!Number.isFinite(value)) return;
    const { steps } = this.forest;
    if (isRemembered(steps, this.options)) this.past.push(this.displacementOf(value));
    this.forest.update(value);
    this.scored = Number.NaN;
  }

  state(): Json {
    const { forest, past } = this;
    return { kind: 'cut-forest-stream', version: 1, forest: forest.state(), past: past.state() };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: CutForestOptions, state: Json): CutForestStream {
    const fields = new SavedFields(state, 'cut-forest-stream');
    const forest = CutForest.restore(options, fields.json('forest'));
    return new CutForestStream(options, forest, RarityScale.restore(options.past, fields.json('past')));
  }
}
