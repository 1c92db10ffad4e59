import type { Influence } from '../../series/calendar/index.ts';
import { times } from './effect.ts';
import { type EffectScale, inPercent, statedOnScale } from './scale.ts';

/** What the past says of an effect, on the scale; undefined coefficient where it says nothing. */
export interface Evidence {
  readonly coefficient: number | undefined;
  /** Of the coefficient as what the next occurrence has in common with those seen. */
  readonly variance: number;
  /** From one occurrence to another. */
  readonly between: number;
  readonly seen: number;
}

/** What is believed of an effect, on the scale. */
export interface Belief {
  readonly shift: number;
  readonly variance: number;
  readonly between: number;
  readonly basis: 'estimated' | 'stated';
  /** Why it is not simply what the past says. */
  readonly note?: string;
}

/** Kinds of days are tried, not asked for: many are, so each must be clearer and seen more often than by chance. */
const clearT = 3;
const clearSeen = 3;

/**
 * Weighs what the past says against what the configuration states, or draws it to no effect where nothing is stated:
 * by precision with a stated strength, else by 1 - 1/t² as James and Stein do. Undefined where there is no effect.
 */
export function beliefOf(
  influence: Influence,
  evidence: Evidence,
  scale: EffectScale,
): { readonly belief?: Belief; readonly note?: string } {
  const { name, kind, strength } = influence;
  if (strength === undefined) return kind === 'day' ? dayBelief(evidence) : unstatedBelief(name, evidence);
  const belief = statedBelief(influence, strength, evidence, scale);
  return { belief, ...(belief.note !== undefined && { note: belief.note }) };
}

function dayBelief({ coefficient, variance, between, seen }: Evidence): { belief?: Belief } {
  if (coefficient === undefined || seen < clearSeen) return {};
  const t = tOf(coefficient, variance);
  if (!(Math.abs(t) >= clearT)) return {};
  return { belief: { shift: coefficient * (1 - 1 / t ** 2), variance, between, basis: 'estimated' } };
}

/** Standard errors from 0. Values without any error leave none of them. */
function tOf(coefficient: number, variance: number): number {
  return coefficient === 0 ? 0 : coefficient / Math.sqrt(variance);
}

function unstatedBelief(name: string, evidence: Evidence): { belief?: Belief; note?: string } {
  const { coefficient, variance, between, seen } = evidence;
  if (coefficient === undefined) {
    const why = seen === 0 ? 'was never seen' : 'cannot be told apart from the level and the season';
    return { note: `${name} ${why} and no strength is stated: forecasts leave it out` };
  }
  const t = tOf(coefficient, variance);
  const share = Math.max(0, 1 - 1 / t ** 2);
  const belief: Belief = { shift: coefficient * share, variance, between, basis: 'estimated' };
  if (Math.abs(t) >= 2) return { belief };
  return {
    belief,
    note: `${name} (seen ${times(seen)}) is not clear beyond noise: ${Math.round(100 * share)} % of what was measured counts`,
  };
}

function statedBelief(
  { name, uncertainty }: Influence,
  strength: number,
  { coefficient, variance, between, seen }: Evidence,
  scale: EffectScale,
): Belief {
  const stated = statedOnScale(scale, strength, uncertainty);
  const percent = Math.round(inPercent(scale, stated.mean, 0).percent);
  const prior = stated.sd ** 2;
  if (coefficient === undefined) {
    const why = seen === 0 ? 'was never seen' : 'cannot be told apart from the level and the season';
    const words = inPercent(scale, stated.mean, stated.sd);
    const note = `${name} ${why}: its stated strength of ${signed(percent)} % ± ${Math.round(words.standardError)} is taken`;
    return { shift: stated.mean, variance: prior, between: 0, basis: 'stated', note };
  }
  const weight = prior + variance > 0 ? prior / (prior + variance) : 1;
  const belief: Belief = {
    shift: weight * coefficient + (1 - weight) * stated.mean,
    variance: weight * variance,
    between,
    basis: weight >= 0.5 ? 'estimated' : 'stated',
  };
  if (weight > 0.8) return belief;
  const note = `${name} was seen ${times(seen)}: what was measured counts ${Math.round(100 * weight)} %, its stated strength of ${signed(percent)} % the rest`;
  return { ...belief, note };
}

function signed(percent: number): string {
  return percent < 0 ? String(percent) : `+${percent}`;
}
