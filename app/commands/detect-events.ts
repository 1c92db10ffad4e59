import type { Decision } from '../../lib/domain/anomaly/decisions/index.ts';
import type { Expectation } from '../../lib/domain/forecast/forecaster.ts';

/** A stretch of a series that is not normal, as steps of it. */
export interface DetectedEvent {
  readonly fromStep: number;
  /** The last anomalous step. */
  readonly toStep: number;
  /** Where it was rarest, what it was there, and what was expected; NaN where nothing was. */
  readonly worstStep: number;
  readonly value: number;
  readonly expected: number;
  /** Decades of rarity there, signed. */
  readonly score: number;
  /** Who found it, the most frequent first. */
  readonly detectors: readonly string[];
  /** When an earlier one, that went about as far on the same side, began; ms. */
  readonly likeMs?: number;
}

/** Steps that are normal between two anomalous ones of an event, at most. */
const mostBetween = 3;

interface Going extends Omit<DetectedEvent, 'detectors'> {
  readonly found: Map<string, number>;
}

/** Puts anomalous steps together to events, as they come. */
export class EventRow {
  private readonly going: Going[] = [];

  take(step: number, observed: number, expected: Expectation | undefined, decision: Decision): void {
    if (!decision.isAnomaly) return;
    const { score, by, like, episode } = decision;
    const here = { worstStep: step, value: observed, expected: expected?.mean ?? Number.NaN, score };
    const last = this.going.at(-1);
    const goesOn =
      last !== undefined &&
      Math.sign(last.score) === Math.sign(score) &&
      (step - last.toStep <= mostBetween + 1 || episode?.fromMs === this.episodeMs);
    const found = goesOn ? last.found : new Map<string, number>();
    for (const id of by) found.set(id, (found.get(id) ?? 0) + 1);
    if (!goesOn)
      this.going.push({
        fromStep: step,
        toStep: step,
        ...here,
        found,
        ...(like && { likeMs: like.fromMs }),
      });
    else
      this.going[this.going.length - 1] = {
        ...last,
        toStep: step,
        ...(isWorse(here, last) ? here : {}),
      };
    this.episodeMs = episode?.fromMs;
  }

  /** When what the decider takes for one began. */
  private episodeMs: number | undefined;

  all(): readonly DetectedEvent[] {
    return this.going.map(({ found, ...event }) => ({
      ...event,
      detectors: [...found].sort((a, b) => b[1] - a[1]).map(([id]) => id),
    }));
  }
}

/** By how far it is from what was expected, where both know, else by how rare it is. */
function isWorse(
  a: Pick<Going, 'value' | 'expected' | 'score'>,
  b: Pick<Going, 'value' | 'expected' | 'score'>,
) {
  const [far, before] = [Math.abs(a.value - a.expected), Math.abs(b.value - b.expected)];
  return Number.isNaN(far - before) ? Math.abs(a.score) > Math.abs(b.score) : far > before;
}
