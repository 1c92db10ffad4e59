import type { ForecastChart } from '../plot/forecast-chart.ts';
import type { MadeForecast } from './make-forecast.ts';
import { timeAt } from './series-grid.ts';
import { isoTime } from './step-name.ts';
import { textTable } from './text-table.ts';

/** A line of JSON: `level` in percent; without times a step is `row`, counted from 1, in place of `timestamp`. */
export function forecastJson(
  { series, model, mean, lower, upper }: MadeForecast,
  levelPercent: number,
): string {
  const forecast = Array.from(mean, (value, i) => ({
    ...place({ series }, i),
    mean: value,
    lower: lower[i],
    upper: upper[i],
  }));
  const stepMs = series.isTimed ? series.stepMs : null;
  return `${JSON.stringify({ series: series.name, model, level: levelPercent, stepMs, forecast })}\n`;
}

function place({ series }: Pick<MadeForecast, 'series'>, step: number) {
  const time = timeAt(series, series.values.length + step);
  return series.isTimed ? { timestamp: isoTime(time) } : { row: time + 1 };
}

/** All forecasts as CSV, `series,timestamp,mean,lower,upper`, or `row` in place of `timestamp`. */
export function forecastCsv(forecasts: readonly MadeForecast[]): string {
  const isTimed = forecasts[0]?.series.isTimed ?? true;
  const rows = forecasts.flatMap((made) =>
    Array.from(made.mean, (mean, i) => {
      const { timestamp, row } = { timestamp: undefined, row: undefined, ...place(made, i) };
      return [csvCell(made.series.name), timestamp ?? row, mean, made.lower[i], made.upper[i]].join(',');
    }),
  );
  return `${[`series,${isTimed ? 'timestamp' : 'row'},mean,lower,upper`, ...rows].join('\n')}\n`;
}

/** Quoted where RFC 4180 wants it. */
function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of the table that a person is shown: the rest is for --json and --csv. */
const rowsShown = 12;

/** The model's summary and the first steps, and the last. */
export function forecastWords(made: MadeForecast, levelPercent: number): string {
  const { series, summary, model, mean } = made;
  const first = Math.min(mean.length, rowsShown);
  const shown = Array.from({ length: first }, (_, i) => i);
  if (mean.length > first) shown.push(mean.length - 1);
  const rows = shown.map((i) => rowOf(made, i));
  const header = [series.isTimed ? 'time' : 'row', 'mean', 'lower', 'upper'];
  const lines = textTable(header, rows).split('\n');
  if (mean.length > first + 1)
    lines.splice(first + 1, 0, `… ${mean.length - first - 1} more steps: --json or --csv`);
  const title = `${series.name.replace(/\p{Cc}+/gu, ' ')}: ${model}, ${mean.length} steps, ${levelPercent} % interval`;
  return `${title}\n${summary.trimEnd()}\n\n${lines.join('\n')}`;
}

function rowOf(made: MadeForecast, i: number): string[] {
  const { timestamp, row } = { timestamp: undefined, row: undefined, ...place(made, i) };
  const numbers = [made.mean[i], made.lower[i], made.upper[i]].map((value) => short(value ?? Number.NaN));
  return [timestamp ?? String(row), ...numbers];
}

/** Six digits at least, and every one before the point. */
function short(value: number): string {
  return Math.abs(value) >= 1e6 && Math.abs(value) < 1e15
    ? value.toFixed(0)
    : String(Number(value.toPrecision(6)));
}

/** Steps of history beside the horizon that a drawing shows, and how few it shows. */
const historyShare = 3;
const leastHistory = 72;

/** What to draw of a forecast: of its history the last part. @param level 0 < level < 1 */
export function chartOf({ series, model, mean, lower, upper }: MadeForecast, level: number): ForecastChart {
  const { values } = series;
  const from = Math.max(0, values.length - Math.max(historyShare * mean.length, leastHistory));
  const history = values.subarray(from);
  return {
    title: series.name,
    model,
    isTimed: series.isTimed,
    history: { times: history.map((_, i) => timeAt(series, from + i)), values: history },
    forecast: { times: mean.map((_, i) => timeAt(series, values.length + i)), mean, lower, upper },
    level,
  };
}
