import { median } from '../../numerics/order-statistics.ts';
import type { FitOptions } from '../forecaster.ts';
import type { Bridged } from '../lag-regression/fit.ts';
import type { LevelJump } from './level-jump.ts';

/** Seasons that a shift is looked for in, and that must lie before it: a longest season of them where that is more, so that
 *  no weekend is a shift. */
const mostSeasonsAgo = 7;
const seasonsBefore = 5;
/** A new level lies beyond all seasons before it by this share of their spread, and by this share of their level. */
const beyondSpread = 0.5;
const beyondLevel = 0.1;

/** What a reader of the forecast should know of the series itself. */
export function notesOn({ values, got }: Bridged, { periods, stepMs }: FitOptions): string[] {
  const notes: string[] = [];
  const missing = values.length - got;
  if (missing > 0) notes.push(`${missing} of ${values.length} values are missing and were bridged`);
  if (values.every((value) => value === values[0]))
    notes.push(`the series is constant: it had the same value, ${short(values[0]!)}, throughout`);
  const longest = Math.max(1, ...periods);
  if (longest > 1 && values.length < 2 * longest)
    notes.push(
      `only ${durationWords(values.length * stepMs)} of history: a season of ${durationWords(longest * stepMs)} was not seen twice`,
    );
  const season = Math.min(...periods.filter((m) => m >= 2));
  const shift = Number.isFinite(season)
    ? shiftOf(values, season, Math.max(seasonsBefore, longest / season))
    : undefined;
  if (shift !== undefined) {
    const ago = durationWords(shift.seasons * season * stepMs);
    notes.push(`a level shift about ${ago} ago, from ${short(shift.before)} to ${short(shift.after)}`);
  }
  return notes;
}

/** What was done about a jump of a series so long. */
export function jumpNote({ at, before, after }: LevelJump, length: number, stepMs: number): string {
  const ago = durationWords((length - at) * stepMs);
  return `a jump ${ago} ago, from ${short(before)} to ${short(after)}: what lies before was taken as if at the new level`;
}

/** A level that the last seasons have and none of those before had. */
function shiftOf(values: Float64Array, season: number, needed: number) {
  const levels = seasonLevels(values, season);
  let found: { readonly seasons: number; readonly before: number; readonly after: number } | undefined;
  for (let seasons = 1; seasons <= mostSeasonsAgo && levels.length - seasons >= needed; seasons++) {
    const after = levels.slice(-seasons);
    const before = levels.slice(0, -seasons);
    const least = Math.min(...before);
    const most = Math.max(...before);
    const usual = median(before);
    const margin = Math.max(beyondSpread * (most - least), beyondLevel * Math.abs(usual));
    const isApart = Math.min(...after) > most + margin || Math.max(...after) < least - margin;
    if (margin > 0 && isApart) found = { seasons, before: usual, after: median(after) };
  }
  return found;
}

/** The median of each whole season, oldest first, the last one up to the last value. */
function seasonLevels(values: Float64Array, season: number): number[] {
  const count = Math.floor(values.length / season);
  return Array.from({ length: count }, (_, i) => {
    const end = values.length - (count - 1 - i) * season;
    return median(values.subarray(end - season, end));
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function durationWords(ms: number): string {
  const hours = ms / 3_600_000;
  if (hours < 1) return plural(Math.round(hours * 60), 'minute');
  return hours < 48 ? plural(Math.round(hours), 'hour') : plural(Math.round(hours / 24), 'day');
}

function plural(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
