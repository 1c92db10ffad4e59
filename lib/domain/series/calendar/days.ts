import type { Calendar } from './calendar.ts';
import { dayOfDate, localDay } from './local-time.ts';

const dayMs = 86_400_000;

/** What is special about a working day, or about a month's first and last; each day is one of them at most, the
 *  first that holds. */
export const dayKinds = [
  'holidays',
  'bridge days',
  'days before holidays',
  'days after holidays',
  'month ends',
  'month starts',
] as const;
export type DayKind = (typeof dayKinds)[number];

export interface DayFacts {
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  readonly isMonthEnd: boolean;
  readonly isMonthStart: boolean;
  /** Name of the public holiday. @default none */
  readonly holiday?: string;
  /** @default nothing special */
  readonly kind?: DayKind;
}

/** What is known of the day that a time falls on, in the calendar's zone. */
export function dayAt(calendar: Calendar, timeMs: number): DayFacts {
  return factsOf(holidaysByDay(calendar), localDay(timeMs, calendar.timeZone));
}

/** Names of public holidays by days since the epoch. Dates that are none are passed over. */
export function holidaysByDay({ holidays }: Calendar): ReadonlyMap<number, string> {
  return new Map(
    holidays.flatMap(({ name, dates }) =>
      dates.flatMap((date): [number, string][] => {
        const day = dayOfDate(date);
        return day === undefined ? [] : [[day, name]];
      }),
    ),
  );
}

/** Facts of a day of the zone. @param day days since the epoch */
export function factsOf(holidays: ReadonlyMap<number, string>, day: number): DayFacts {
  const weekday = weekdayOf(day);
  const isMonthEnd = new Date((day + 1) * dayMs).getUTCDate() === 1;
  const isMonthStart = new Date(day * dayMs).getUTCDate() === 1;
  const holiday = holidays.get(day);
  const kind = kindOf(holidays, day) ?? monthKind(isMonthEnd, isMonthStart);
  return {
    weekday,
    isMonthEnd,
    isMonthStart,
    ...(holiday !== undefined && { holiday }),
    ...(kind !== undefined && { kind }),
  };
}

/** A holiday on a weekend changes little: only working days and their neighbours count. */
function kindOf(holidays: ReadonlyMap<number, string>, day: number): DayKind | undefined {
  const isWorkingDay = (one: number) => weekdayOf(one) <= 5;
  const isFree = (one: number) => !isWorkingDay(one) || holidays.has(one);
  const isWorkingHoliday = (one: number) => isWorkingDay(one) && holidays.has(one);
  if (!isWorkingDay(day)) return undefined;
  if (holidays.has(day)) return 'holidays';
  const isNear = isWorkingHoliday(day - 1) || isWorkingHoliday(day + 1);
  if (isNear && isFree(day - 1) && isFree(day + 1)) return 'bridge days';
  if (isWorkingHoliday(day + 1)) return 'days before holidays';
  return isWorkingHoliday(day - 1) ? 'days after holidays' : undefined;
}

function monthKind(isMonthEnd: boolean, isMonthStart: boolean): DayKind | undefined {
  if (isMonthEnd) return 'month ends';
  return isMonthStart ? 'month starts' : undefined;
}

/** The epoch began on a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
