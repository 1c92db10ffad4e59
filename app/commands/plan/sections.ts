import type { CapacityPlan, DailyPath, LimitPlan } from '../../../lib/domain/capacity/plan-types.ts';
import type { SizedCluster } from '../../../lib/domain/capacity/sizing.ts';
import { formatBytes } from '../../../lib/domain/words.ts';
import type { PlanChart } from './chart.ts';
import { charts } from './charts.ts';
import {
  date,
  dollars,
  limitValue,
  loadTitles,
  percent,
  rate,
  reachWords,
  sizeWords,
  spread,
  timeAhead,
} from './words.ts';

export interface Table {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the table shows, for those who do not see it. */
  readonly caption: string;
}

/** A part of the report: what every format shows, in the same order. */
export interface Section {
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly bullets?: readonly string[];
  readonly charts?: readonly PlanChart[];
  readonly tables?: readonly Table[];
}

const dayMs = 86_400_000;

export function titleOf({ cluster, horizonDays }: CapacityPlan): string {
  return `Capacity plan of ${cluster.name}: the next ${horizonDays} days`;
}

export function leadOf({ nowMs, history, level }: CapacityPlan): string {
  return `From ${history.days} days of history, ${date(history.fromMs)} to ${date(history.toMs - 1)} (UTC), as of ${new Date(nowMs).toISOString().slice(0, 16)}Z. Ranges in brackets hold ${percent(level)} of the futures.`;
}

export function sectionsOf(plan: CapacityPlan): readonly Section[] {
  const drawn = charts(plan);
  return [
    inShort(plan),
    ingestion(plan, drawn.ingestion),
    limits(plan, drawn.limits),
    sizing(plan),
    ...campaigns(plan),
    method(plan),
    ...(plan.notes.length > 0
      ? [{ title: 'What to know of the data', bullets: plan.notes.map(sentence) }]
      : []),
    { title: 'Taken for granted', bullets: plan.assumptions.map(sentence) },
  ];
}

function inShort(plan: CapacityPlan): Section {
  const { ingestion, limits, sizing, horizonDays } = plan;
  const [expected] = ingestion.scenarios;
  const { best, today } = sizing;
  const past = ingestion.past.peak.values.subarray(-horizonDays).filter(Number.isFinite);
  const before = past.reduce((most, value) => Math.max(most, value), 0);
  const change =
    expected && before > 0 ? `; the highest of the last ${horizonDays} days was ${rate(before)}` : '';
  const peak = expected ? [`Highest hour: ${spread(expected.peak, rate)}${change}.`] : [];
  const size = best
    ? [
        `Cheapest that holds it: ${sizeWords(best)}, ${dollars(best.usdPerMonth)} a month${todayWords(today)}.`,
        ...(sizing.demand.storageBytes === undefined && best.kind === 'standard'
          ? ['How much is kept is not known, so the storage in it is a guess: give --retention.']
          : []),
      ]
    : ['No size of cluster holds it.'];
  return { title: 'In short', bullets: [...peak, firstLimit(limits, horizonDays), ...size] };
}

function todayWords(today: SizedCluster | undefined): string {
  if (today === undefined) return '';
  const holds = today.holds ? 'holds it too' : `does not: its ${loadTitles[today.tightest]} would be over`;
  return `. Today's ${sizeWords(today)} for ${dollars(today.usdPerMonth)} ${holds}`;
}

