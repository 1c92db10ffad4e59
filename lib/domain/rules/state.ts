import type { Json } from '../forecast/forecaster.ts';
import type { Tally } from './tally.ts';

/**
 * Where a rule stands for an entity; no entry means that all is well.
 * `pending`: breaching, not long enough; `firing`; `recovering`: fires still, but has ceased to breach.
 */
export interface Entry {
  readonly phase: 'pending' | 'firing' | 'recovering';
  /** Since when the condition has held. */
  readonly sinceMs: number;
  /** Maintenance was under way when it began. */
  readonly isHeld?: boolean;
  /** Since when it has ceased to breach. */
  readonly goodSinceMs?: number;
  /** What was last said of it, and when. */
  readonly saidMs?: number;
  readonly saidMain?: number;
  readonly saidSeverity?: string;
}

export interface Terms {
  readonly nowMs: number;
  /** How long it must hold before it fires, beyond what its periods already ask for. */
  readonly mustHoldMs: number;
  readonly recoveryMs: number;
  readonly isMaintenance: boolean;
  readonly graceMs: number;
  /** A maintenance window of the user's is open: nothing new fires. */
  readonly isQuiet: boolean;
}

export type Move =
  | { readonly kind: 'none'; readonly entry?: Entry }
  | { readonly kind: 'fired' | 'resolved'; readonly entry?: Entry };

/** The next entry of a rule and entity, and whether it has begun to fire or ceased to. */
export function advance(
  entry: Entry | undefined,
  { outcome, breaching, sinceMs }: Tally,
  terms: Terms,
): Move {
  if (entry === undefined || entry.phase === 'pending') {
    if (outcome === 'unknown') return { kind: 'none', ...(entry && { entry }) };
    if (breaching === 0) return { kind: 'none' };
    const begun = entry ?? begin(sinceMs ?? terms.nowMs, terms);
    return outcome === 'breach' ? rise(begun, terms) : { kind: 'none', entry: begun };
  }
  if (outcome === 'unknown') return { kind: 'none', entry };
  if (outcome === 'breach') return { kind: 'none', entry: without(entry, 'firing') };
  return subside(entry, terms);
}

function begin(sinceMs: number, { isMaintenance }: Terms): Entry {
  return { phase: 'pending', sinceMs, ...(isMaintenance && { isHeld: true }) };
}

/** Maintenance explains a breach for a while: one that began in it fires only when it outlasts the grace. */
function rise(entry: Entry, terms: Terms): Move {
  // Kept as it is: what outlasts the window fires as soon as that is over.
  if (terms.isQuiet) return { kind: 'none', entry };
  const isHeld = entry.isHeld || terms.isMaintenance;
  const neededMs = Math.max(terms.mustHoldMs, isHeld ? terms.graceMs : 0);
  if (terms.nowMs - entry.sinceMs < neededMs) {
    return { kind: 'none', entry: { ...entry, ...(isHeld && { isHeld: true }) } };
  }
  return { kind: 'fired', entry: { phase: 'firing', sinceMs: entry.sinceMs } };
}

function subside(entry: Entry, { nowMs, recoveryMs }: Terms): Move {
  const goodSinceMs = entry.goodSinceMs ?? nowMs;
  if (nowMs - goodSinceMs >= recoveryMs) return { kind: 'resolved' };
  return { kind: 'none', entry: { ...entry, phase: 'recovering', goodSinceMs } };
}

function without(entry: Entry, phase: 'firing'): Entry {
  const { goodSinceMs: _goodSinceMs, ...rest } = entry;
  return { ...rest, phase };
}

/** What the rules remember of one cluster between two evaluations. JSON. */
export interface RuleState {
  readonly evaluatedMs: number;
  /** Since when the evaluation has run without a long break. */
  readonly resumedMs: number;
  /** By rule, then by entity key. */
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, Entry>>;
}

export function ruleStateToJson({ evaluatedMs, resumedMs, entries }: RuleState): Json {
  const byRule = [...entries]
    .filter(([, byEntity]) => byEntity.size > 0)
    .map(([rule, byEntity]) => [rule, Object.fromEntries(byEntity)]);
  return { evaluatedMs, resumedMs, entries: Object.fromEntries(byRule) };
}

/** The state of what `ruleStateToJson` gave; what cannot be read is left out, so that nothing stops for it. */
export function ruleStateFromJson(json: Json | undefined): RuleState | undefined {
  const { evaluatedMs, resumedMs, entries } = recordOf(json);
  if (typeof evaluatedMs !== 'number' || typeof resumedMs !== 'number') return undefined;
  const byRule = Object.entries(recordOf(entries)).map(([rule, byEntity]) => {
    const read = Object.entries(recordOf(byEntity)).flatMap(([key, entry]) =>
      isEntry(entry) ? [[key, entry] as const] : [],
    );
    return [rule, new Map(read)] as const;
  });
  return { evaluatedMs, resumedMs, entries: new Map(byRule) };
}

function isEntry(value: unknown): value is Entry {
  const { phase, sinceMs } = recordOf(value);
  return ['pending', 'firing', 'recovering'].includes(String(phase)) && typeof sinceMs === 'number';
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
