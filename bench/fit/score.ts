import type { Case } from './cases.ts';
import type { Fit, PeerId } from './peers.ts';
import type { Reference } from './reference.ts';

/** One peer's fit of one case in one round, as it is written to the results. */
export interface Row extends Fit {
  readonly round: number;
  readonly case: string;
  readonly id: string;
  readonly n: number;
  readonly peer: PeerId;
  readonly reference?: Reference;
}

/** One peer and one case over the rounds. */
export interface Score {
  readonly peer: PeerId;
  /** Times are medians over the rounds, memory the most of them. */
  readonly fit: Fit;
  /** CPU ms of a fit in each round; empty when it failed. */
  readonly cpuMs: readonly number[];
  /** The lowest of the rounds, by the one reference. */
  readonly logLikelihood?: number;
  /** Less the best; 0 or below. */
  readonly gap?: number;
}

export interface CaseScore {
  readonly case: Case;
  /** The best of all peers in this run and of what is known. */
  readonly best: number;
  readonly scores: readonly Score[];
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** statsmodels' where it is installed, else our own. */
export function referenceOf({ reference }: Row): number | undefined {
  const { statsmodels, ours } = reference ?? {};
  return (statsmodels === undefined ? ours : statsmodels) ?? undefined;
}

export function scoreCase(one: Case, rows: readonly Row[]): CaseScore {
  const reached = rows.map(referenceOf).filter((value) => value !== undefined);
  const best = Math.max(...reached, one.bestKnown ?? Number.NEGATIVE_INFINITY);
  const scores = [...new Set(rows.map(({ peer }) => peer))].map((peer) =>
    scorePeer(
      rows.filter((row) => row.peer === peer),
      best,
    ),
  );
  return { case: one, best, scores };
}

function scorePeer(rows: readonly Row[], best: number): Score {
  const good = rows.filter(({ error }) => error === undefined);
  const references = good.map(referenceOf).filter((value) => value !== undefined);
  const [first] = good.length > 0 ? good : rows;
  if (first === undefined) throw new Error('a peer without a row');
  const cpuMs = good.map((row) => row.cpuMs).filter((value) => value !== undefined);
  if (references.length === 0) return { peer: first.peer, fit: together(good, first), cpuMs };
  const logLikelihood = Math.min(...references);
  // The published values have rounded ends.
  const gap = Math.min(0, logLikelihood - best);
  return { peer: first.peer, fit: together(good, first), cpuMs, logLikelihood, gap };
}

const times = ['coldMs', 'coldWallMs', 'meanMs', 'loadMs', 'errorsMs'] as const;
const sizes = ['heapMb', 'rssMb'] as const;

function together(rows: readonly Fit[], first: Fit): Fit {
  const of = (key: keyof Fit) => rows.map((row) => row[key]).filter((value) => typeof value === 'number');
  const told = <K extends keyof Fit>(keys: readonly K[]) => keys.filter((key) => of(key).length > 0);
  return {
    ...first,
    ...Object.fromEntries(told(times).map((key) => [key, median(of(key))])),
    ...Object.fromEntries(told(sizes).map((key) => [key, Math.max(...of(key))])),
  };
}

/** How many times faster `fast` is than `slow`, by the medians; a time-out counts as the time allowed, so at least. */
export function timesFaster(
  fast: Score | undefined,
  slow: Score | undefined,
  timeoutSeconds: number,
): { readonly times: number; readonly isAtLeast: boolean } | undefined {
  if (fast === undefined || slow === undefined || fast.cpuMs.length === 0) return undefined;
  const isAtLeast = slow.fit.error === 'timeout';
  if (slow.cpuMs.length === 0 && !isAtLeast) return undefined;
  return { times: (isAtLeast ? timeoutSeconds * 1000 : median(slow.cpuMs)) / median(fast.cpuMs), isAtLeast };
}
