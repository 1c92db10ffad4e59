import type { Series } from '../series/series.ts';

/** What the assess stage says of one observed point. */
export interface Verdict {
  readonly series: Series;
  readonly timeMs: number;
  readonly observed: number;
  readonly expected: number;
  readonly lower: number;
  readonly upper: number;
  readonly score: number;
  readonly pValue: number;
  readonly isAnomaly: boolean;
  readonly detector: string;
}
