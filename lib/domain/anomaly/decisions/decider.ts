import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import type { Detector, DetectorModel, Judged, Score, StreamOptions } from '../detector.ts';
import { defaultBudget, probabilityOf } from './budget.ts';
import { cauchyCombination } from './combine.ts';
import { type Episode, Episodes } from './episodes.ts';
import { TailThreshold } from './tail-threshold.ts';

const hourMs = 3_600_000;
/** An anomaly that has lasted so long is how things are now: it is learnt, and told no more. */
const adoptAfterMs = 24 * hourMs;
/** While models learn a new level, nothing is told. */
const adoptingMs = 6 * hourMs;
/** What goes on needs less to go on than it took to begin: this share of the decades, */
const endShare = 2 / 3;
/** or, as long as its last step is not older than this, to be still off what was expected. */
const patienceMs = 900_000;
/** A series younger than this is still learning: a day, and as many steps at least. */
const learningMs = 24 * hourMs;
const fewestSteps = 24;
/** A series that alarms more often than its budget allows, over so long, has to be rarer for it. */
const watchedMs = 30 * 24 * hourMs;
const timesBudget = 2;
const mostHigher = 3;

export interface DeciderOptions {
  readonly detectors: readonly Detector[];
  readonly stream: StreamOptions;
  /** False alarms a series and month that are put up with: the one knob. @default 1 */
  readonly budget?: number;
}

/** What else is known of a step. */
export interface Circumstances {
  /** Whether the difference matters to anybody. @default true */
  readonly isNoteworthy?: boolean;
  /** Maintenance: nothing is told, nothing learnt. An event that brings more, or less: that is no news. */
  readonly known?: 'maintenance' | 'brings_more' | 'brings_less';
}

export interface Decision {
  /** Probability of a step at least as strange, over all detectors. */
  readonly pValue: number;
  /** Decades of rarity, signed: positive is above what was expected. */
  readonly score: number;
  readonly isAnomaly: boolean;
  /** Too little is known yet to call anything an anomaly. */
  readonly isLearning: boolean;
  /** Whether models should take this step for a gap: what is not normal is not to be learnt as that. */
  readonly isHeld: boolean;
  /** Detectors, or parts of them, that find it rare, the strictest first. */
  readonly by: readonly string[];
  /** What it is part of. */
  readonly episode?: Episode;
  /** An earlier one that went about as far on the same side. */
  readonly like?: Episode;
  /** Why a rare step is no anomaly. */
  readonly spared?: 'too_small' | 'maintenance' | 'known_event' | 'marked_normal' | 'new_level';
}

/** Several detectors on one series, what is usual of them, and what follows from that. */
export class Decider {
  private readonly seats: readonly Seat[];
  private readonly stepMs: number;
  private readonly budget: number;
  /** Of a false alarm at a step. */
  private readonly probability: number;
  /** Decades below which no step is an anomaly, whatever the tail says. */
  private readonly lowest: number;
  private readonly tail: TailThreshold;
  private been: Episodes;
  private adoptingUntilMs: number;
  /** Steps that are learnt from before anything is called an anomaly, and those that were. */
  private readonly needed: number;
  private taken: number;

  constructor(
    seats: readonly Seat[],
    stepMs: number,
    budget = defaultBudget,
    {
      tail = new TailThreshold(),
      episodes = new Episodes(),
      adoptingUntilMs = Number.NEGATIVE_INFINITY,
      taken = 0,
    }: Held = {},
  ) {
    this.seats = seats;
    this.stepMs = stepMs;
    this.budget = budget;
    this.probability = probabilityOf(budget, stepMs);
    this.lowest = -Math.log10(this.probability);
    this.tail = tail;
    this.been = episodes;
    this.adoptingUntilMs = adoptingUntilMs;
    this.needed = Math.max(fewestSteps, Math.round(learningMs / stepMs));
    this.taken = taken;
  }

  /** What the series has been through. */
  get episodes(): Episodes {
    return this.been;
  }

