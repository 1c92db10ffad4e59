import {
  type Dimension,
  dimensions,
  type JudgedSteps,
  segmentMarkdown,
  segmentReport,
} from '../../lib/domain/anomaly/segments/index.ts';
import type { DetectTitle } from './detect-output.ts';
import { SeriesRefusal } from './each-series.ts';
import type { DetectedSeries } from './run-detect.ts';
import type { FileSeries } from './series-file.ts';
import { timeAt } from './series-grid.ts';

export interface SegmentsRequest {
  /** Length of a row of a file without timestamps. */
  readonly rowMs: number;
  /** Its first group, or all of what it finds, is the tenant in a series' name. @default what comes before `.`, `/`, `:`, `_` or `-` */
  readonly tenant?: RegExp;
}

/** Alarm rates, and accuracy where the series were read with a column of labels, by segment, as Markdown. */
export function segmentsText(
  all: readonly DetectedSeries[],
  { rowMs, tenant }: SegmentsRequest,
  { detector, budget }: DetectTitle,
): string {
  const isTimed = all.every(({ series }) => series.isTimed);
  // Rows have neither weekdays nor hours.
  const by: readonly Dimension[] = isTimed ? dimensions : ['size', 'tenant'];
  const report = segmentReport(
    all.map((made) => judgedSteps(made, rowMs)),
    { by, ...(tenant && { tenantOf: (name) => tenantIn(name, tenant) }) },
  );
  const words = `${all.length} series judged by ${detector}, for ${budget} false alarm${budget === 1 ? '' : 's'} a series and month.`;
  return segmentMarkdown(report, words);
}

function tenantIn(name: string, tenant: RegExp): string {
  const found = tenant.exec(name);
  return found?.[1] ?? found?.[0] ?? 'no tenant';
}

function judgedSteps({ series, anomalies, learnt }: DetectedSeries, rowMs: number): JudgedSteps {
  const { name, values, isTimed, regressors } = series;
  const labels = regressors[0]?.values;
  return {
    name,
    stepMs: isTimed ? series.stepMs : rowMs,
    timesMs: values.map((_, step) => (isTimed ? timeAt(series, step) : step * rowMs)),
    values,
    anomalies,
    learnt,
    ...(labels && { labels }),
  };
}

/** @throws SeriesRefusal when a label is neither 0 nor 1 */
export function checkLabels({ regressors }: FileSeries): void {
  const [labels] = regressors;
  const odd = labels?.values.find((label) => Number.isFinite(label) && label !== 0 && label !== 1);
  if (odd !== undefined)
    throw new SeriesRefusal(
      `column ${labels?.name} has ${odd}: give 1 or true for an anomaly, 0 or false for none, nothing where it is not known`,
    );
}
