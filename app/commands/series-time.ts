import { parseNumber, parseTimestamp } from '../../lib/adapters/sources/csv/timestamp.ts';

/**
 * Milliseconds since the epoch of the timestamps that tables of series use: all that `parseTimestamp` takes, and
 * periods by their start: a month `2024-05`, a quarter `2024Q2`.
 * @returns `undefined` when the text is none of them
 */
function parseTime(text: string): number | undefined {
  const [, year, month, quarter] = /^(\d{4})(?:-(\d{2})|-?Q([1-4]))$/i.exec(text) ?? [];
  if (year === undefined) return parseTimestamp(text);
  const number = quarter === undefined ? Number(month) : 3 * Number(quarter) - 2;
  return number >= 1 && number <= 12 ? Date.UTC(Number(year), number - 1) : undefined;
}

/** What reads the timestamps of a column: numbers are years when all of them can be, else seconds or ms. */
export function timeParser(column: readonly string[]): (text: string) => number | undefined {
  const isYears = column.length > 0 && column.every((text) => /^(1[5-9]|2[01])\d\d$/.test(text));
  return isYears ? (text) => Date.UTC(Number(text), 0) : parseTime;
}

/** Whether it is a timestamp that no plain number could be taken for. */
export function isDateText(text: string | undefined): boolean {
  return text !== undefined && parseNumber(text) === undefined && parseTime(text) !== undefined;
}

/** Whether it can be read as a timestamp at all. */
export function isTime(text: string | undefined): boolean {
  return text !== undefined && parseTime(text) !== undefined;
}