  /** Goes on from an older one of the same series: what it has been through, and what goes on. */
  goOnFrom(before: Decider): void {
    this.been = before.been.together(this.been);
    this.adoptingUntilMs = Math.max(this.adoptingUntilMs, before.adoptingUntilMs);
  }

  /** Judges a step and takes it in. A gap is nothing to decide: it only passes. */
  take(point: Judged, circumstances: Circumstances = {}): Decision {
    const { decision, isClean } = this.judge(point, circumstances);
    // Detectors keep learning of what lasts, and so find its end and what comes after; expectations do not.
    if (circumstances.known !== 'maintenance') for (const { model } of this.seats) model.update(point);
    if (isClean) this.tail.push(Math.abs(decision.score));
    if (!Number.isNaN(point.observed)) this.taken = Math.min(this.taken + 1, this.needed);
    return decision;
  }

  private judge(point: Judged, circumstances: Circumstances) {
    const scores = this.seats.map(({ model }) => model.score(point));
    const pValues = scores.map(({ pValue }) => pValue);
    const pValue = Number.isNaN(point.observed) ? 1 : cauchyCombination(pValues);
    const decades = -Math.log10(pValue);
    const side = sideOf(point, scores);
    const isLearning = this.taken < this.needed;
    const isRare = !isLearning && this.isRare(point, side, decades);
    const spared = isRare ? this.sparedBy(point, side, circumstances) : undefined;
    const isAnomaly = isRare && spared === undefined;
    const episode = isAnomaly ? this.been.add(point.timeMs, side, distanceOf(point)) : undefined;
    const like = episode && this.been.like(episode);
    const decision: Decision = {
      pValue,
      score: side * decades,
      isAnomaly,
      isLearning,
      isHeld:
        circumstances.known === 'maintenance' || (isRare && spared !== 'too_small' && spared !== 'new_level'),
      by: isRare ? this.finders(scores) : [],
      ...(episode && { episode }),
      ...(like && { like }),
      ...(spared && { spared }),
    };
    // What is rare tells nothing of what is usual, whether it matters or not; a new level is the usual one.
    const isClean = !decision.isHeld && (!isRare || spared === 'new_level');
    return { decision, isClean };
  }

  private isRare(point: Judged, side: number, decades: number): boolean {
    const { timeMs } = point;
    const going = this.been.at(timeMs);
    const isOn = going !== undefined && going.side === side && timeMs >= going.toMs;
    if (isOn && timeMs - going.toMs <= Math.max(patienceMs, this.stepMs) && isOutside(point)) return true;
    const share = isOn ? endShare : 1;
    return decades >= share * this.lowest && decades >= share * this.threshold(timeMs);
  }

  /**
   * Decades from which on a step is an anomaly: those of the budget, as the detectors' p-values are calibrated. Where they
   * turn out not to be, and the budget is overdrawn, those that the series' own tail asks for.
   */
  private threshold(timeMs: number): number {
    const alarms = this.been.all().filter(({ fromMs }) => fromMs > timeMs - watchedMs).length;
    if (alarms < Math.max(timesBudget, timesBudget * this.budget)) return this.lowest;
    const learnt = this.tail.at(this.probability) ?? this.lowest;
    return Math.max(this.lowest, Math.min(this.lowest + mostHigher, learnt));
  }

  private sparedBy(
    point: Judged,
    side: number,
    { isNoteworthy = true, known }: Circumstances,
  ): Decision['spared'] {
    const { timeMs } = point;
    if (known === 'maintenance') return 'maintenance';
    if (!isNoteworthy) return 'too_small';
    if (known === (side > 0 ? 'brings_more' : 'brings_less')) return 'known_event';
    if (this.been.markedAs(timeMs, side, distanceOf(point)) !== undefined) return 'marked_normal';
    const going = this.been.at(timeMs);
    if (going !== undefined && going.side === side && timeMs - going.fromMs >= adoptAfterMs) {
      this.been.end();
      this.adoptingUntilMs = timeMs + adoptingMs;
    }
    return timeMs < this.adoptingUntilMs ? 'new_level' : undefined;
  }

