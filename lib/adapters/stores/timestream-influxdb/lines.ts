import type { Verdict } from '../../../domain/anomaly/verdict.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import { packDoubles } from '../../../domain/numerics/packed-doubles.ts';
import type { Problem, Samples } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';
import { tagsOf } from './tags.ts';

export type Table = 'points' | 'verdicts' | 'forecasts';

/** One line of line protocol, what it overwrites and what it is about. */
export interface Line {
  /** `signal` of the series: named in problems. */
  readonly signal: string;
  /** Measurement, tags and time: of two lines with the same one the later wins. */
  readonly identity: string;
  readonly text: string;
}

export interface Lines {
  readonly lines: readonly Line[];
  /** What no line can say. */
  readonly rejected: readonly Problem[];
}

type Field = readonly [name: string, text: string];

/** Lines of points: one field, so that a late point of one signal never touches another. */
export function pointLines(samples: readonly Samples[]): Lines {
  const rejected: Problem[] = [];
  const lines: Line[] = [];
  for (const { series, timesMs, values } of samples) {
    const head = headOf('points', series);
    let unusable = 0;
    for (const [i, timeMs] of timesMs.entries()) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value) || !Number.isSafeInteger(timeMs)) unusable++;
      else lines.push(lineOf(series, head, [['value', String(value)]], timeMs));
    }
    if (unusable > 0) rejected.push(unusableProblem(series, unusable));
  }
  return { lines: lastOfEach(lines), rejected };
}

function unusableProblem({ signal }: Series, count: number): Problem {
  const message = 'a value that is not finite, or a time that is not whole milliseconds; give finite values';
  return { kind: 'rejected', where: `points ${signal}`, message, count };
}

export function verdictLines(verdicts: readonly Verdict[]): readonly Line[] {
  const lines = verdicts.map((verdict) =>
    lineOf(
      verdict.series,
      headOf('verdicts', verdict.series),
      [
        ...doubles({
          observed: verdict.observed,
          expected: verdict.expected,
          lower: verdict.lower,
          upper: verdict.upper,
          score: verdict.score,
          p_value: verdict.pValue,
        }),
        ['is_anomaly', String(verdict.isAnomaly)],
        ['detector', quoted(verdict.detector)],
      ],
      verdict.timeMs,
    ),
  );
  return lastOfEach(lines);
}

/**
 * Lines of forecasts. The path is three fields of packed doubles, which come back exactly. The time is the
 * start of the slot that the origin lies in: forecasts of one slot overwrite one another, so that an hourly
 * forecast does not fill the storage with paths that nobody reads again.
 * @param slotMs length of a slot, in ms
 */
export function forecastLines(forecasts: readonly Forecast[], slotMs: number): readonly Line[] {
  const lines = forecasts.map((forecast) =>
    lineOf(
      forecast.series,
      headOf('forecasts', forecast.series),
      forecastFields(forecast),
      Math.floor(forecast.originMs / slotMs) * slotMs,
    ),
  );
  return lastOfEach(lines);
}

function forecastFields(forecast: Forecast): Field[] {
  return [
    ['origin_ms', `${forecast.originMs}i`],
    ['step_ms', `${forecast.stepMs}i`],
    ['trained_from_ms', `${forecast.trainedFromMs}i`],
    ['trained_to_ms', `${forecast.trainedToMs}i`],
    ...doubles({
      level: forecast.level,
      backtest_error: forecast.backtest.error,
      backtest_naive_error: forecast.backtest.naiveError,
    }),
    ['model', quoted(forecast.model)],
    ['mean_path', quoted(packDoubles(forecast.mean))],
    ['lower_path', quoted(packDoubles(forecast.lower))],
    ['upper_path', quoted(packDoubles(forecast.upper))],
  ];
}

/** `points,cluster=a,signal=b`: tags sorted by name, as the server likes them best. */
function headOf(table: Table, series: Series): string {
  const pairs = [...tagsOf(series)].sort(([a], [b]) => (a < b ? -1 : 1));
  return [table, ...pairs.map(([tag, value]) => `${tag}=${escapedTag(value)}`)].join(',');
}

function lineOf({ signal }: Series, head: string, fields: readonly Field[], timeMs: number): Line {
  const said = fields.map(([name, text]) => `${name}=${text}`).join(',');
  return { signal, identity: `${head} ${timeMs}`, text: `${head} ${said} ${timeMs}` };
}

/** A line twice in one write may be kept either way: the last one goes. */
function lastOfEach(lines: readonly Line[]): readonly Line[] {
  return [...new Map(lines.map((line) => [line.identity, line])).values()];
}

function escapedTag(value: string): string {
  return value.replace(/[ ,=]/g, (c) => `\\${c}`);
}

/** A string field. */
function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, (c) => `\\${c}`)}"`;
}

/** A number that is not finite is left out: line protocol has none. It reads back as NaN. */
function doubles(values: Readonly<Record<string, number>>): Field[] {
  return Object.entries(values).flatMap(([name, value]) =>
    Number.isFinite(value) ? [[name, String(value)] as const] : [],
  );
}
