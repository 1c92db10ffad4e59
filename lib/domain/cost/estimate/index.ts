import { monthMs } from '../month.ts';
import { prices as builtIn, type PriceTable, priceOf } from '../prices.ts';
import { cloudwatchLines } from './cloudwatch.ts';
import { computeLines } from './compute.ts';
import type { EstimateFacts } from './facts.ts';
import { type EstimateLine, lineMaker, sum } from './line.ts';
import { seriesOf } from './runs.ts';
import { storageLines } from './storage.ts';

export type { EstimateFacts, PolledClass, StoreFacts } from './facts.ts';
export type { EstimateLine } from './line.ts';

/** What an installation costs in a month of 30 days. */
export interface Estimate {
  /** The dearest first; none is zero. */
  readonly lines: readonly EstimateLine[];
  readonly usd: number;
  readonly series: { readonly emitted: number; readonly polled: number; readonly assessed: number };
  /** Other ways to watch the same series. */
  readonly beside: readonly { readonly what: string; readonly usd: number }[];
  /** Month of the oldest of the prices that were used. */
  readonly asOf: string;
}

/** The monthly cost of an installation, line by line. @param prices @default those of us-east-1 */
export function estimateCost(facts: EstimateFacts, prices: PriceTable = builtIn): Estimate {
  const line = lineMaker(prices);
  const all = [...cloudwatchLines(facts, line), ...computeLines(facts, line), ...storageLines(facts, line)];
  const lines = all.filter(({ usd }) => usd > 0).toSorted((a, b) => b.usd - a.usd);
  const { polled, assessed } = seriesOf(facts);
  return {
    lines,
    usd: sum(lines.map(({ usd }) => usd)),
    series: { emitted: facts.emittedSeries, polled, assessed },
    beside: besides(facts, prices),
    asOf: lines.map(({ price }) => prices[price].asOf).sort()[0] ?? builtIn.getMetricData.asOf,
  };
}

function besides({ emittedSeries }: EstimateFacts, prices: PriceTable): Estimate['beside'] {
  const minutes = monthMs / 60_000;
  return [
    {
      what: `a CloudWatch anomaly-detection alarm on each of the ${emittedSeries} series`,
      usd: priceOf(emittedSeries, prices.anomalyAlarm),
    },
    {
      what: `polling each of the ${emittedSeries} series every minute, and nothing else`,
      usd: priceOf(emittedSeries * minutes, prices.getMetricData),
    },
  ];
}

/** The lines of each stage and what they cost together; the dearest first, stages and lines. */
export function costByStage(lines: readonly EstimateLine[]): readonly {
  readonly stage: string;
  readonly usd: number;
  readonly lines: readonly EstimateLine[];
}[] {
  return totals(lines, ({ stage }) => stage).map(([stage, usd]) => ({
    stage,
    usd,
    lines: lines.filter((line) => line.stage === stage).toSorted((a, b) => b.usd - a.usd),
  }));
}

/** The cost of each part that a person would name, the dearest first: `CloudWatch: dashboards`. */
export function costByPart(
  lines: readonly EstimateLine[],
): readonly { readonly part: string; readonly usd: number }[] {
  const partOf = ({ resource, what }: EstimateLine) =>
    resource === 'CloudWatch' ? `CloudWatch: ${what}` : resource;
  return totals(lines, partOf).map(([part, usd]) => ({ part, usd }));
}

function totals(
  lines: readonly EstimateLine[],
  of: (line: EstimateLine) => string,
): readonly (readonly [string, number])[] {
  const byName = new Map<string, number>();
  for (const line of lines) byName.set(of(line), (byName.get(of(line)) ?? 0) + line.usd);
  return [...byName].sort(([, a], [, b]) => b - a);
}
