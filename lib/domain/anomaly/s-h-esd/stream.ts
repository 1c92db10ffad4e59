import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import { coarse } from '../calibration/coarse.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { isRemembered } from '../calibration/score-memory.ts';
import { noScore, type Score } from '../detector.ts';
import { type EsdNorm, normOf, normState, restoreNorm, seasonAt } from './norm.ts';
import type { EsdStreamOptions } from './options.ts';
import { Slots } from './slots.ts';

/** The scale is never taken to be less than this share of the level. */
const leastScaleShare = 1e-3;
const leastScale = 1e-9;
/** Further off says no more: what never moved before is infinitely far as soon as it moves. */
const greatestScore = 1024;
/** A decade of rarity is at least worth so many deviations: what it is beyond 99 % of normal noise. */
const leastSlope = 0.5;
/** S-H-ESD is run after so many new slots at the least, and after a quarter of those there are while they are few. */
const fewestNew = 8;
const newShare = 0.25;

/** S-H-ESD over a sliding window of two weeks, run once a season: each value is judged by the last run before it. */
export class EsdStream {
  private readonly options: EsdStreamOptions;
  private readonly slots: Slots;
  private readonly past: RarityScale;
  private norm: EsdNorm | undefined;
  private scale: number;
  /** Slots since the last run. */
  private fresh = 0;
  /** Distances so far. */
  private seen = 0;

  constructor(
    options: EsdStreamOptions,
    slots = new Slots(options.size),
    past?: RarityScale,
    norm?: EsdNorm,
  ) {
    this.options = options;
    this.slots = slots;
    this.past = past ?? new RarityScale(options.past);
    this.norm = norm;
    this.scale = scaleOf(norm);
  }

  score(value: number, timeMs: number): Score {
    const distance = this.distance(value, timeMs);
    if (Number.isNaN(distance)) return noScore;
    // As coarse as what is remembered, so that a value that comes again is not greater than itself.
    return { score: distance, pValue: 10 ** -this.past.rarity(coarse(Math.abs(distance)), leastSlope) };
  }

  /** In deviations from the usual of its time of day; NaN for a gap and before the first run. */
  private distance(value: number, timeMs: number): number {
    if (this.norm === undefined) return Number.NaN;
    const off = value - seasonAt(this.norm, this.place(timeMs)) - this.norm.centre;
    return Math.max(-greatestScore, Math.min(greatestScore, off / this.scale));
  }

  private place(timeMs: number): number {
    return (timeMs - this.options.startMs) / this.options.slotMs;
  }

  update(value: number, timeMs: number): void {
    this.remember(Math.abs(this.distance(value, timeMs)));
    const slot = Math.floor(this.place(timeMs));
    if (!Number.isSafeInteger(slot) || slot < 0) return;
    this.fresh += this.slots.put(slot, Math.fround(value));
    if (this.fresh >= this.runAfter()) this.run();
  }

  private remember(distance: number): void {
    if (Number.isNaN(distance)) return;
    if (isRemembered(this.seen, this.options)) this.past.push(distance);
    this.seen++;
  }

  private runAfter(): number {
    const most = Math.max(fewestNew, this.options.period);
    return Math.min(most, Math.max(fewestNew, Math.floor(newShare * this.slots.count)));
  }

  private run(): void {
    const { period } = this.options;
    this.fresh = 0;
    const phase = period === 0 ? 0 : this.slots.first % period;
    this.norm = normOf(this.slots.values(), period, phase) ?? this.norm;
    this.scale = scaleOf(this.norm);
  }

  state(): Json {
    return {
      kind: 'esd-stream',
      version: 1,
      latest: this.slots.latest,
      slots: packFloats(this.slots.values()),
      fresh: this.fresh,
      seen: this.seen,
      past: this.past.state(),
      ...(this.norm && { norm: normState(this.norm) }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: EsdStreamOptions, state: Json): EsdStream {
    const fields = new SavedFields(state, 'esd-stream');
    const slots = Slots.of(options.size, fields.count('latest', -1), unpackFloats(fields.json('slots')));
    const past = RarityScale.restore(options.past, fields.json('past'));
    const norm = fields.has('norm') ? restoreNorm(fields.json('norm'), options.period) : undefined;
    const stream = new EsdStream(options, slots, past, norm);
    stream.fresh = fields.count('fresh');
    stream.seen = fields.count('seen');
    return stream;
  }
}

function scaleOf(norm: EsdNorm | undefined): number {
  if (norm === undefined) return leastScale;
  return Math.max(norm.scale, leastScaleShare * Math.abs(norm.centre), leastScale);
}
