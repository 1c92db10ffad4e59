import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { coarse } from '../calibration/coarse.ts';
import { mostDecades, RarityScale } from '../calibration/rarity-scale.ts';
import { Recent } from '../calibration/recent.ts';
import { Spread } from '../calibration/spread.ts';
import { ExactSums, grained } from './exact-sums.ts';
import { lengthsBetween, levelRatio, spreadRatio } from './likelihood-ratio.ts';
import type { ChangeOptions } from './options.ts';
import { RobustNorm } from './robust-norm.ts';

/** A change lasts for so many values at least; fewer are a spike. A variance needs more than a mean. */
const shortestLevel = 4;
const shortestSpread = 12;
/** A decade is at least worth so much likelihood: of a ratio that is right, just so much. */
const leastSlope = Math.LN10;
/** And so many medians: what it is for independent normal values, and as much wider where values depend on each other. */
const slopeMedians = 1.8;
/** Two looks at the same values: the rarer counts, and twice as often. */
const twoLooks = Math.log10(2);
/** With so many ratios remembered, their greatest is the rarest hundredth. */
const enough = 99;
/** What is so rare stands out; what stands out for half of a window is the new usual. */
const outstandingDecades = 3;
const acceptedShare = 1 / 2;

/** The change that is the likeliest at a value. */
export interface Found {
  readonly kind: 'level' | 'spread';
  /** 1 up or wider, −1 down or narrower. */
  readonly side: 1 | -1;
  /** Decades of rarity of so great a likelihood ratio, 0 to 12. */
  readonly decades: number;
  /** Values since it began, the one looked at included. */
  readonly length: number;
}

/** What a watch remembers. */
interface Parts {
  readonly levels: ExactSums;
  readonly squares: ExactSums;
  readonly level: RarityScale;
  readonly spread: RarityScale;
  readonly norm: RobustNorm;
  readonly steps: RobustNorm;
  readonly recent: Recent;
  /** Of the standardised values, and of the squares of the standardised differences. */
  readonly levelMoments: Spread;
  readonly squareMoments: Spread;
}

/** Likelihood ratios of a change of level and of variance within the last values, each beside its own past. */
export class ChangeWatch {
  private readonly options: ChangeOptions;
  private readonly parts: Parts;
  private readonly levelLengths: readonly number[];
  private readonly spreadLengths: readonly number[];
  private skipped = 0;
  /** Ratios remembered, counted up to a hundred. */
  private remembered = 0;
  /** Values for which a change has stood out by now. */
  private lasting = 0;

  constructor(options: ChangeOptions, parts: Parts = freshParts(options)) {
    this.options = options;
    this.parts = parts;
    this.levelLengths = lengthsBetween(shortestLevel, options.window);
    this.spreadLengths = lengthsBetween(shortestSpread, options.window);
  }

  get isLearning(): boolean {
    return this.parts.level.isLearning || this.parts.spread.isLearning;
  }

  /** The usual level. */
  centre(): number {
    return this.parts.norm.centre();
  }

  /** The likeliest change, were this the next value; undefined while learning. Its length is of a coarse grid. */
  look(value: number): Found | undefined {
    const level = this.parts.norm.standardised(value);
    if (this.isLearning || Number.isNaN(level)) return undefined;
    return this.rarest(
      this.bestLevel(this.levelLengths, level),
      this.bestSpread(this.spreadLengths, this.square(value)),
    );
  }

  private rarest(level: Best, spread: Best): Found {
    const { levelMoments, squareMoments } = this.parts;
    const shift = this.decadesOf(this.parts.level, level.ratio);
    const wider = this.decadesOf(this.parts.spread, spread.ratio);
    if (shift >= wider) return foundOf('level', shift, level, levelMoments);
    return foundOf('spread', wider, spread, squareMoments);
  }

  private decadesOf(scale: RarityScale, ratio: number): number {
    const slope = Math.max(leastSlope, slopeMedians * scale.median());
    const decades = scale.rarity(ratio, slope) - twoLooks - this.unknownDecades();
    return Math.max(0, Math.min(mostDecades, decades));
  }

  /** The rarity scale takes the greatest ratios for the rarest hundredth; of fewer than a hundred they are less rare. */
  private unknownDecades(): number {
    return Math.max(0, 2 - Math.log10(1 + this.remembered));
  }

  /** When the change began, by maximum likelihood over every length. @returns values since, this one included */
  since(found: Found, value: number): number {
    const shortest = found.kind === 'level' ? shortestLevel : shortestSpread;
    const every = Array.from({ length: this.options.window - shortest + 1 }, (_, k) => shortest + k);
    if (found.kind === 'level') return this.bestLevel(every, this.parts.norm.standardised(value)).length;
    return this.bestSpread(every, this.square(value)).length;
  }

  /** Mean of the last values before this one, for telling what the level is now. */
  meanOfLast(count: number, value: number): number {
    return this.parts.recent.meanWith(count, value);
  }

  private square(value: number): number {
    const step = this.parts.steps.standardised(value - this.parts.recent.last());
    return Number.isNaN(step) ? 0 : grained(step * step);
  }

  private bestLevel(lengths: readonly number[], next: number): Best {
    const { levels, levelMoments } = this.parts;
    const { mean } = levelMoments;
    const variance = Math.max(leastVariance, levelMoments.sd ** 2);
    let ratio = 0;
    let length = lengths[0]!;
    for (const n of lengths) {
      if (n > levels.count + 1) break;
      const here = levelRatio(n, levels.last(n - 1) + next, mean, variance);
      if (here > ratio) [ratio, length] = [here, n];
    }
    return bestOf(ratio, length, levels, next);
  }

