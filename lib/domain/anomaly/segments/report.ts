import { chiSquaredUpper } from '../../numerics/chi-squared.ts';
import { type Dimension, dimensions, orderOf, placementOf, prefixOf } from './dimensions.ts';
import { type JudgedSteps, type Run, runsOf } from './judged-steps.ts';

/** What detectors did to one segment. */
export interface SegmentFigures {
  readonly segment: string;
  /** Series that have steps in it. */
  readonly series: number;
  /** Months of 30 days that were judged, over all series. */
  readonly months: number;
  /** Events told; those less than an hour apart are one. */
  readonly alarms: number;
  /** Alarms a series and month. */
  readonly alarmsAMonth: number;
  /** Where it is known what was an anomaly. */
  readonly accuracy?: SegmentAccuracyFigures;
}

export interface SegmentAccuracyFigures {
  /** Anomalies that there were, and those of them that were told. */
  readonly anomalies: number;
  readonly found: number;
  /** Alarms where there was none. */
  readonly falseAlarms: number;
  /** Shares from 0 to 1; null where there is nothing to be a share of. */
  readonly recall: number | null;
  readonly precision: number | null;
}

/** Whether one segment is alarmed more than another. */
export interface DimensionReport {
  readonly dimension: Dimension;
  readonly segments: readonly SegmentFigures[];
  /**
   * Probability of alarms so uneven, or more so, when all segments have one rate (Pearson's χ² against the time judged); null
   * where fewer than five alarms are expected of a segment on average, for then it says nothing.
   */
  readonly unevenPValue: number | null;
}

export interface SegmentReport {
  readonly all: SegmentFigures;
  readonly dimensions: readonly DimensionReport[];
}

export interface SegmentOptions {
  /** @default all of them */
  readonly by?: readonly Dimension[];
  /** Whose a name is. @default the part before the first `.`, `/`, `:`, `_` or `-` */
  readonly tenantOf?: (name: string) => string;
}

const monthMs = 30 * 86_400_000;
const fewestExpected = 5;

/**
 * Alarm rates, and accuracy where labels are known, by segment: whether large topics, nights, weekends or one tenant are served
 * worse than others. Times are UTC. Uses nothing but numbers and names.
 */
export function segmentReport(
  all: readonly JudgedSteps[],
  { by = dimensions, tenantOf = prefixOf }: SegmentOptions = {},
): SegmentReport {
  const outcomes = all.map(outcomeOf);
  const whole = new Map<string, Tally>();
  for (const outcome of outcomes) addUp(whole, outcome, () => 'all');
  return {
    all: figuresOf('all', whole.get('all') ?? emptyTally()),
    dimensions: by.map((dimension) => {
      const tallies = new Map<string, Tally>();
      for (const outcome of outcomes)
        addUp(tallies, outcome, placementOf(dimension, outcome.steps, tenantOf));
      return reportOf(dimension, tallies);
    }),
  };
}

interface SeriesOutcome {
  readonly steps: JudgedSteps;
  readonly alarms: readonly Run[];
  /** Those of the alarms of which it is known whether they are right. */
  readonly known: ReadonlySet<Run>;
  /** Those of them that overlap no anomaly. */
  readonly wrong: ReadonlySet<Run>;
  readonly anomalies: readonly (Run & { readonly isFound: boolean })[];
}

function outcomeOf(steps: JudgedSteps): SeriesOutcome {
  const { stepMs, anomalies, labels, learnt } = steps;
  const alarms = runsOf(stepMs, anomalies.length, (step) => anomalies[step] === 1);
  const labelled =
    labels === undefined ? [] : runsOf(stepMs, labels.length, (step) => step >= learnt && labels[step] === 1);
  const meets = (run: Run) => (other: Run) => other.from <= run.to && other.to >= run.from;
  const isKnown = ({ from, to }: Run) => labels?.subarray(from, to + 1).some(Number.isFinite) ?? false;
  const known = alarms.filter(isKnown);
  return {
    steps,
    alarms,
    known: new Set(known),
    wrong: new Set(known.filter((run) => !labelled.some(meets(run)))),
    anomalies: labelled.map((run) => ({ ...run, isFound: alarms.some(meets(run)) })),
  };
}

interface Tally {
  readonly series: Set<JudgedSteps>;
  ms: number;
  alarms: number;
  /** Steps, and alarms, of which it is known what they are. */
  known: number;
  knownAlarms: number;
  wrong: number;
  anomalies: number;
  found: number;
}

function emptyTally(): Tally {
  return { series: new Set(), ms: 0, alarms: 0, known: 0, knownAlarms: 0, wrong: 0, anomalies: 0, found: 0 };
}

/** What begins in a segment belongs to it. */
function addUp(
  tallies: Map<string, Tally>,
  { steps, alarms, known, wrong, anomalies }: SeriesOutcome,
  placeOf: (step: number) => string,
): void {
  const tallyAt = (step: number) => {
    const place = placeOf(step);
    const tally = tallies.get(place) ?? emptyTally();
    tallies.set(place, tally);
    return tally;
  };
  for (let step = steps.learnt; step < steps.values.length; step++) {
    if (!Number.isFinite(steps.values[step])) continue;
    const tally = tallyAt(step);
    tally.series.add(steps);
    tally.ms += steps.stepMs;
    if (Number.isFinite(steps.labels?.[step])) tally.known++;
  }
  for (const run of alarms) {
    const tally = tallyAt(run.from);
    tally.alarms++;
    if (known.has(run)) tally.knownAlarms++;
    if (wrong.has(run)) tally.wrong++;
  }
  for (const { from, isFound } of anomalies) {
    const tally = tallyAt(from);
    tally.anomalies++;
    if (isFound) tally.found++;
  }
}

function figuresOf(segment: string, tally: Tally): SegmentFigures {
  const { series, ms, alarms, known } = tally;
  const months = ms / monthMs;
  return {
    segment,
    series: series.size,
    months,
    alarms,
    alarmsAMonth: months > 0 ? alarms / months : 0,
    ...(known > 0 && { accuracy: accuracyOf(tally) }),
  };
}

function accuracyOf({ anomalies, found, wrong, knownAlarms }: Tally): SegmentAccuracyFigures {
  return {
    anomalies,
    found,
    falseAlarms: wrong,
    recall: anomalies > 0 ? found / anomalies : null,
    precision: knownAlarms > 0 ? (knownAlarms - wrong) / knownAlarms : null,
  };
}

function reportOf(dimension: Dimension, tallies: ReadonlyMap<string, Tally>): DimensionReport {
  const segments = [...tallies]
    .map(([segment, tally]) => figuresOf(segment, tally))
    .sort(
      (a, b) =>
        orderOf(dimension, a.segment) - orderOf(dimension, b.segment) || (a.segment < b.segment ? -1 : 1),
    );
  return { dimension, segments, unevenPValue: unevenPValue(segments) };
}

function unevenPValue(segments: readonly SegmentFigures[]): number | null {
  const judged = segments.filter(({ months }) => months > 0);
  const alarms = judged.reduce((sum, one) => sum + one.alarms, 0);
  const months = judged.reduce((sum, one) => sum + one.months, 0);
  if (judged.length < 2 || alarms < fewestExpected * judged.length) return null;
  const away = judged.reduce((sum, one) => {
    const expected = (alarms * one.months) / months;
    return sum + (one.alarms - expected) ** 2 / expected;
  }, 0);
  return chiSquaredUpper(away, judged.length - 1);
}
