import type {
  CapacityPlan,
  DailyPast,
  DailyPath,
  LimitPlan,
} from '../../../lib/domain/capacity/plan-types.ts';
import { formatBytes } from '../../../lib/domain/words.ts';
import { type ChartLine, highestOf, type PlanChart } from './chart.ts';
import { limitValue, percent, rate } from './words.ts';

/** A limit so many times as high as anything drawn would press all else flat: it is left to the words. */
const farLimit = 2.5;

export function charts(plan: CapacityPlan): {
  readonly ingestion: readonly PlanChart[];
  readonly limits: readonly PlanChart[];
} {
  const { ingestion, limits, level } = plan;
  const campaigns = ingestion.campaigns.map(({ fromMs, toMs, name }) => ({ fromMs, toMs, name }));
  const interval = `${percent(level)} interval`;
  const throughput = limits.filter(({ unit }) => unit === 'bytes_per_second');
  const held = limits.filter(({ unit }) => unit !== 'bytes_per_second');
  const past = { startMs: ingestion.past.mean.startMs, values: aDay(ingestion.past.mean.values) };
  const { startMs, lower, middle, upper } = ingestion.mean;
  const path = { startMs, lower: aDay(lower), middle: aDay(middle), upper: aDay(upper) };
  return {
    ingestion: [
      {
        id: 'peak',
        title: 'Highest hour of each day',
        past: ingestion.past.peak,
        path: ingestion.peak,
        interval,
        format: rate,
        binary: true,
        campaigns,
        limits: near(ingestion.past.peak, ingestion.peak, throughput.map(lineOf)),
        description: describe('The highest hour of each day', ingestion.past.peak, ingestion.peak, rate),
      },
      {
        id: 'day',
        title: 'Bytes a day',
        past,
        path,
        interval,
        format: formatBytes,
        binary: true,
        campaigns,
        limits: [],
        description: describe('The bytes of each day', past, path, formatBytes),
      },
    ],
    limits: held.map((one) => {
      const format = (value: number) => limitValue(value, one);
      return {
        id: one.id,
        title: one.title,
        past: one.past,
        path: one.path,
        interval,
        format,
        binary: false,
        campaigns: [],
        limits: near(one.past, one.path, [lineOf(one)]),
        description: describe(one.title, one.past, one.path, format),
      };
    }),
  };
}

/** Bytes of a day, from its mean a second. */
function aDay(values: Float64Array): Float64Array {
  return values.map((value) => 86_400 * value);
}

function lineOf(limit: LimitPlan): ChartLine {
  const [short = limit.title] = limit.title.split(' against ').reverse();
  const name = limit.unit === 'bytes_per_second' ? short.replace(/^the /, '') : 'limit';
  return { value: limit.limit, label: `${name}: ${limitValue(limit.limit, limit)}` };
}

function near(past: DailyPast, path: DailyPath, lines: readonly ChartLine[]): readonly ChartLine[] {
  const highest = Math.max(highestOf(past.values), highestOf(path.upper));
  return lines.filter(({ value }) => value <= farLimit * highest);
}

function describe(what: string, past: DailyPast, path: DailyPath, format: (value: number) => string): string {
  const last = past.values.findLast(Number.isFinite) ?? Number.NaN;
  const end = path.middle.length - 1;
  const at = (values: Float64Array) => format(values[end] ?? Number.NaN);
  return `${what}: ${format(last)} on the last day, and ${at(path.middle)} (${at(path.lower)} to ${at(path.upper)}) ${path.middle.length} days later.`;
}
