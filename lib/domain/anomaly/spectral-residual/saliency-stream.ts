import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { coarse } from '../calibration/coarse.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { Recent } from '../calibration/recent.ts';
import { isRemembered } from '../calibration/score-memory.ts';
import { noScore, type Score } from '../detector.ts';
import { published, salienceBeside } from './batch.ts';
import { estimatedNext } from './estimated-next.ts';
import { leastWindow, type SaliencyStreamOptions } from './options.ts';
import { SaliencyMap } from './saliency.ts';

/** A decade of rarity is at least worth so much of the mean saliency around. */
const leastSlope = 0.5;
/** What stands out further than this says no more. */
const greatestScore = 1024;

/** How much the newest value of a stream stands out of its window, beside how much the others do. */
export class SaliencyStream {
  private readonly options: SaliencyStreamOptions;
  private readonly recent: Recent;
  private readonly past: RarityScale;
  private map: SaliencyMap | undefined;
  private series = new Float64Array(0);
  /** Values taken in. */
  private taken = 0;
  /** The value last scored, and its score: it is the next that is taken in, as a rule. */
  private scored = Number.NaN;
  private salience = Number.NaN;

  constructor(options: SaliencyStreamOptions, recent = new Recent(options.window), past?: RarityScale) {
    this.options = options;
    this.recent = recent;
    this.past = past ?? new RarityScale(options.past);
  }

  /** The excess over the mean saliency before it, as a share of that; signed by the side on which the value lies. */
  score(value: number): Score {
    const salience = this.salienceOf(value);
    if (Number.isNaN(salience)) return noScore;
    const { preceding } = published;
    const isBelow = value < this.recent.meanWith(preceding, value);
    return {
      score: isBelow ? -salience : salience,
      // As coarse as what is remembered, so that a score that comes again is not greater than itself.
      pValue: 10 ** -this.past.rarity(coarse(salience), leastSlope),
    };
  }

  /** NaN for a gap and while there are too few values for the smallest window. */
  private salienceOf(value: number): number {
    if (Math.fround(value) !== this.scored) {
      this.scored = Math.fround(value);
      this.salience = this.reckon(this.scored);
    }
    return this.salience;
  }

  /** By the greatest window that the values fill. */
  private reckon(value: number): number {
    const { appended, preceding, estimateFrom } = published;
    const length = Math.min(this.options.window, 2 ** Math.floor(Math.log2(this.taken + 1 + appended)));
    if (!Number.isFinite(value) || length < leastWindow) return Number.NaN;
    if (this.series.length !== length) this.grow(length);
    const { series } = this;
    const last = length - appended - 1;
    for (let i = 0; i < last; i++) series[i] = this.recent.back(last - i);
    series[last] = value;
    // Estimated without the newest: a spike would draw the appended ones with it and drown among them.
    series.fill(estimatedNext(series, last, estimateFrom), last + 1);
    const saliency = this.map!.of(series);
    return Math.min(greatestScore, Math.max(0, salienceBeside(saliency, last, preceding)));
  }

  private grow(length: number): void {
    this.series = new Float64Array(length);
    this.map = new SaliencyMap(length, published.average);
  }

  /** @param value NaN is a gap, which is left out */
  update(value: number): void {
    if (!Number.isFinite(value)) return;
    const salience = this.salienceOf(value);
    if (isRemembered(this.taken, this.options)) this.past.push(salience);
    this.recent.push(value);
    this.taken++;
    this.scored = Number.NaN;
  }

  state(): Json {
    return {
      kind: 'saliency-stream',
      version: 1,
      recent: this.recent.state(),
      past: this.past.state(),
      taken: this.taken,
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: SaliencyStreamOptions, state: Json): SaliencyStream {
    const fields = new SavedFields(state, 'saliency-stream');
    const stream = new SaliencyStream(
      options,
      Recent.restore(options.window, fields.json('recent')),
      RarityScale.restore(options.past, fields.json('past')),
    );
    stream.taken = fields.count('taken');
    if (stream.recent.values().length !== Math.min(stream.taken, options.window))
      throw savedFault('recent', `another count of values than ${stream.taken} leave`);
    return stream;
  }
}
