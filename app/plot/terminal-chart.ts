import {
  type Ahead,
  aheadOf,
  type ForecastChart,
  intervalWords,
  stretchesOf,
  timeExtent,
  valueExtent,
} from './forecast-chart.ts';
import {
  columnOf,
  lineCanvas,
  type Paint,
  type Pane,
  rowOf,
  type TerminalPicture,
  type TerminalSize,
  terminalPicture,
} from './terminal-frame.ts';

/**
 * The chart in braille characters, the interval shaded, for a terminal of that size. Lines end with a line break and
 * none is longer than the terminal.
 */
export function terminalChart(chart: ForecastChart, size: TerminalSize): string {
  const picture: TerminalPicture = {
    headings: [chart.title, chart.model],
    isTimed: chart.isTimed,
    times: timeExtent(chart),
    values: valueExtent(chart),
    body: (pane, paint) => bodyOf(chart, pane, paint),
    legend: (paint) => legend(chart, paint),
  };
  return terminalPicture(picture, size);
}

function bodyOf(chart: ForecastChart, pane: Pane, paint: Paint): string[] {
  const ahead = aheadOf(chart);
  const history = lineCanvas(pane, stretchesOf(chart.history.times, chart.history.values));
  const forecast = lineCanvas(pane, [ahead.map(({ time, mean }) => [time, mean] as const)]);
  const now = columnOf(pane, chart.history.times.at(-1) ?? Number.NaN);
  const bands = Array.from({ length: pane.columns }, (_, column) => bandAt(ahead, pane, column));
  const cell = (column: number, row: number): string => {
    const ahead = forecast.at(column, row);
    if (ahead !== undefined) return paint('forecast', ahead);
    const behind = history.at(column, row);
    if (behind !== undefined) return paint('history', behind);
    const [top, bottom] = bands[column] ?? [1, 0];
    if (column > now && row >= top && row <= bottom) return paint('band', '░');
    return column === now ? paint('axis', '┊') : ' ';
  };
  return Array.from({ length: pane.rows }, (_, row) =>
    Array.from({ length: pane.columns }, (_, column) => cell(column, row)).join(''),
  );
}

/** First and last row of the interval in a column, from edge to edge of it; empty before the forecast. */
function bandAt(ahead: readonly Ahead[], pane: Pane, column: number): readonly [number, number] {
  const [from, to] = pane.times;
  const edges = [column - 0.5, column, column + 0.5].flatMap((place) => {
    const at = intervalAt(ahead, from + (place / Math.max(1, pane.columns - 1)) * (to - from));
    return at === undefined ? [] : [at];
  });
  if (edges.length === 0) return [1, 0];
  return [
    rowOf(pane, Math.max(...edges.map(({ upper }) => upper))),
    rowOf(pane, Math.min(...edges.map(({ lower }) => lower))),
  ];
}

/** The interval at a time between two points of the forecast. */
function intervalAt(ahead: readonly Ahead[], time: number): { lower: number; upper: number } | undefined {
  const next = ahead.findIndex((point) => point.time >= time);
  const [before, after] = [ahead[next - 1] ?? ahead[next], ahead[next]];
  if (before === undefined || after === undefined || time < before.time) return undefined;
  const share = after.time === before.time ? 1 : (time - before.time) / (after.time - before.time);
  return {
    upper: before.upper + share * (after.upper - before.upper),
    lower: before.lower + share * (after.lower - before.lower),
  };
}

function legend(chart: ForecastChart, paint: Paint): readonly (readonly [string, string])[] {
  return [
    [paint('history', '⠒⠒'), ' history  '],
    [paint('forecast', '⠒⠒'), ' forecast  '],
    [paint('band', '░░'), ` ${intervalWords(chart)}  `],
    ['', chart.isTimed ? 'time in UTC' : 'row of the file'],
  ];
}
