import { type Calendar, emptyCalendar } from '../../lib/domain/series/calendar/index.ts';
import type { CampaignPlan } from '../../lib/domain/simulation/index.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The simulator's campaigns between its start and a time, as somebody who plans them would write them down. */
export function campaignCalendar(plan: CampaignPlan, startMs: number, toMs: number): Calendar {
  const firstMs = (Math.floor(startMs / dayMs) + plan.firstAfterDays) * dayMs + plan.startHour * hourMs;
  const everyMs = plan.everyDays * dayMs;
  const count = Math.max(0, Math.ceil((toMs - firstMs) / everyMs));
  const events = Array.from({ length: count }, (_, i) => {
    const fromMs = firstMs + i * everyMs;
    return { name: 'campaign', fromMs, toMs: fromMs + plan.hours * hourMs, strength: plan.lift };
  });
  return { ...emptyCalendar, events };
}
