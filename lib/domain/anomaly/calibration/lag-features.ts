import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields, savedFault } from '../../forecast/saved-fields.ts';
import { packFloats, unpackFloats } from '../../numerics/packed-floats.ts';
import type { StreamOptions } from '../detector.ts';
import { type SeasonSlots, seasonSlots } from './season-slots.ts';

export interface LagFeaturesOptions extends SeasonSlots {
  readonly startMs: number;
}

/** Weight of a value in the short mean: some eight of them make it. */
const weight = 1 / 8;

/**
 * A value of a series as a row of features: the value, its step from the one before, its difference from the same time
 * of the day before, and the mean of the last eight. What is not known yet is a difference of nought.
 */
export class LagFeatures {
  static readonly columns = 4;
  private readonly options: LagFeaturesOptions;
  /** Means of the slots of the last day; NaN where there was no value. */
  private readonly lastDay: Float32Array;
  private previous = Number.NaN;
  private mean = Number.NaN;
  /** The slot being filled, counted from the start, and what has come in it. */
  private slot = 0;
  private slotSum = 0;
  private slotCount = 0;

  constructor(options: LagFeaturesOptions) {
    this.options = options;
    this.lastDay = new Float32Array(options.slots).fill(Number.NaN);
  }

  /** Writes the row of a finite value to `row`. */
  rowOf(value: number, timeMs: number, row: Float32Array): void {
    row[0] = value;
    row[1] = orNought(value - this.previous);
    row[2] = orNought(value - this.dayBefore(timeMs));
    row[3] = Number.isNaN(this.mean) ? value : this.mean + weight * (value - this.mean);
  }

  private dayBefore(timeMs: number): number {
    const { slots } = this.options;
    const slot = this.slotOf(timeMs);
    return slots === 0 || !Number.isSafeInteger(slot) ? Number.NaN : this.lastDay[phaseOf(slot, slots)]!;
  }

  private slotOf(timeMs: number): number {
    return Math.floor((timeMs - this.options.startMs) / this.options.slotMs);
  }

  /** Takes a finite value in. */
  update(value: number, timeMs: number): void {
    this.previous = value;
    this.mean = Number.isNaN(this.mean) ? value : this.mean + weight * (value - this.mean);
    const slot = this.slotOf(timeMs);
    if (this.options.slots === 0 || !Number.isSafeInteger(slot)) return;
    if (slot !== this.slot) this.close(slot);
    this.slotSum += value;
    this.slotCount++;
  }

  private close(next: number): void {
    if (this.slotCount > 0)
      this.lastDay[phaseOf(this.slot, this.options.slots)] = this.slotSum / this.slotCount;
    this.slot = next;
    this.slotSum = 0;
    this.slotCount = 0;
  }

  state(): Json {
    const { previous, mean, slot, slotSum, slotCount } = this;
    return {
      kind: 'lag-features',
      version: 1,
      lastDay: packFloats(this.lastDay),
      slot: [slot, slotSum, slotCount],
      ...(!Number.isNaN(mean) && { previous, mean }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: LagFeaturesOptions, state: Json): LagFeatures {
    const fields = new SavedFields(state, 'lag-features');
    const features = new LagFeatures(options);
    const lastDay = unpackFloats(fields.json('lastDay'));
    if (lastDay.length !== options.slots) throw savedFault('lastDay', `${lastDay.length} slots`);
    features.lastDay.set(lastDay);
    const [slot, sum, count] = fields.list('slot');
    if (typeof slot !== 'number' || typeof sum !== 'number' || typeof count !== 'number')
      throw savedFault('slot', 'no three numbers');
    features.slot = slot;
    features.slotSum = sum;
    features.slotCount = count;
    if (!fields.has('mean')) return features;
    features.previous = fields.number('previous');
    features.mean = fields.number('mean');
    return features;
  }
}

function orNought(difference: number): number {
  return Number.isNaN(difference) ? 0 : difference;
}

/** Slots before the start have a phase as well. */
function phaseOf(slot: number, slots: number): number {
  return ((slot % slots) + slots) % slots;
}

export function lagOptions({ startMs, stepMs }: StreamOptions): LagFeaturesOptions {
  return { startMs, ...seasonSlots(stepMs) };
}
