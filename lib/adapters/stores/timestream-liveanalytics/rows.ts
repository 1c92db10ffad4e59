import type { Verdict } from '../../../domain/anomaly/verdict.ts';
import type { Forecast } from '../../../domain/forecast/forecast.ts';
import { type Samples, samplesOf } from '../../../domain/series/samples.ts';
import type { Series } from '../../../domain/series/series.ts';
import { type Cells, numberOf, seriesOf, timeOf } from './query.ts';
import { partDimension } from './records.ts';

/** Samples of rows, one entry a series, sorted by key. */
export function samplesOfRows(rows: readonly Cells[]): readonly Samples[] {
  const all = groupBySeries(rows).map(({ series, rows: mine }) => {
    const points = mine.map((cells) => [timeOf(cells), numberOf(cells, 'value')] as const);
    return samplesOf(series, points).samples;
  });
  return all.filter(({ timesMs }) => timesMs.length > 0);
}

export function verdictsOfRows(rows: readonly Cells[]): readonly Verdict[] {
  return groupBySeries(rows).flatMap(({ series, rows: mine }) =>
    mine.map((cells) => verdictOf(series, cells)).sort((a, b) => a.timeMs - b.timeMs),
  );
}

function verdictOf(series: Series, cells: Cells): Verdict {
  return {
    series,
    timeMs: timeOf(cells),
    observed: numberOf(cells, 'observed'),
    expected: numberOf(cells, 'expected'),
    lower: numberOf(cells, 'lower'),
    upper: numberOf(cells, 'upper'),
    score: numberOf(cells, 'score'),
    pValue: numberOf(cells, 'p_value'),
    isAnomaly: cells.get('is_anomaly') === 'true',
    detector: cells.get('detector') ?? '',
  };
}

/** The newest forecast of each series of which all parts are there. */
export function forecastsOfRows(rows: readonly Cells[]): readonly Forecast[] {
  return groupBySeries(rows).flatMap(({ series, rows: mine }) => {
    const origins = [...new Set(mine.map(timeOf))].sort((a, b) => b - a);
    for (const originMs of origins) {
      const forecast = forecastOf(
        series,
        originMs,
        mine.filter((cells) => timeOf(cells) === originMs),
      );
      if (forecast) return [forecast];
    }
    return [];
  });
}

function forecastOf(series: Series, originMs: number, parts: readonly Cells[]): Forecast | undefined {
  const byPart = new Map(parts.map((cells) => [numberOf(cells, partDimension), cells]));
  const head = byPart.get(0);
  const steps = head && pathOf(byPart, numberOf(head, 'parts'));
  if (head === undefined || steps === undefined) return undefined;
  return {
    series,
    originMs,
    stepMs: numberOf(head, 'step_ms'),
    level: numberOf(head, 'level'),
    model: head.get('model') ?? '',
    trainedFromMs: numberOf(head, 'trained_from_ms'),
    trainedToMs: numberOf(head, 'trained_to_ms'),
    backtest: { error: numberOf(head, 'backtest_error'), naiveError: numberOf(head, 'backtest_naive_error') },
    mean: Float64Array.from(steps, (step) => step[0] ?? Number.NaN),
    lower: Float64Array.from(steps, (step) => step[1] ?? Number.NaN),
    upper: Float64Array.from(steps, (step) => step[2] ?? Number.NaN),
  };
}

/** The steps of all parts in order; `undefined` when one is missing. A part beyond the last belongs to an
 *  earlier, longer forecast of the same origin. */
function pathOf(
  parts: ReadonlyMap<number, Cells>,
  count: number,
): readonly (readonly number[])[] | undefined {
  const steps: (readonly number[])[] = [];
  for (let part = 0; part < count; part++) {
    const path = parts.get(part)?.get('path');
    if (path === undefined) return undefined;
    steps.push(...(JSON.parse(path) as readonly (readonly number[])[]));
  }
  return steps;
}

export function groupBySeries(
  rows: readonly Cells[],
): readonly { readonly series: Series; readonly rows: readonly Cells[] }[] {
  const groups = new Map<string, { series: Series; rows: Cells[] }>();
  for (const cells of rows) {
    const series = seriesOf(cells);
    const group = groups.get(series.key) ?? { series, rows: [] };
    group.rows.push(cells);
    groups.set(series.key, group);
  }
  return [...groups.values()].sort((a, b) => (a.series.key < b.series.key ? -1 : 1));
}
