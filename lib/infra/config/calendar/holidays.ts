import Holidays from 'date-holidays';
import type { Holiday } from '../../../domain/series/calendar/index.ts';
import { closest } from '../closest.ts';

const dayMs = 86_400_000;
/** Codes that a message names. */
const mostNamed = 4;

/**
 * Why there are no holidays of a country or of a part of it, with what would work; undefined where there are.
 * @param country ISO 3166-1 code @param region code of a state, or of a region of a state: BY, BY-A
 */
export function holidayProblem(
  country: string,
  region?: string,
): { readonly key: 'country' | 'region'; readonly words: string } | undefined {
  const countries: Readonly<Record<string, string>> = new Holidays().getCountries('en');
  if (countries[country] === undefined)
    return {
      key: 'country',
      words: `got "${country}"; allowed: a country code such as ${nearest(country, countries)}`,
    };
  if (region === undefined) return undefined;
  const [state = '', part] = region.split('-');
  const states: Readonly<Record<string, string>> = new Holidays().getStates(country, 'en') ?? {};
  if (states[state] === undefined) return { key: 'region', words: noPart(country, state, states) };
  if (part === undefined) return undefined;
  const parts: Readonly<Record<string, string>> = new Holidays().getRegions(country, state, 'en') ?? {};
  if (parts[part] !== undefined) return undefined;
  return { key: 'region', words: noPart(`${country}-${state}`, part, parts) };
}

/**
 * The public holidays of a country or a part of it, from the first of `fromYear` to the last of `toYear`.
 * Dates are those of the country. None where `holidayProblem` has something to say.
 */
export function publicHolidays(
  country: string,
  region: string | undefined,
  fromYear: number,
  toYear: number,
): readonly Holiday[] {
  const [state = '', part = ''] = (region ?? '').split('-');
  const book = new Holidays(country, state, part, { languages: ['en'], types: ['public'] });
  const dates = new Map<string, string[]>();
  for (let year = fromYear; year <= toYear; year++)
    for (const { name, date, start, end } of book.getHolidays(year) ?? []) {
      const bare = name.replace(/ \(substitute day\)$/, '');
      const listed = dates.get(bare) ?? [];
      listed.push(...datesFrom(date.slice(0, 10), Math.round((end.getTime() - start.getTime()) / dayMs)));
      dates.set(bare, listed);
    }
  return [...dates].map(([name, listed]) => ({ name, dates: [...new Set(listed)].sort() }));
}

/** A holiday of several days is on each of them. */
function datesFrom(date: string, days: number): readonly string[] {
  return Array.from({ length: Math.max(1, days) }, (_, i) =>
    new Date(Date.parse(date) + i * dayMs).toISOString().slice(0, 10),
  );
}

function noPart(country: string, got: string, parts: Readonly<Record<string, string>>): string {
  if (Object.keys(parts).length === 0)
    return `got "${got}"; ${country} has no parts of its own; remove the line`;
  return `got "${got}"; allowed: a part of ${country} such as ${nearest(got, parts)}`;
}

/** The codes that are most likely meant, with their names: by code, by name, by the name's initials, else the first. */
function nearest(got: string, names: Readonly<Record<string, string>>): string {
  const word = got.toLowerCase();
  const meant = closest(got, Object.values(names));
  const ranked = Object.entries(names)
    .map(([code, name]) => ({
      code,
      name,
      rank: rankOf(word, code.toLowerCase(), name.toLowerCase(), name === meant),
    }))
    .sort((a, b) => a.rank - b.rank);
  return ranked
    .slice(0, mostNamed)
    .map(({ code, name }) => `${code} (${name})`)
    .join(', ');
}

function rankOf(word: string, code: string, name: string, isMeant: boolean): number {
  const initials = name.replace(/\B\w+|\W+/g, '');
  if (code === word || name === word) return 0;
  if (isMeant || initials === word) return 1;
  if (word.length > 2 && name.includes(word)) return 2;
  if (code[0] === word[0] && code.length === word.length) return 3;
  return code.includes(word[0] ?? '') ? 4 : 5;
}