  /** Those that would find it rare alone, or else the strictest. */
  private finders(scores: readonly Score[]): readonly string[] {
    const least = Math.min(...scores.map(({ pValue }) => pValue));
    const rare = Math.max(least, Math.min(0.01, least * 100));
    return this.seats
      .map(({ detector }, i) => ({ id: detector.id, ...scores[i]! }))
      .filter(({ pValue }) => pValue <= rare)
      .sort((a, b) => a.pValue - b.pValue)
      .flatMap(({ id, by = [id] }) => by);
  }

  state(): Json {
    return {
      kind: 'decider',
      version: 1,
      stepMs: this.stepMs,
      taken: this.taken,
      seats: this.seats.map(({ detector, model }) => ({
        detector: detector.id,
        model: model.state(),
      })),
      tail: this.tail.state(),
      episodes: this.been.state(),
      ...(Number.isFinite(this.adoptingUntilMs) && { adoptingUntilMs: this.adoptingUntilMs }),
    };
  }
}

/** A detector's place at the table. */
interface Seat {
  readonly detector: Detector;
  readonly model: DetectorModel;
}

interface Held {
  readonly tail?: TailThreshold;
  readonly episodes?: Episodes;
  readonly adoptingUntilMs?: number;
  readonly taken?: number;
}

export function createDecider({ detectors, stream, budget }: DeciderOptions): Decider {
  const seats = detectors.map((detector) => ({
    detector,
    model: detector.create(stream),
  }));
  return new Decider(seats, stream.stepMs, budget);
}

/**
 * A decider as its state says.
 * @param detectorOf the detectors that states may name
 * @param episodes in place of the state's own: what a series has been through outlasts its models
 * @throws RangeError when the state is not one that `Decider.state` gave
 */
export function restoreDecider(
  state: Json,
  detectorOf: (id: string) => Detector | undefined,
  budget?: number,
): Decider {
  const fields = new SavedFields(state, 'decider');
  const seats = fields.list('seats').map((json) => restoreSeat(json, detectorOf));
  const adoptingUntilMs = fields.has('adoptingUntilMs') ? fields.number('adoptingUntilMs') : undefined;
  return new Decider(seats, fields.number('stepMs', 1), budget, {
    taken: fields.count('taken'),
    tail: TailThreshold.restore(fields.json('tail')),
    episodes: Episodes.restore(fields.json('episodes')),
    ...(adoptingUntilMs !== undefined && { adoptingUntilMs }),
  });
}

function restoreSeat(json: Json, detectorOf: (id: string) => Detector | undefined): Seat {
  const { detector: id, model } = (json ?? {}) as { readonly [key: string]: Json };
  const detector = detectorOf(String(id));
  if (detector === undefined) throw new RangeError(`got a state of detector ${String(id)}: train anew`);
  return { detector, model: detector.restore(model ?? null) };
}

/** Above what was expected, 1, or below it, −1; without an expectation as the strictest detector sees it. */
function sideOf({ observed, expected }: Judged, scores: readonly Score[]): number {
  if (expected !== undefined) return observed < expected.mean ? -1 : 1;
  return scores.reduce((a, b) => (b.pValue < a.pValue ? b : a)).score < 0 ? -1 : 1;
}

/** Whether a step lies off its interval. */
function isOutside({ observed, expected }: Judged): boolean {
  return expected !== undefined && (observed < expected.lower || observed > expected.upper);
}

/** Log of observed over expected, of either at least a hundredth of the expected; 0 without an expectation. */
function distanceOf({ observed, expected }: Judged): number {
  if (expected === undefined) return 0;
  const least = Math.max(0.01 * Math.abs(expected.mean), 1e-3 * expected.sd, Number.MIN_VALUE);
  return Math.log(Math.max(Math.abs(observed), least) / Math.max(Math.abs(expected.mean), least));
}
