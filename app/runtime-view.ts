import type { Verdict } from '../lib/domain/anomaly/verdict.ts';
import type { Cluster } from '../lib/domain/cluster.ts';
import type { Forecast } from '../lib/domain/forecast/forecast.ts';
import type { Finding } from '../lib/domain/incidents/finding.ts';
import type { Incident } from '../lib/domain/incidents/incident.ts';
import type { Problem, Samples } from '../lib/domain/series/samples.ts';
import type { Series } from '../lib/domain/series/series.ts';
import type { RangeQuery, SeriesFilter } from '../lib/ports/metric-store.ts';
import type { Doubt, FeedbackAnswer } from './feedback.ts';

/** What the page can see and do; the runtime implements it, the web server serves it. */
export interface RuntimeView {
  status(): RuntimeStatus;
  clusters(): readonly Cluster[];
  /** Findings that hold now, worst first. */
  findings(): readonly Finding[];
  incidents(limit: number): Promise<readonly Incident[]>;
  series(filter: SeriesFilter): Promise<readonly (Series & { readonly lastMs: number })[]>;
  read(query: RangeQuery): Promise<readonly Samples[]>;
  verdicts(query: RangeQuery): Promise<readonly Verdict[]>;
  forecasts(filter: SeriesFilter): Promise<readonly Forecast[]>;
  /** Messages that the built-in PagerDuty-shaped receiver has taken, newest first. */
  inbox(limit: number): readonly InboxMessage[];
  pause(): void;
  resume(): void;
  /** Plays a scripted story of the simulator now. @returns a clear line when there is no such story */
  playStory(id: string): { readonly kind: 'started' } | { readonly kind: 'refused'; readonly reason: string };
  /** Remembers that what was called an anomaly is none. */
  giveFeedback(doubt: Doubt): Promise<FeedbackAnswer>;
  /** Called after each cycle of the pipeline. @returns how to stop listening */
  onCycle(listener: () => void): () => void;
}

export interface RuntimeStatus {
  readonly mode: 'simulation' | 'watch';
  /** The pipeline's own time (accelerated in a simulation). */
  readonly nowMs: number;
  /** Pipeline seconds a wall second; 1 on real input. */
  readonly speed: number;
  readonly isPaused: boolean;
  /** 0 … 1; 1 when the back-fill is done. */
  readonly backfill: number;
  readonly cycles: number;
  readonly points: number;
  /** Counted since the start, the most frequent first. */
  readonly problems: readonly Problem[];
  readonly stories: readonly { readonly id: string; readonly title: string }[];
  /** Where pages go besides the built-in inbox, in words. */
  readonly receivers: readonly string[];
}

export interface InboxMessage {
  readonly atMs: number;
  readonly action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedupKey: string;
  readonly summary: string;
  readonly severity: string;
  /** The body as it was received, less its routing key. */
  readonly body: unknown;
}
