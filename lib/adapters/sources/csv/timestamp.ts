/** Numbers below it are seconds since the epoch, others milliseconds: it is the year 5138 in seconds and
 *  early 1973 in milliseconds. */
const leastMs = 1e11;

const dateText =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Milliseconds since the epoch of a timestamp: ISO 8601, the same with a space in place of the T, a date
 * alone, or a number of seconds or milliseconds since the epoch. Without an offset it is UTC.
 * @returns `undefined` when the text is none of them, or names a day or an hour that does not exist
 */
export function parseTimestamp(text: string): number | undefined {
  const number = parseNumber(text);
  if (number !== undefined) return Math.round(Math.abs(number) < leastMs ? number * 1000 : number);
  const parts = dateText.exec(text);
  if (!parts) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset = 'Z'] = parts;
  const date = `${year}-${month}-${day}`;
  const wallMs = Date.parse(`${date}T${hour}:${minute}:${second}Z`);
  // A day that the month does not have slides into the next month unless it is compared.
  if (Number.isNaN(wallMs) || !new Date(wallMs).toISOString().startsWith(date)) return undefined;
  const offsetMs = parseOffset(offset);
  return offsetMs === undefined ? undefined : wallMs + Math.floor(Number(`0.${fraction}`) * 1000) - offsetMs;
}

function parseOffset(offset: string): number | undefined {
  if (offset.toUpperCase() === 'Z') return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(-2));
  if (hours > 14 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** The number of a text in plain or scientific notation, or `undefined`: empty, hexadecimal and NaN are none. */
export function parseNumber(text: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}
