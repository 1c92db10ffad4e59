import { SeriesRefusal } from './each-series.ts';
import type { FileSeries } from './series-file.ts';
import { stepName } from './step-name.ts';

/**
 * Values may be missing, regressors may not: a difference needs those of the step before.
 * @throws SeriesRefusal naming the regressor, how often it is missing and where first
 */
export function refuseGaps(series: FileSeries): void {
  const lacking = series.regressors.find(({ values }) => values.some(Number.isNaN));
  if (lacking === undefined) return;
  const { name, values } = lacking;
  const count = values.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  const first = stepName(series, values.findIndex(Number.isNaN));
  throw new SeriesRefusal(
    `${name} is missing at ${count} of ${values.length} steps, first at ${first}: give every step a row with it; the value itself may be empty`,
  );
}
