/** Times of points asked for: from inclusive, to exclusive, both multiples of the period. In ms. */
export interface PollWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly periodMs: number;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** How long CloudWatch keeps points of which period. Source: GetMetricStatistics, API reference. */
const retention = [
  { ageMs: 15 * dayMs, periodMs: minuteMs },
  { ageMs: 63 * dayMs, periodMs: 5 * minuteMs },
  { ageMs: 455 * dayMs, periodMs: hourMs },
] as const;

/** Calls take a while, and what was kept at their start may be gone at their end. */
const marginMs = hourMs;

export interface RetentionWindows {
  /** Oldest first, without overlap; the period grows with age. */
  readonly windows: readonly PollWindow[];
  /** How much of the range, in ms, is older than anything kept. */
  readonly lostMs: number;
}

/**
 * The windows that cover a range with the finest period that is still kept, or `stepMs` where it is coarser.
 * Starts are rounded up and ends down to whole periods: no point lies outside the range, and no period is
 * read before it is over. CloudWatch's own rounding of the start (1 min, 5 min, 1 h by age) then changes
 * nothing.
 * @param stepMs wanted period; rounded up to one that CloudWatch has
 */
export function retentionWindows(
  fromMs: number,
  toMs: number,
  nowMs: number,
  stepMs: number = minuteMs,
): RetentionWindows {
  const windows: PollWindow[] = [];
  let endMs = toMs;
  for (const [i, tier] of retention.entries()) {
    const periodMs = roundUp(Math.max(stepMs, tier.periodMs), tier.periodMs);
    const coarser = Math.max(periodMs, retention[i + 1]?.periodMs ?? 0);
    const keptMs = roundUp(nowMs - tier.ageMs + marginMs, coarser);
    const startMs = Math.max(fromMs, Math.min(keptMs, endMs));
    const window = { fromMs: roundUp(startMs, periodMs), toMs: roundDown(endMs, periodMs), periodMs };
    const newer = windows[0];
    // Asked for by the hour, all ages are of one period: one window, for each is billed.
    const isEmpty = window.fromMs >= window.toMs;
    if (!isEmpty && newer?.periodMs === periodMs && newer.fromMs === window.toMs)
      windows[0] = { ...newer, fromMs: window.fromMs };
    else if (!isEmpty) windows.unshift(window);
    endMs = startMs;
    if (startMs <= fromMs) break;
  }
  return { windows, lostMs: Math.max(0, endMs - fromMs) };
}

/**
 * What a poll asks for that is worth asking only every `everyMs`: the whole intervals of the cadence that
 * ended within (fromMs, toMs], and before them one interval more and `overlapMs`: that makes up for a poll that
 * failed and for points that came late, at no price.
 * @returns `undefined` when no interval ended
 */
export function dueRange(
  everyMs: number,
  fromMs: number,
  toMs: number,
  overlapMs: number,
): { readonly fromMs: number; readonly toMs: number } | undefined {
  const endMs = roundDown(toMs, everyMs);
  if (endMs <= fromMs) return undefined;
  return { fromMs: roundDown(fromMs, everyMs) - everyMs - overlapMs, toMs: endMs };
}

export function roundDown(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}

export function roundUp(timeMs: number, stepMs: number): number {
  return Math.ceil(timeMs / stepMs) * stepMs;
}
