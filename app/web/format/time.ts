const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat('en-GB', options);
  return (timeMs: number): string => formatter.format(timeMs);
};

/** `14:05` */
export const clockTime = format({ hour: '2-digit', minute: '2-digit' });
/** `12 Jun` */
export const dayMonth = format({ day: 'numeric', month: 'short' });
/** `Fri 12 Jun, 14:05` */
export const fullTime = format({
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

/** How long something lasts, in its two largest units: `25 min`, `3 h 10 min`, `2 d 4 h`. */
export function duration(ms: number): string {
  if (ms < minuteMs) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < hourMs) return `${Math.round(ms / minuteMs)} min`;
  const [large, small, largeMs, smallMs] =
    ms < dayMs ? ['h', 'min', hourMs, minuteMs] : ['d', 'h', dayMs, hourMs];
  const whole = Math.floor(ms / largeMs);
  const rest = Math.floor((ms % largeMs) / smallMs);
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${rest} ${small}`;
}

/** Ticks of a time axis: the hour within a day, the date at midnight and on longer ranges. */
export function axisTime(timeMs: number, stepMs: number): string {
  const isMidnight = clockTime(timeMs) === '00:00';
  return stepMs >= dayMs || isMidnight ? dayMonth(timeMs) : clockTime(timeMs);
}
