import { learningSteps } from '../calibration/stream.ts';
import type { StreamOptions } from '../detector.ts';

const dayMs = 86_400_000;
/** Longest look back as a share of the time scale: a change that began earlier is the new usual. */
const windowShare = 1 / 4;
/** The usual is the median of half of the time scale. */
const usualShare = 1 / 2;
/** A statistic is remembered so often in a time scale, for eight time scales: neighbours say the same. */
const looks = 24;
const scalesRemembered = 8;
/** A day has at most so many slots with a usual of their own, remembered for so many days. */
const mostSlots = 96;
const days = 5;

export interface ChangeOptions {
  readonly stepMs: number;
  readonly startMs: number;
  /** Values that a change may have begun ago at most. */
  readonly window: number;
  /** Values that the usual is learnt from. */
  readonly usual: number;
  readonly stride: number;
  /** Statistics remembered, one a stride. */
  readonly size: number;
  readonly slotMs: number;
  readonly days: number;
}

export function changeOptions(options: StreamOptions): ChangeOptions {
  const steps = learningSteps(options);
  return {
    stepMs: Math.max(1, options.stepMs),
    startMs: options.startMs,
    window: Math.max(24, Math.round(windowShare * steps)),
    usual: Math.max(24, Math.round(usualShare * steps)),
    stride: Math.max(1, Math.round(steps / looks)),
    size: looks * scalesRemembered,
    slotMs: Math.min(dayMs, Math.max(dayMs / mostSlots, options.stepMs)),
    days,
  };
}
