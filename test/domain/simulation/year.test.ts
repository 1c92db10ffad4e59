import { type ExplainedModel, explained } from '../../../lib/domain/forecast/effects/index.ts';
import { seasonalNaive } from '../../../lib/domain/forecast/seasonal-naive/index.ts';
import { type CalendarEvent, emptyCalendar } from '../../../lib/domain/series/calendar/index.ts';
import { createSimulation, defaultTopics } from '../../../lib/domain/simulation/index.ts';
import { column, day, hour, mean, monday, specOf } from './given.ts';

const stepMs = 5 * 60_000;
const quarter = 90 * 24;
const yearHours = 365 * 24;

/** Five campaigns of four days, the last of them in the quarter after the year. */
const starts = [60, 140, 220, 300, 380];
const campaigns: readonly CalendarEvent[] = starts.map((at) => ({
  name: 'campaign',
  fromMs: monday + at * day,
  toMs: monday + (at + 4) * day,
}));

/** Mean ingestion of each hour of a small cluster that lives through a year and a quarter. */
function ingestion(seed: number): Float64Array {
  const topics = defaultTopics
    .filter(({ name }) => name === 'orders')
    .map((one) => ({ ...one, partitions: 1 }));
  const plan = { firstAfterDays: 60, everyDays: 80, startHour: 0, hours: 96, lift: 1.32 };
  const simulation = createSimulation(
    specOf({ brokers: 1, topics, groups: [], stepMs, seed, campaigns: plan }),
  );
  const steps = column(simulation, 'topic_bytes_in', [], monday, monday + (yearHours + quarter) * hour);
  return Float64Array.from({ length: yearHours + quarter }, (_, h) =>
    mean(steps.subarray(12 * h, 12 * h + 12)),
  );
}

describe('a simulated year with weekly rhythm, growth and four campaigns', () => {
  const y = ingestion(1);
  const result = explained(seasonalNaive, { ...emptyCalendar, events: campaigns }).fit(
    y.subarray(0, yearHours),
    { startMs: monday, stepMs: hour, periods: [24, 168], range: { min: 0 } },
  );
  if (result.kind !== 'fitted') throw new Error('too short');
  const model: ExplainedModel = result.model;

  test('the effect of the campaigns is recovered within its interval', () => {
    const [effect] = model.effects;
    expect(effect).toMatchObject({ name: 'campaign', occurrences: 4, basis: 'estimated' });
    const { percent = 0, standardError = 0 } = effect ?? {};
    expect(standardError).toBeLessThan(4);
    expect(Math.abs(percent - 32)).toBeLessThan(1.96 * standardError);
  });

  test('the peak of the next quarter, a campaign in it, is forecast within 10 %', () => {
    const { mean: path } = model.forecast(quarter, 0.95);
    const actual = Math.max(...y.subarray(yearHours));
    expect(Math.abs(Math.max(...path) / actual - 1)).toBeLessThan(0.1);
    // Without knowing of the campaign it would be far below.
    const blind = Math.max(...model.without(['campaign']).forecast(quarter, 0.95).mean);
    expect(blind / actual).toBeLessThan(0.9);
  });
});