  private bestSpread(lengths: readonly number[], next: number): Best {
    const { squares, squareMoments } = this.parts;
    const mean = Math.max(leastMoment, squareMoments.mean);
    let ratio = 0;
    let length = lengths[0]!;
    for (const n of lengths) {
      if (n > squares.count + 1) break;
      const here = spreadRatio(n, squares.last(n - 1) + next, mean);
      if (here > ratio) [ratio, length] = [here, n];
    }
    return bestOf(ratio, length, squares, next);
  }

  /** Takes a value in. @param value finite */
  update(value: number): void {
    const { norm, steps, recent } = this.parts;
    const level = norm.standardised(value);
    if (!Number.isNaN(level)) this.takeStandardised(value, level);
    const step = value - recent.last();
    if (Number.isFinite(step)) steps.push(step);
    norm.push(value);
    recent.push(value);
    if (this.lasting >= acceptedShare * this.options.window) this.accept();
  }

  private takeStandardised(value: number, level: number): void {
    const { levels, squares, levelMoments, squareMoments } = this.parts;
    const square = this.square(value);
    const shift = this.bestLevel(this.levelLengths, level);
    const wider = this.bestSpread(this.spreadLengths, square);
    const found = this.isLearning ? undefined : this.rarest(shift, wider);
    const isOutstanding = found !== undefined && found.decades >= outstandingDecades;
    this.lasting = isOutstanding ? this.lasting + 1 : 0;
    this.remember(shift.ratio, wider.ratio);
    levels.push(level);
    squares.push(square);
    levelMoments.push(level);
    squareMoments.push(square);
  }

  /** One ratio a stride; of a change that stands out one in all, so that a single one does not hide the next. */
  private remember(level: number, spread: number): void {
    if (++this.skipped < this.options.stride || this.lasting > this.options.stride) return;
    this.skipped = 0;
    if (this.remembered < enough) this.remembered++;
    this.parts.level.push(level);
    this.parts.spread.push(spread);
  }

  /** What has stood out for so long is usual from now on: the last values, as many as that. */
  private accept(): void {
    const { norm, steps, recent, levels, squares } = this.parts;
    const values = recent.values().slice(-this.lasting);
    norm.startFrom(values);
    steps.startFrom(values.subarray(1).map((value, i) => value - values[i]!));
    levels.clear();
    squares.clear();
    this.lasting = 0;
  }

  state(): Json {
    const { parts } = this;
    return {
      kind: 'change-watch',
      version: 1,
      levels: parts.levels.state(),
      squares: parts.squares.state(),
      level: parts.level.state(),
      spread: parts.spread.state(),
      norm: parts.norm.state(),
      steps: parts.steps.state(),
      recent: parts.recent.state(),
      levelMoments: [...parts.levelMoments.numbers()],
      squareMoments: [...parts.squareMoments.numbers()],
      skipped: this.skipped,
      remembered: this.remembered,
      lasting: this.lasting,
    };
  }

  /** @throws RangeError when the state is not one that `state` gave */
  static restore(options: ChangeOptions, state: Json): ChangeWatch {
    const fields = new SavedFields(state, 'change-watch');
    const { window, usual, size } = options;
    const watch = new ChangeWatch(options, {
      levels: ExactSums.restore(window, fields.json('levels')),
      squares: ExactSums.restore(window, fields.json('squares')),
      level: RarityScale.restore(size, fields.json('level')),
      spread: RarityScale.restore(size, fields.json('spread')),
      norm: RobustNorm.restore(usual, fields.json('norm')),
      steps: RobustNorm.restore(window, fields.json('steps')),
      recent: Recent.restore(window, fields.json('recent')),
      levelMoments: Spread.restore(memoryOf(options), fields.list('levelMoments')),
      squareMoments: Spread.restore(memoryOf(options), fields.list('squareMoments')),
    });
    watch.skipped = fields.count('skipped');
    watch.remembered = fields.count('remembered');
    watch.lasting = fields.count('lasting');
    return watch;
  }
}

/** The greatest ratio, at which length, and the sum that gave it. */
interface Best {
  readonly ratio: number;
  readonly length: number;
  readonly sum: number;
}

function foundOf(kind: Found['kind'], decades: number, { length, sum }: Best, usual: Spread): Found {
  return { kind, side: sum > length * usual.mean ? 1 : -1, decades, length };
}

/** The moments begin as those of standard normal values, believed like so many of them. */
const believed = 16;
const leastMoment = 0.01;
const leastVariance = 0.25;

/** Rounded as ratios are remembered, so that equal ones have equal ranks. */
function bestOf(ratio: number, length: number, sums: ExactSums, next: number): Best {
  const held = Math.min(length - 1, sums.count);
  return { ratio: coarse(ratio), length, sum: sums.last(held) + next };
}

function memoryOf({ stride, size }: ChangeOptions): number {
  return stride * size;
}

function freshParts(options: ChangeOptions): Parts {
  const { window, usual, size } = options;
  return {
    levels: new ExactSums(window),
    squares: new ExactSums(window),
    level: new RarityScale(size),
    spread: new RarityScale(size),
    norm: new RobustNorm(usual),
    steps: new RobustNorm(window),
    recent: new Recent(window),
    levelMoments: new Spread(memoryOf(options), believed, 0, 1),
    squareMoments: new Spread(memoryOf(options), believed, 1, 0),
  };
}
