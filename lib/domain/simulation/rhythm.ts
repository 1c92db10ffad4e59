import type { CampaignPlan } from './spec.ts';

/** How a topic's traffic runs through the week. */
export type Profile = 'business' | 'consumer' | 'steady';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const weekMinutes = 10_080;

interface Bump {
  readonly hour: number;
  readonly widthHours: number;
  readonly height: number;
}

const profiles: Readonly<
  Record<Profile, { base: number; weekend: number; bumps: readonly Bump[]; lifts: boolean }>
> = {
  business: {
    base: 0.35,
    weekend: 0.6,
    lifts: true,
    bumps: [
      { hour: 10.5, widthHours: 2.5, height: 1 },
      { hour: 15.5, widthHours: 2.5, height: 0.85 },
    ],
  },
  consumer: {
    base: 0.4,
    weekend: 1.15,
    lifts: true,
    bumps: [
      { hour: 12.5, widthHours: 2, height: 0.5 },
      { hour: 20, widthHours: 2.5, height: 1.1 },
    ],
  },
  steady: { base: 1, weekend: 0.97, lifts: false, bumps: [{ hour: 13, widthHours: 4, height: 0.08 }] },
};

/** Relative traffic of each minute of the week, Monday 00:00 UTC first: 10,080 values with mean 1. */
export function weekOf(profile: Profile): Float64Array {
  const day = new Float64Array(1440).map((_, minute) => curve(profile, minute));
  const week = new Float64Array(weekMinutes).map(
    (_, minute) => weekendFactor(profile, minute) * (day[minute % 1440] ?? 1),
  );
  const mean = week.reduce((sum, value) => sum + value, 0) / weekMinutes;
  return week.map((value) => value / mean);
}

export function minuteOfWeek(timeMs: number): number {
  // The epoch began on a Thursday.
  return (Math.floor(timeMs / minuteMs) + 3 * 1440) % weekMinutes;
}

function curve(profile: Profile, minute: number): number {
  const hour = minute / 60;
  const { base, bumps } = profiles[profile];
  return bumps.reduce((sum, bump) => {
    const distance = Math.min(Math.abs(hour - bump.hour), 24 - Math.abs(hour - bump.hour));
    return sum + bump.height * Math.exp(-0.5 * (distance / bump.widthHours) ** 2);
  }, base);
}

/** 1 on work days, the profile's factor at weekends, and a slide of six hours between the two. */
function weekendFactor(profile: Profile, minute: number): number {
  const friday = 5 * 1440;
  const slide = 180;
  const sinceSaturday = (minute - friday + weekMinutes + slide) % weekMinutes;
  const length = 2 * 1440;
  const into = Math.min(1, sinceSaturday / (2 * slide));
  const outOf = Math.min(1, Math.max(0, (length + 2 * slide - sinceSaturday) / (2 * slide)));
  const share = Math.min(into, outOf);
  return 1 + (profiles[profile].weekend - 1) * share;
}

/** Slow growth since the start, levelling off at a quarter more: nothing fills up by itself. */
export function growth(sinceStartMs: number): number {
  return 1 + 0.25 * (1 - Math.exp(-Math.max(0, sinceStartMs) / (120 * dayMs)));
}

/** The factor that campaigns put on a topic's traffic: 1 outside of them, with ramps of half an hour. */
export function campaignLift(
  plan: CampaignPlan | 'none',
  profile: Profile,
  startMs: number,
  timeMs: number,
): number {
  if (plan === 'none' || !profiles[profile].lifts) return 1;
  const firstDay = Math.floor(startMs / dayMs) + plan.firstAfterDays;
  const sinceFirst = timeMs - firstDay * dayMs - plan.startHour * 3_600_000;
  if (sinceFirst < 0) return 1;
  const into = sinceFirst % (plan.everyDays * dayMs);
  const lengthMs = plan.hours * 3_600_000;
  const ramp = Math.min(1, into / 1_800_000, Math.max(0, (lengthMs - into) / 1_800_000));
  return 1 + (plan.lift - 1) * ramp;
}
