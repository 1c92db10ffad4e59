import { z } from 'zod';
import {
  eventProblems,
  isTimeZone,
  parseStrength,
  strengthWords,
} from '../../../domain/series/calendar/index.ts';
import { holidayProblem } from '../calendar/holidays.ts';
import { campaignEndMs, campaignStartMs } from '../calendar/resolve.ts';

const timeWords = 'a date such as 2026-11-27 or a time such as 2026-11-27T18:00';

const strengthSchema = z
  .union([z.number(), z.string()])
  .optional()
  .describe(
    'What it is expected to do, until it was seen often enough: a factor (1.4) or a share ("+40 %", "+40 % ± 10").',
  );

const campaignSchema = z.strictObject({
  name: z
    .string()
    .min(1, { error: '1 to 64 letters' })
    .max(64, { error: '1 to 64 letters' })
    .describe(
      'Name of the campaign or release. Windows of one name share one effect; they must not overlap.',
    ),
  from: z
    .string()
    .describe('When it begins: a date, or a date and a time as in 2026-11-27T18:00, in `calendar.timeZone`.'),
  to: z.string().describe('When it is over: a time, or the date of its last day.'),
  strength: strengthSchema,
});

/** What is known of days and times before they come. */
export const calendarSchema = z
  .strictObject({
    timeZone: z
      .string()
      .refine(isTimeZone, { error: 'got no time zone; allowed: a name such as Europe/Berlin' })
      .default('UTC')
      .describe('Time zone of days and of campaigns, e.g. Europe/Berlin.'),
    country: z
      .string()
      .optional()
      .describe('Country whose public holidays count, as ISO 3166-1 code, e.g. DE. Default: no holidays.'),
    region: z
      .string()
      .optional()
      .describe('Part of the country, as its code, e.g. BY, or BY-A for a part of that.'),
    holidayStrength: strengthSchema.describe(
      'What a public holiday on a working day is expected to do, as of a campaign: models see the last 14 days alone, too few holidays to learn from.',
    ),
    campaigns: z
      .array(campaignSchema)
      .max(500)
      .default([])
      .describe('Campaigns and releases, past and planned.'),
  })
  .superRefine((calendar, context) => {
    const refuse = (path: readonly PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path: [...path], message, input: undefined });
    refusePlace(calendar, refuse);
    refuseStrength(calendar.holidayStrength, ['holidayStrength'], refuse);
    if (isTimeZone(calendar.timeZone)) refuseCampaigns(calendar.campaigns, calendar.timeZone, refuse);
  });

export type CampaignConfig = z.output<typeof campaignSchema>;
export type CalendarConfig = z.output<typeof calendarSchema>;

type Refuse = (path: readonly PropertyKey[], message: string) => void;

function refuseStrength(
  strength: number | string | undefined,
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  if (strength !== undefined && parseStrength(strength) === undefined)
    refuse(path, `got ${JSON.stringify(strength)}; allowed: ${strengthWords}`);
}

function refusePlace({ country, region }: Pick<CalendarConfig, 'country' | 'region'>, refuse: Refuse): void {
  if (country === undefined) {
    if (region !== undefined) refuse(['country'], 'missing; `region` is a part of a country');
    return;
  }
  const problem = holidayProblem(country, region);
  if (problem !== undefined) refuse([problem.key], problem.words);
}

function refuseCampaigns(campaigns: readonly CampaignConfig[], timeZone: string, refuse: Refuse): void {
  const events = campaigns.map((campaign, i) => {
    const at = ['campaigns', i] as const;
    const fromMs = campaignStartMs(campaign, timeZone);
    const toMs = campaignEndMs(campaign, timeZone);
    if (fromMs === undefined) refuse([...at, 'from'], `got "${campaign.from}"; allowed: ${timeWords}`);
    if (toMs === undefined) refuse([...at, 'to'], `got "${campaign.to}"; allowed: ${timeWords}`);
    refuseStrength(campaign.strength, [...at, 'strength'], refuse);
    return fromMs === undefined || toMs === undefined ? undefined : { name: campaign.name, fromMs, toMs };
  });
  const known = events.flatMap((event, at) => (event === undefined ? [] : [{ event, at }]));
  for (const { index, words } of eventProblems(known.map(({ event }) => event)))
    refuse(['campaigns', known[index]?.at ?? index], words);
}
