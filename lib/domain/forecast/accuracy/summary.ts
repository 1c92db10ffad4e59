import { type LiveAccuracy, leadsMs } from './live.ts';

/** Accuracy of the live forecasts of several series. */
export type SegmentAccuracy = {
  /** What they have in common: the id of their signal, or `all`. */
  readonly segment: string;
  readonly leadHours: number;
  /** Series with forecasts of that lead whose time has come. */
  readonly series: number;
  /** Median over the series of the error over that of seasonal naive, in percent; 100 is no better. */
  readonly errorRatioPercent: number;
  /** Mean over the series of the share within the 95 % interval, in percent. */
  readonly coveragePercent: number;
};

/** A series' part in a segment. */
export interface ScoredSeries {
  readonly segment: string;
  readonly accuracy: LiveAccuracy;
}

/** Forecasts of a lead below which a series says nothing yet. */
const leastCount = 6;

/** By segment and lead, all series together first; leads of which nothing is known are absent. */
export function segmentsOf(scored: readonly ScoredSeries[]): readonly SegmentAccuracy[] {
  const segments = ['all', ...[...new Set(scored.map(({ segment }) => segment))].sort()];
  return segments.flatMap((segment) => {
    const members = scored.filter((one) => segment === 'all' || one.segment === segment);
    return leadsMs.flatMap((leadMs) => segmentOf(segment, leadMs, members) ?? []);
  });
}

function segmentOf(
  segment: string,
  leadMs: number,
  members: readonly ScoredSeries[],
): SegmentAccuracy | undefined {
  const leads = members.flatMap(({ accuracy }) =>
    accuracy.leads.filter((lead) => lead.leadMs === leadMs && lead.count >= leastCount),
  );
  const ratios = leads.map(({ error, naive }) => errorRatio(error, naive)).sort((a, b) => a - b);
  const middle = ratios.length / 2;
  const low = ratios[Math.ceil(middle) - 1];
  const high = ratios[Math.floor(middle)];
  if (low === undefined || high === undefined) return undefined;
  const covered = leads.reduce((sum, { coverage }) => sum + coverage, 0) / leads.length;
  return {
    segment,
    leadHours: leadMs / 3_600_000,
    series: leads.length,
    errorRatioPercent: rounded((100 * (low + high)) / 2),
    coveragePercent: rounded(100 * covered),
  };
}

/** At most 10: where seasonal naive never errs, any error is infinitely worse. */
export function errorRatio(error: number, naive: number): number {
  if (error === 0 && naive === 0) return 1;
  return naive > 0 ? Math.min(10, error / naive) : 10;
}

const rounded = (value: number) => Math.round(10 * value) / 10;
