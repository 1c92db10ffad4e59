import { type DetectChart, detectTimes, detectValues, hasExpectations } from './detect-svg.ts';
import { stretchesOf } from './forecast-chart.ts';
import {
  columnOf,
  lineCanvas,
  type Paint,
  type Pane,
  rowOf,
  type TerminalSize,
  terminalPicture,
} from './terminal-frame.ts';

/** Values in braille characters, what was expected of them shaded, and anomalies as dots, for a terminal of that size. */
export function detectTerminal(chart: DetectChart, size: TerminalSize): string {
  return terminalPicture(
    {
      headings: [chart.title, chart.subtitle],
      isTimed: chart.isTimed,
      times: detectTimes(chart),
      values: detectValues(chart),
      body: (pane, paint) => bodyOf(chart, pane, paint),
      legend: (paint) => [
        [paint('history', '⠒⠒'), ' value  '],
        ...(hasExpectations(chart) ? [[paint('band', '░░'), ` ${chart.level} % expected  `] as const] : []),
        [paint('anomaly', '●'), ' anomaly  '],
        ['', chart.isTimed ? 'time in UTC' : 'row of the file'],
      ],
    },
    size,
  );
}

function bodyOf(chart: DetectChart, pane: Pane, paint: Paint): readonly string[] {
  const line = lineCanvas(pane, stretchesOf(chart.times, chart.values));
  const bands = bandsOf(chart, pane);
  const dots = dotsOf(chart, pane);
  const cell = (column: number, row: number): string => {
    if (dots.has(row * pane.columns + column)) return paint('anomaly', '●');
    const value = line.at(column, row);
    if (value !== undefined) return paint('history', value);
    const [top, bottom] = bands[column] ?? [1, 0];
    return row >= top && row <= bottom ? paint('band', '░') : ' ';
  };
  return Array.from({ length: pane.rows }, (_, row) =>
    Array.from({ length: pane.columns }, (_, column) => cell(column, row)).join(''),
  );
}

/** Places of anomalies, as row times columns plus column. */
function dotsOf({ times, values, anomalies }: DetectChart, pane: Pane): ReadonlySet<number> {
  const dots = new Set<number>();
  for (const [i, isOne] of anomalies.entries())
    if (isOne === 1) dots.add(rowOf(pane, values[i] ?? 0) * pane.columns + columnOf(pane, times[i] ?? 0));
  return dots;
}

/** First and last row of the usual interval in each column: the mean of its bounds there; empty where there is none. */
function bandsOf({ times, lower, upper }: DetectChart, pane: Pane): readonly (readonly [number, number])[] {
  const sums = Array.from({ length: pane.columns }, () => ({ lower: 0, upper: 0, count: 0 }));
  for (const [i, time] of times.entries()) {
    const sum = sums[columnOf(pane, time)];
    const [low, high] = [lower[i] ?? Number.NaN, upper[i] ?? Number.NaN];
    if (sum === undefined || !Number.isFinite(low + high)) continue;
    sum.lower += low;
    sum.upper += high;
    sum.count++;
  }
  return sums.map(({ lower: low, upper: high, count }) =>
    count === 0 ? [1, 0] : [rowOf(pane, high / count), rowOf(pane, low / count)],
  );
}
