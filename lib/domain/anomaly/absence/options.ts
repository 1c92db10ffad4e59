import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

/** The share of missing steps is taken over so small a part of the time scale: two and a half hours at 5 minutes. */
const looks = 24;
/** Shares remembered, a look each: eight time scales. */
const looksRemembered = 192;

export interface AbsenceOptions {
  readonly stepMs: number;
  /** Steps that pass before anything is said. */
  readonly learning: number;
  /** Steps that the share of missing ones is taken over. */
  readonly span: number;
  /** Shares remembered. */
  readonly size: number;
}

export function absenceOptions(options: StreamOptions): AbsenceOptions {
  const learning = learningSteps(options);
  const span = Math.max(8, Math.round(learning / looks));
  return { stepMs: Math.max(1, options.stepMs), learning, span, size: looksRemembered };
}
