import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';

/** A stretch in which a series was not itself. */
export interface Episode {
  readonly fromMs: number;
  /** Start of its last anomalous step. */
  readonly toMs: number;
  /** 1 above what was expected, −1 below. */
  readonly side: number;
  /** Farthest it was: log of observed over expected, of either at least a hundredth of the expected. */
  readonly farthest: number;
  /** Whether somebody said that it was none. */
  readonly isNormal: boolean;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Episodes remembered: those that were marked stay longest. */
const remembered = 16;
/** Two on one side that are nearer than this are one. */
const coolDownMs = hourMs;
/** Logs of how far two episodes went may differ by so much when they are alike. */
const alike = 0.5;
/** What was marked as normal covers what goes as far and a little more, at its time of the day and a little around. */
const coveredBeyond = 0.2;
const coveredMs = 2 * hourMs;

/** What happened to a series before, what goes on now, and what people said of it. */
export class Episodes {
  private past: Episode[];
  private now: Episode | undefined;

  constructor(past: readonly Episode[] = [], now?: Episode) {
    this.past = [...past];
    this.now = now;
  }

  /** What goes on: still so for a while after its last anomalous step. */
  at(timeMs: number): Episode | undefined {
    if (this.now !== undefined && timeMs - this.now.toMs > coolDownMs) this.end();
    return this.now;
  }

  /** With those found in the same series' past by looking again, where nothing was remembered. */
  together(found: Episodes): Episodes {
    const known = this.all();
    const isNew = (one: Episode) =>
      !known.some(({ fromMs, toMs }) => one.fromMs <= toMs + coolDownMs && one.toMs >= fromMs - coolDownMs);
    const past = [...this.past, ...found.all().filter(isNew)].sort((a, b) => a.fromMs - b.fromMs);
    return new Episodes(withoutOldest(past), this.now);
  }

  /** All that are remembered, oldest first. */
  all(): readonly Episode[] {
    return this.now === undefined ? this.past : [...this.past, this.now];
  }

  /** Takes in an anomalous step. @returns what it is part of */
  add(timeMs: number, side: number, distance: number): Episode {
    const now = this.at(timeMs);
    const goesOn = now !== undefined && now.side === side && timeMs >= now.toMs;
    if (!goesOn) this.end();
    const farthest = goesOn && Math.abs(now.farthest) > Math.abs(distance) ? now.farthest : distance;
    this.now = { fromMs: goesOn ? now.fromMs : timeMs, toMs: timeMs, side, farthest, isNormal: false };
    return this.now;
  }

  /** Ends what goes on: the next anomalous step begins another. */
  end(): void {
    if (this.now === undefined) return;
    this.past = withoutOldest([...this.past, this.now]);
    this.now = undefined;
  }

  /** The newest one before this that went about as far on the same side. */
  like({ fromMs, side, farthest }: Episode): Episode | undefined {
    return this.past.findLast(
      (one) => one.fromMs < fromMs && one.side === side && Math.abs(one.farthest - farthest) <= alike,
    );
  }

  /** What somebody called normal and covers a step that goes so far. */
  markedAs(timeMs: number, side: number, distance: number): Episode | undefined {
    return this.past.find(
      (one) =>
        one.isNormal &&
        one.side === side &&
        Math.abs(distance) <= Math.abs(one.farthest) + coveredBeyond &&
        isAtTimeOf(one, timeMs),
    );
  }

  /** Remembers that the episode at a time is no anomaly. @returns it, or undefined where there was none */
  mark(timeMs: number): Episode | undefined {
    if (this.now !== undefined && isWithin(this.now, timeMs)) this.end();
    const within = this.past.findLastIndex(({ fromMs, toMs }) => timeMs >= fromMs && timeMs <= toMs);
    const at = within >= 0 ? within : this.past.findLastIndex((one) => isWithin(one, timeMs));
    const found = this.past[at];
    if (found === undefined) return undefined;
    const marked = { ...found, isNormal: true };
    this.past[at] = marked;
    return marked;
  }

  state(): Json {
    return {
      kind: 'episodes',
      version: 1,
      past: this.past.map(packed),
      ...(this.now !== undefined && { now: packed(this.now) }),
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(state: Json): Episodes {
    const fields = new SavedFields(state, 'episodes');
    return new Episodes(
      fields.list('past').map(unpacked),
      fields.has('now') ? unpacked(fields.json('now')) : undefined,
    );
  }
}

/** As many as are remembered: the oldest go first, and of those the ones that nobody marked. */
function withoutOldest(past: readonly Episode[]): Episode[] {
  const kept = [...past];
  while (kept.length > remembered)
    kept.splice(
      Math.max(
        0,
        kept.findIndex(({ isNormal }) => !isNormal),
      ),
      1,
    );
  return kept;
}

function isWithin({ fromMs, toMs }: Episode, timeMs: number): boolean {
  return timeMs >= fromMs - coolDownMs && timeMs <= toMs + coolDownMs;
}

function isAtTimeOf({ fromMs, toMs }: Episode, timeMs: number): boolean {
  const since = (((timeMs - (fromMs - coveredMs)) % dayMs) + dayMs) % dayMs;
  return since <= toMs - fromMs + 2 * coveredMs;
}

const packed = ({ fromMs, toMs, side, farthest, isNormal }: Episode): Json => [
  fromMs,
  toMs,
  side,
  farthest,
  isNormal ? 1 : 0,
];

function unpacked(state: Json): Episode {
  const numbers = Array.isArray(state) ? state.map(Number) : [];
  const [fromMs, toMs, side, farthest, isNormal] = numbers;
  if (numbers.length !== 5 || !numbers.every(Number.isFinite))
    throw new RangeError('got an episode that is not five numbers: give what state() made');
  return { fromMs: fromMs!, toMs: toMs!, side: side!, farthest: farthest!, isNormal: isNormal === 1 };
}
