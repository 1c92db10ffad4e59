import type { Span } from './calendar.ts';

/** Evenly spaced steps: the i-th is from `startMs + i·stepMs` to before the next. */
export interface Steps {
  readonly startMs: number;
  readonly stepMs: number;
}

/**
 * The share of each step that a span covers, 0 to 1, where it is not 0: the first such step, and the shares from there.
 * @param count how many steps there are
 */
export function coverageOf(
  { fromMs, toMs }: Span,
  { startMs, stepMs }: Steps,
  count: number,
): { readonly first: number; readonly shares: Float64Array } {
  const first = Math.max(0, Math.floor((fromMs - startMs) / stepMs));
  const end = Math.min(count, Math.ceil((toMs - startMs) / stepMs));
  const shares = new Float64Array(Math.max(0, end - first));
  for (let i = 0; i < shares.length; i++) {
    const stepFrom = startMs + (first + i) * stepMs;
    shares[i] = (Math.min(toMs, stepFrom + stepMs) - Math.max(fromMs, stepFrom)) / stepMs;
  }
  return { first, shares };
}

/** The share of one step that spans cover. @param spans in order, apart from each other */
export function coverageAt(spans: readonly Span[], fromMs: number, stepMs: number): number {
  let covered = 0;
  for (const span of spans) {
    if (span.fromMs >= fromMs + stepMs) break;
    covered += Math.max(0, Math.min(span.toMs, fromMs + stepMs) - Math.max(span.fromMs, fromMs));
  }
  return Math.min(1, covered / stepMs);
}
