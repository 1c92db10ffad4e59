import type { Json } from '../../forecast/forecaster.ts';
import { SavedFields } from '../../forecast/saved-fields.ts';
import { usableValue } from '../calibration/member.ts';
import { RarityScale } from '../calibration/rarity-scale.ts';
import { learningSteps, restoreStream, streamState } from '../calibration/stream.ts';
import { type Detector, type DetectorModel, noScore, type Score, type StreamOptions } from '../detector.ts';
import type { Norm, NormKind } from './norm.ts';

/** The spread is never taken to be less than this share of the level. */
const leastSpreadShare = 1e-3;
const leastSpread = 1e-9;
/** Scores are bounded, so that they stay printable for series that never moved before. */
const greatestScore = 1e6;
/** A decade of rarity is at least worth so many deviations: what it is beyond 99 % of normal noise. */
const leastSlope = 0.5;
/** Share of the time scale that is seen before anything is called rare: 16 hours at 5 minutes. */
const learningShare = 1 / 4;

/** A detector by distance from what is usual, in deviations; its p-value is the rank of that among its own past. */
export function zDetector(id: string, kind: NormKind): Detector {
  return {
    id,
    create: (options) => {
      const steps = learningSteps(options);
      return modelOf(new ZStream(id, options, kind.create(steps), new RarityScale(steps)));
    },
    restore: (state) => {
      const fields = new SavedFields(state, id);
      const options = restoreStream(fields.json('stream'));
      const steps = learningSteps(options);
      const norm = kind.restore(steps, fields.json('norm'));
      const past = RarityScale.restore(steps, fields.json('past'));
      return modelOf(new ZStream(id, options, norm, past, fields.count('seen')));
    },
  };
}

function modelOf(stream: ZStream): DetectorModel {
  return {
    detectorId: stream.id,
    score: ({ observed }) => stream.score(usableValue(observed)),
    update: ({ observed }) => stream.update(usableValue(observed)),
    state: () => stream.state(),
  };
}

class ZStream {
  readonly id: string;
  private readonly options: StreamOptions;
  private readonly norm: Norm;
  /** How far values lay from what was usual when they came. */
  private readonly past: RarityScale;
  private readonly learning: number;
  private seen: number;

  constructor(id: string, options: StreamOptions, norm: Norm, past: RarityScale, seen = 0) {
    this.id = id;
    this.options = options;
    this.norm = norm;
    this.past = past;
    this.learning = Math.round(learningShare * learningSteps(options));
    this.seen = seen;
  }

  score(value: number): Score {
    const z = this.z(value);
    if (Number.isNaN(z)) return noScore;
    if (this.seen < this.learning) return { score: z, pValue: 1 };
    return { score: z, pValue: 10 ** -this.past.rarity(Math.abs(z), leastSlope) };
  }

  /** Deviations from the usual; NaN for a gap and before two values were seen. */
  private z(value: number): number {
    const { centre, spread } = this.norm.usual();
    const z = (value - centre) / Math.max(spread, leastSpreadShare * Math.abs(centre), leastSpread);
    return Math.max(-greatestScore, Math.min(greatestScore, z));
  }

  update(value: number): void {
    if (Number.isNaN(value)) return;
    this.past.push(Math.abs(this.z(value)));
    this.norm.push(value);
    if (this.seen < this.learning) this.seen++;
  }

  state(): Json {
    return {
      kind: this.id,
      version: 1,
      stream: streamState(this.options),
      norm: this.norm.state(),
      past: this.past.state(),
      seen: this.seen,
    };
  }
}
