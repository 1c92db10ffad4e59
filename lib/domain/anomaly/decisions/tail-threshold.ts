import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { coarse, packCoarse, unpackCoarse } from '../calibration/coarse.ts';
import { fitParetoTail, type ParetoTail, paretoExcess } from './generalised-pareto.ts';

/** Scores that are looked at before the tail is believed. */
const scoresNeeded = 288;
/** The tail begins where a fiftieth of the first scores lies above. */
const tailShare = 0.02;
/** Excesses that are remembered; and how many are needed for a tail of their own. */
const mostPeaks = 100;
const fewestPeaks = 8;
/** A tail that ends, or one without a mean, is not believed of a hundred excesses. */
const leastShape = 0;
const mostShape = 0.5;
/** The tail is fitted anew after so many new excesses. */
const refitEvery = 4;

/**
 * The score that a normal point exceeds with a stated probability, learnt from the stream by extreme-value theory: SPOT
 * (Siffer, Fouque, Termier, Largouet: Anomaly detection in streams with extreme value theory, KDD 2017, algorithm 2).
 * Scores of anomalies are to be left out. Scores here are decades of rarity already, in which drift and season are dealt
 * with; what DSPOT takes off by a moving mean is not there.
 */
export class TailThreshold {
  private seen: number;
  /** The first scores, until the tail begins. */
  private first: Float32Array;
  private start: number;
  private readonly peaks: Float32Array;
  private peaksSeen: number;
  private tail: ParetoTail | undefined;
  private sinceFit = 0;

  constructor() {
    this.seen = 0;
    this.first = new Float32Array(scoresNeeded);
    this.start = Number.NaN;
    this.peaks = new Float32Array(mostPeaks);
    this.peaksSeen = 0;
  }

  get isLearning(): boolean {
    return Number.isNaN(this.start);
  }

  /** Takes in the score of a normal point. */
  push(score: number): void {
    if (!Number.isFinite(score)) return;
    if (this.isLearning) this.pushFirst(score);
    else {
      this.seen++;
      if (score > this.start) this.pushPeak(score - this.start);
    }
  }

  private pushFirst(score: number): void {
    this.first[this.seen++] = coarse(score);
    if (this.seen < scoresNeeded) return;
    const sorted = this.first.slice().sort();
    this.start = sorted[Math.floor((1 - tailShare) * sorted.length)]!;
    for (const one of sorted) if (one > this.start) this.pushPeak(one - this.start);
    this.first = new Float32Array(0);
  }

  private pushPeak(excess: number): void {
    this.peaks[this.peaksSeen % mostPeaks] = coarse(excess);
    this.peaksSeen++;
    if (++this.sinceFit >= refitEvery) this.tail = undefined;
  }

  /** The threshold for a probability a point; undefined while learning. */
  at(probability: number): number | undefined {
    if (this.isLearning) return undefined;
    if (this.peaksSeen < fewestPeaks) return this.start;
    const share = (probability * this.seen) / this.peaksSeen;
    return share >= 1 ? this.start : this.start + paretoExcess(this.fitted(), share);
  }

  private fitted(): ParetoTail {
    if (this.tail === undefined) {
      const peaks = this.peaks.subarray(0, Math.min(this.peaksSeen, mostPeaks));
      const { shape, scale } = fitParetoTail(peaks);
      const mean = peaks.reduce((sum, one) => sum + one, 0) / peaks.length;
      const believed = Math.max(leastShape, Math.min(mostShape, shape));
      // With another shape, the scale that keeps the mean excess.
      this.tail = { shape: believed, scale: believed === shape ? scale : mean * (1 - believed) };
      this.sinceFit = 0;
    }
    return this.tail;
  }

  state(): Json {
    const held = this.isLearning
      ? this.first.subarray(0, this.seen)
      : this.peaks.subarray(0, Math.min(this.peaksSeen, mostPeaks));
    return {
      kind: 'tail-threshold',
      version: 1,
      seen: this.seen,
      ...(!this.isLearning && { start: this.start, peaksSeen: this.peaksSeen, sinceFit: this.sinceFit }),
      ...(this.tail !== undefined && { tail: [this.tail.shape, this.tail.scale] }),
      held: packCoarse(held),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): TailThreshold {
    const fields = new SavedFields(state, 'tail-threshold');
    const threshold = new TailThreshold();
    const held = unpackCoarse(fields.json('held'));
    const isLearning = !fields.has('start');
    if (held.length > (isLearning ? scoresNeeded : mostPeaks))
      throw new RangeError(`got ${held.length} scores of a tail: give what state() made`);
    threshold.seen = fields.count('seen');
    (isLearning ? threshold.first : threshold.peaks).set(held);
    if (isLearning) return threshold;
    threshold.start = fields.number('start');
    threshold.peaksSeen = fields.count('peaksSeen');
    threshold.sinceFit = fields.count('sinceFit');
    if (fields.has('tail')) {
      const [shape = 0, scale = 1] = fields.list('tail').map(Number);
      threshold.tail = { shape, scale };
    }
    return threshold;
  }
}
