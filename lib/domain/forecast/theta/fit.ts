import { bridgeGaps } from '../../series/bridge.ts';
import type { FitOptions, FitResult } from '../forecaster.ts';
import { createModel, type ThetaState, takeIn } from './model.ts';
import { chosen, optimise, standardShare } from './optimise.ts';
import { noSeason, type Season, seasonOf, without } from './season.ts';
import { noTrend, type ThetaFit } from './theta-lines.ts';

/** The standard method and its optimised forms; `auto` takes the one with the least AICc. */
export const thetaKinds = ['standard', 'optimised', 'dynamic standard', 'dynamic optimised', 'auto'] as const;
export type ThetaKind = (typeof thetaKinds)[number];

const valuesNeeded = 6;
/** Times that a season must have been for its mean slots to be worth more than a shorter one's. */
const timesForLonger = 4;

/** Takes the season off if there is one, and smooths the rest: some 50 walks through the values. */
export function fitTheta(y: Float64Array, options: FitOptions, kind: ThetaKind): FitResult {
  const first = Math.max(0, y.findIndex(Number.isFinite));
  const values = y.subarray(first).map((value) => (Number.isFinite(value) ? value : Number.NaN));
  const got = values.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0);
  if (got < valuesNeeded) return { kind: 'too_short', got, needed: valuesNeeded };
  const bridged = bridgeGaps(values);
  const season = longestSeason(bridged, options.periods);
  const rest = bridged.map((value, t) => without(season, value, t));
  const fit = fitOf(rest, kind);
  const state: ThetaState = {
    ...fit,
    season,
    range: options.range ?? {},
    trend: noTrend,
    sd: Math.sqrt(fit.squares / Math.max(1, rest.length - 6)),
    step: 0,
  };
  const fixed = fit.lines === 'fixed';
  for (const value of rest) takeIn(state, value);
  return { kind: 'fitted', model: createModel(fixed ? { ...state, fixed: state.trend } : state) };
}

function fitOf(rest: Float64Array, kind: ThetaKind): ThetaFit {
  if (kind === 'auto') return chosen(rest);
  const lines = kind.startsWith('dynamic') ? 'dynamic' : 'fixed';
  return kind.endsWith('optimised') ? optimise(rest, lines) : optimise(rest, lines, standardShare);
}

/** The longest season that has been often enough and is there; the shortest may have been three times. */
function longestSeason(y: Float64Array, periods: readonly number[]): Season {
  const usable = [...new Set(periods)].filter((m) => Number.isInteger(m) && m > 1).sort((a, b) => b - a);
  const shortest = usable.at(-1);
  for (const period of usable) {
    if (period !== shortest && y.length < timesForLonger * period) continue;
    const season = seasonOf(y, period);
    if (season !== noSeason) return season;
  }
  return noSeason;
}