function firstLimit(limits: readonly LimitPlan[], horizonDays: number): string {
  const reached = limits
    .filter(({ reach }) => (reach.earliestMs ?? Number.POSITIVE_INFINITY) < horizonDays * dayMs)
    .sort(
      (a, b) => (a.reach.likelyMs ?? a.reach.earliestMs ?? 0) - (b.reach.likelyMs ?? b.reach.earliestMs ?? 0),
    );
  const [first] = reached;
  if (limits.length === 0) return 'No limit of today could be judged: see what is not known below.';
  if (first === undefined) return `No limit is reached within ${horizonDays} days.`;
  const [earliest, likely] = reachWords(first.reach, 2 * horizonDays);
  if (first.now >= first.limit)
    return `Over its limit now: ${lower(first.title)}, ${limitValue(first.now, first)} in the last week, where ${limitValue(first.limit, first)} is the limit.`;
  return `First limit: ${lower(first.title)} reaches ${limitValue(first.limit, first)}: likely ${likely === 'now' ? 'now' : ahead(likely)}, at the earliest ${earliest === 'now' ? 'now' : ahead(earliest)} (chance ${percent(first.reach.chance)} within the horizon).`;
}

function ahead(words: string): string {
  return words.startsWith('beyond') ? words : `in ${words}`;
}

function ingestion(
  { ingestion: plan, horizonDays, level, limits }: CapacityPlan,
  drawn: readonly PlanChart[],
): Section {
  const hasSizes = plan.scenarios.some(({ size }) => size);
  return {
    title: 'Ingestion',
    charts: drawn,
    tables: [
      {
        caption: `Scenarios over ${horizonDays} days, with ${percent(level)} intervals`,
        head: ['Scenario', 'Highest hour', 'In all', ...(hasSizes ? ['Needs', 'USD a month'] : [])],
        rows: plan.scenarios.map(({ title, peak, total, size }) => [
          title,
          spread(peak, rate),
          spread(total, formatBytes),
          ...(hasSizes
            ? [size ? sizeWords(size) : 'none holds it', size ? dollars(size.usdPerMonth) : '–']
            : []),
        ]),
      },
      monthTable(plan.mean, plan.peak, level),
    ],
    ...(limits.length === 0 && { paragraphs: [] }),
  };
}

/** Thirty days a row: the mean day and the highest of the days' expected highest hours. */
function monthTable(mean: DailyPath, peak: DailyPath, level: number): Table {
  const rows: string[][] = [];
  for (let from = 0; from < mean.middle.length; from += 30) {
    const part = (values: Float64Array) => values.subarray(from, from + 30);
    const average = (values: Float64Array) =>
      (86_400 * part(values).reduce((sum, value) => sum + value, 0)) / part(values).length;
    const most = (values: Float64Array) => part(values).reduce((top, value) => Math.max(top, value), 0);
    const days = part(mean.middle).length;
    rows.push([
      `${date(mean.startMs + from * dayMs)} to ${date(mean.startMs + (from + days - 1) * dayMs)}`,
      spread(
        { lower: average(mean.lower), middle: average(mean.middle), upper: average(mean.upper) },
        formatBytes,
      ),
      spread({ lower: most(peak.lower), middle: most(peak.middle), upper: most(peak.upper) }, rate),
    ]);
  }
  return {
    caption: `By thirty days, the mean of the days' ${percent(level)} intervals`,
    head: ['Days', 'A day', "Busiest day's highest hour"],
    rows,
  };
}

function limits({ limits: all, horizonDays }: CapacityPlan, drawn: readonly PlanChart[]): Section {
  if (all.length === 0) return { title: 'Time to each limit', paragraphs: ['None could be judged.'] };
  const looked = Math.min(365, 2 * horizonDays);
  return {
    title: 'Time to each limit',
    tables: [
      {
        caption: 'When each limit of the cluster of today is reached',
        head: ['Limit', 'Now', 'At', 'Earliest', 'Likely', 'Latest', `Chance in ${horizonDays} d`],
        rows: all.map((one) => [
          one.title,
          limitValue(one.now, one),
          limitValue(one.limit, one),
          ...reachWords(one.reach, looked),
          percent(one.reach.chance),
        ]),
      },
    ],
    charts: drawn,
    bullets: all.map(({ title, source }) => `${title}: ${source}.`),
  };
}

