/** Time zones by the rules of the runtime's own tables: the same zone and time always give the same answer. */

const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the runtime knows the zone, e.g. Europe/Berlin. */
export function isTimeZone(timeZone: string): boolean {
  try {
    formatOf(timeZone);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Ms that clocks in the zone are ahead of UTC at a time. @throws RangeError when there is no such zone */
export function offsetMs(timeMs: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const fields: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(timeMs)) fields[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(timeMs / 1000) * 1000;
}

/**
 * When clocks in the zone show a time, in UTC: the first moment where they show it twice, the moment they jump
 * where they never do.
 * @param clockMs the time on the clock, as if it were UTC
 */
export function zonedMs(clockMs: number, timeZone: string): number {
  const before = clockMs - offsetMs(clockMs - dayMs, timeZone);
  const after = clockMs - offsetMs(clockMs + dayMs, timeZone);
  const shown = [before, after].filter((timeMs) => timeMs + offsetMs(timeMs, timeZone) === clockMs);
  return shown.length > 0 ? Math.min(...shown) : Math.max(before, after);
}

/** Days since the epoch of the date that clocks in the zone show at a time. */
export function localDay(timeMs: number, timeZone: string): number {
  return Math.floor((timeMs + offsetMs(timeMs, timeZone)) / dayMs);
}

/** When a day of the zone begins, in UTC. @param day days since the epoch */
export function dayStartMs(day: number, timeZone: string): number {
  return zonedMs(day * dayMs, timeZone);
}

/** Days since the epoch of a date such as 2026-12-25; undefined where it is none. */
export function dayOfDate(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const timeMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(timeMs) || new Date(timeMs).toISOString().slice(0, 10) !== date) return undefined;
  return timeMs / dayMs;
}

/**
 * The UTC time of a date, or of a date and a time of day, on the clocks of a zone: 2026-11-27 or 2026-11-27T18:00.
 * With an offset or a Z behind it, as it says. Undefined where it is no time.
 */
export function parseZonedTime(text: string, timeZone: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}):(\d{2})(?::00(?:\.000)?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  const [, date = '', hour = '00', minute = '00', offset] = match ?? [];
  const day = dayOfDate(date);
  if (day === undefined || Number(hour) > 23 || Number(minute) > 59) return undefined;
  if (offset !== undefined) return Date.parse(`${date}T${hour}:${minute}:00${offset}`);
  return zonedMs(day * dayMs + (Number(hour) * 60 + Number(minute)) * 60_000, timeZone);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const created = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, created);
  return created;
}
