import type { ErrorMeans } from '../../lib/domain/forecast/accuracy/errors-ahead.ts';
import type { ModelBacktest, SeriesBacktest } from './run-backtest.ts';
import { textTable } from './text-table.ts';

/** A line of JSON: shares and levels in percent, errors that are none null. */
export function backtestJson(
  { series, periods, folds, models }: SeriesBacktest,
  horizon: number,
  levelPercent: number,
): string {
  const line = {
    series: series.name,
    stepMs: series.isTimed ? series.stepMs : null,
    horizon,
    periods,
    folds,
    level: levelPercent,
    models: models.map(({ errors, bySteps, msPerFit, ...rest }) => ({
      ...rest,
      msPerFit: Number(msPerFit.toPrecision(4)),
      ...rounded(errors),
      byHorizon: bySteps.map((means, i) => ({ step: i + 1, ...rounded(means) })),
    })),
  };
  return `${JSON.stringify(line)}\n`;
}

function rounded({ coverage, ...rest }: ErrorMeans) {
  const all = { ...rest, coverage: 100 * coverage };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      name,
      Number.isFinite(value) ? Number(value.toPrecision(6)) : null,
    ]),
  );
}

/** Tables for a person: a row a model, the best first; then its errors by steps ahead; then what went wrong. */
export function backtestWords(backtest: SeriesBacktest, horizon: number, levelPercent: number): string {
  const { series, periods, folds } = backtest;
  const models = [...backtest.models].sort((a, b) => order(a) - order(b));
  const season = periods.length === 0 ? 'no season' : `season ${periods.join(', ')}`;
  const title = `${series.name.replace(/\p{Cc}+/gu, ' ')}: ${count(folds, 'forecast')} of ${count(horizon, 'step')}, ${season}`;
  return [
    `${title}\n\n`,
    summaryTable(models, levelPercent),
    '\nMASE by steps ahead\n',
    horizonTable(models, horizon),
    ...notesOf(models),
  ].join('');
}

/** By MASE, or by the error itself where the series has no such scale; those without any at the end. */
function order({ errors: { mase, mae } }: ModelBacktest): number {
  if (Number.isFinite(mase)) return mase;
  return Number.isFinite(mae) ? mae : Number.MAX_VALUE;
}

function summaryTable(models: readonly ModelBacktest[], levelPercent: number): string {
  const header = [
    'model',
    'forecasts',
    'MAE',
    'sMAPE %',
    'MASE',
    'pinball',
    `% in ${levelPercent} %`,
    'width',
    'ms a fit',
  ];
  const rows = models.map(({ model, folds, errors, msPerFit }) => [
    model,
    String(folds),
    short(errors.mae),
    fixed(errors.smape, 2),
    fixed(errors.mase, 3),
    short(errors.pinball),
    fixed(100 * errors.coverage, 1),
    short(errors.width),
    short(msPerFit, 3),
  ]);
  return textTable(header, rows);
}

/** The first step, the last, and quarters between them. */
function horizonTable(models: readonly ModelBacktest[], horizon: number): string {
  const steps = [
    ...new Set([1, ...[0.25, 0.5, 0.75, 1].map((share) => Math.max(1, Math.round(share * horizon)))]),
  ];
  const rows = models.map(({ model, bySteps }) => [
    model,
    ...steps.map((step) => fixed(bySteps[step - 1]?.mase ?? Number.NaN, 3)),
  ]);
  return textTable(['model', ...steps.map((step) => `+${step}`)], rows);
}

function notesOf(models: readonly ModelBacktest[]): string[] {
  const lines = models.flatMap(({ model, failures, notes }) => [
    ...failures.map(({ reason, folds }) => `${model}: ${count(folds, 'forecast')} missing: ${reason}`),
    ...notes.map((note) => `${model}: ${note}`),
  ]);
  return lines.length === 0 ? [] : ['\n', ...lines.map((line) => `${line}\n`)];
}

const count = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
const fixed = (value: number, digits: number) => (Number.isFinite(value) ? value.toFixed(digits) : '-');

/** Some digits, and every one before the point. */
function short(value: number, digits = 5): string {
  if (!Number.isFinite(value)) return '-';
  return Math.abs(value) >= 10 ** digits && Math.abs(value) < 1e15
    ? value.toFixed(0)
    : String(Number(value.toPrecision(digits)));
}