function sizing({ sizing: plan, level }: CapacityPlan): Section {
  const { best, today, others, options } = plan;
  const shown = [
    ...(today ? [['today', today] as const] : []),
    ...(best ? [['cheapest', best] as const] : []),
    ...others.slice(0, 5).map((one) => ['', one] as const),
  ];
  const loads = [...new Set(shown.flatMap(([, { loads: own }]) => own.map(({ id }) => id)))];
  const paragraph = `At the upper bound of the ${percent(level)} interval, with ${percent(options.headroom)} headroom${options.survive === 'none' ? '' : ` and one ${options.survive === 'zone' ? 'zone' : 'broker'} to lose`}, brokers in multiples of ${options.zones}.`;
  if (shown.length === 0) return { title: 'Size', paragraphs: [paragraph, 'No size holds it.'] };
  return {
    title: 'Size',
    paragraphs: [paragraph],
    tables: [
      {
        caption: 'Sizes by price; of today whether it holds',
        head: ['', 'Cluster', 'USD a month', 'Holds', 'Tightest'],
        rows: shown.map(([what, one]) => [
          what,
          sizeWords(one),
          dollars(one.usdPerMonth),
          one.holds ? 'yes' : 'no',
          loadTitles[one.tightest],
        ]),
      },
      {
        caption: 'Share of each limit in use with all brokers up, and with the loss that is to be survived',
        head: ['Cluster', ...loads.map((id) => loadTitles[id])],
        rows: shown.slice(0, 4).map(([, one]) => [
          `${one.brokers} × ${one.type}`,
          ...loads.map((id) => {
            const load = one.loads.find((own) => own.id === id);
            if (load === undefined) return '–';
            const degraded =
              load.shareDegraded > load.share * 1.001 ? ` (${percent(load.shareDegraded)})` : '';
            return `${percent(load.share)}${degraded}`;
          }),
        ]),
      },
    ],
  };
}

function campaigns({ ingestion: { campaigns: all } }: CapacityPlan): readonly Section[] {
  if (all.length === 0) return [];
  const shown = all.slice(-16);
  const row = ({ name, fromMs, toMs, isPast, lift, plusMinus }: (typeof all)[number]) => [
    name,
    `${new Date(fromMs).toISOString().slice(0, 16).replace('T', ' ')}`,
    timeAhead(toMs - fromMs, ''),
    isPast ? 'measured' : 'expected',
    `${lift >= 0 ? '+' : ''}${percent(lift)} ± ${percent(plusMinus)}`,
  ];
  return [
    {
      title: 'Campaigns',
      tables: [
        {
          caption: 'What campaigns do to the highest hour of their days',
          head: ['Campaign', 'From (UTC)', 'Length', 'Lift', 'Of the highest hour'],
          rows: shown.map(row),
        },
      ],
    },
  ];
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

function method({ ingestion: { model }, horizonDays }: CapacityPlan): Section {
  const { trends, origins, error, benchmarkError, growthPerYear } = model;
  if (trends.length === 0)
    return { title: 'How it is forecast', paragraphs: ['Nothing flows, so nothing is forecast.'] };
  const tried =
    origins > 0
      ? `Tried from ${origins} earlier days, up to ${horizonDays} days ahead: the level of a week was off by ${percent(error, 1)} on average (last week with drift: ${percent(benchmarkError, 1)}).`
      : 'There is too little history to try it on.';
  return {
    title: 'How it is forecast',
    paragraphs: [
      `${tried} The trend grows by ${percent(growthPerYear)} a year at its present pace.`,
      `Weekdays against the mean: ${model.weekdays.map((share, i) => `${weekdays[i]} ${share >= 0 ? '+' : ''}${percent(share)}`).join(', ')}.`,
    ],
    tables: [
      {
        caption: 'Trends and their share in the forecast',
        head: ['Trend', 'Error', 'Share'],
        rows: trends.map((one) => [one.title, percent(one.error, 1), percent(one.weight)]),
      },
    ],
  };
}

function lower(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}

function sentence(note: string): string {
  const text = note.charAt(0).toUpperCase() + note.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
