import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { Recent } from '../calibration/recent.ts';
import { Spread } from '../calibration/spread.ts';
import { SameTime } from '../seasonal-change/same-time.ts';
import { ChangeWatch, type Found } from './change-watch.ts';
import type { ChangeOptions } from './options.ts';

/** The usual of the time of day is believed once its errors are less than so much of those of the level alone. */
const seasonGain = 0.8;

/** A change of level or of variance in a series. */
export interface Change {
  readonly kind: 'level' | 'spread';
  /** 1 up or wider, −1 down or narrower. */
  readonly side: 1 | -1;
  /** When it began, by maximum likelihood. */
  readonly sinceMs: number;
  /** Points since it began, the one looked at included. */
  readonly points: number;
  /** Probability of so clear a change when there is none. */
  readonly pValue: number;
  /** By how much the level is another than the usual one; for a change of variance what it is off by meanwhile. */
  readonly shift: number;
}

/**
 * Watches the values themselves, and what they differ by from the usual of their time of day. The one that errs less
 * speaks.
 */
export class ChangePoint {
  private readonly options: ChangeOptions;
  private readonly plain: ChangeWatch;
  private readonly seasonal: ChangeWatch;
  private readonly sameTime: SameTime;
  private readonly plainError: Spread;
  private readonly seasonalError: Spread;
  /** Steps since the start at which the last values came. */
  private readonly times: Recent;

  constructor(options: ChangeOptions, parts: ChangePointParts = freshParts(options)) {
    this.options = options;
    this.plain = parts.plain;
    this.seasonal = parts.seasonal;
    this.sameTime = parts.sameTime;
    this.plainError = parts.plainError;
    this.seasonalError = parts.seasonalError;
    this.times = parts.times;
  }

  /** What is looked at: the watch that speaks, and the value as that one sees it. */
  private view(observed: number, timeMs: number): { watch: ChangeWatch; value: number } {
    const usual = this.sameTime.usual(timeMs);
    const isSeasonal =
      !Number.isNaN(usual) &&
      !this.seasonal.isLearning &&
      this.seasonalError.mean < seasonGain * this.plainError.mean;
    if (isSeasonal) return { watch: this.seasonal, value: observed - usual };
    return { watch: this.plain, value: observed };
  }

  /** @param observed NaN is a gap */
  look(observed: number, timeMs: number): Found | undefined {
    if (!Number.isFinite(observed)) return undefined;
    const { watch, value } = this.view(observed, timeMs);
    return watch.look(value);
  }

  /** The likeliest change as of this value; undefined while learning, and for a gap. */
  change(observed: number, timeMs: number): Change | undefined {
    const found = this.look(observed, timeMs);
    if (found === undefined) return undefined;
    const { watch, value } = this.view(observed, timeMs);
    const points = watch.since(found, value);
    return {
      kind: found.kind,
      side: found.side,
      sinceMs: this.beginning(points, timeMs),
      points,
      pValue: 10 ** -found.decades,
      shift: watch.meanOfLast(points, value) - watch.centre(),
    };
  }

  private beginning(points: number, timeMs: number): number {
    const times = this.times.values();
    const step = times[times.length - points + 1];
    return step === undefined ? timeMs : this.options.startMs + step * this.options.stepMs;
  }

  update(observed: number, timeMs: number): void {
    const usual = this.sameTime.usual(timeMs);
    if (Number.isFinite(observed)) {
      this.times.push(Math.round((timeMs - this.options.startMs) / this.options.stepMs));
      takeIn(this.plain, this.plainError, observed);
      if (!Number.isNaN(usual)) takeIn(this.seasonal, this.seasonalError, observed - usual);
    }
    this.sameTime.update(observed, timeMs);
  }

  state(): Json {
    return {
      kind: 'change-point-state',
      version: 1,
      plain: this.plain.state(),
      seasonal: this.seasonal.state(),
      sameTime: this.sameTime.state(),
      plainError: [...this.plainError.numbers()],
      seasonalError: [...this.seasonalError.numbers()],
      times: this.times.state(),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: ChangeOptions, state: Json): ChangePoint {
    const fields = new SavedFields(state, 'change-point-state');
    return new ChangePoint(options, {
      plain: ChangeWatch.restore(options, fields.json('plain')),
      seasonal: ChangeWatch.restore(options, fields.json('seasonal')),
      sameTime: SameTime.restore(options.slotMs, options.days, fields.json('sameTime')),
      plainError: Spread.restore(options.usual, fields.list('plainError')),
      seasonalError: Spread.restore(options.usual, fields.list('seasonalError')),
      times: Recent.restore(options.window, fields.json('times')),
    });
  }
}

interface ChangePointParts {
  readonly plain: ChangeWatch;
  readonly seasonal: ChangeWatch;
  readonly sameTime: SameTime;
  readonly plainError: Spread;
  readonly seasonalError: Spread;
  readonly times: Recent;
}

function freshParts(options: ChangeOptions): ChangePointParts {
  return {
    plain: new ChangeWatch(options),
    seasonal: new ChangeWatch(options),
    sameTime: new SameTime(options.slotMs, options.days),
    plainError: new Spread(options.usual),
    seasonalError: new Spread(options.usual),
    times: new Recent(options.window),
  };
}

function takeIn(watch: ChangeWatch, errors: Spread, value: number): void {
  const error = Math.abs(value - watch.centre());
  if (Number.isFinite(error)) errors.push(error);
  watch.update(value);
}
