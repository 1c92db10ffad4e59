import { createBrailleCanvas } from './braille-canvas.ts';
import {
  type Ahead,
  aheadOf,
  type Extent,
  type ForecastChart,
  intervalWords,
  stretchesOf,
  timeExtent,
  valueExtent,
} from './forecast-chart.ts';
import { rowTicks, type Tick, timeTicks, valueTicks } from './ticks.ts';

export interface TerminalSize {
  /** Characters a line; at least 40 are taken. */
  readonly columns: number;
  /** Lines of the drawing itself. @default 16 */
  readonly rows?: number;
  /** Whether to use the terminal's colours. */
  readonly hasColour: boolean;
}

/** The inside of the axes: its size in characters and what it spans. */
interface Pane {
  readonly columns: number;
  readonly rows: number;
  readonly times: Extent;
  readonly values: Extent;
}

const controlSequence = '\u001b[';
const colours = { history: '36', forecast: '33', band: '90', axis: '90' } as const;

/**
 * The chart in braille characters, the interval shaded, for a terminal of that size. Lines end with a line break and
 * none is longer than the terminal.
 */
export function terminalChart(chart: ForecastChart, size: TerminalSize): string {
  const width = Math.max(40, Math.floor(size.columns));
  const rows = Math.max(4, Math.floor(size.rows ?? 16));
  const values = valueExtent(chart);
  const ticks = valueTicks(values, Math.max(2, Math.floor(rows / 2)));
  const labelWidth = Math.max(1, ...ticks.map(({ label }) => label.length));
  const pane: Pane = { columns: width - labelWidth - 2, rows, times: timeExtent(chart), values };
  const paint = (kind: keyof typeof colours, text: string) =>
    size.hasColour ? `${controlSequence}${colours[kind]}m${text}${controlSequence}0m` : text;
  const body = bodyOf(chart, pane, paint).map((line, row) => {
    const label = ticks.find(({ at }) => rowOf(pane, at) === row)?.label;
    return `${(label ?? '').padStart(labelWidth)} ${paint('axis', label === undefined ? '│' : '┤')}${line}`;
  });
  const lines = [
    cut(chart.title, width),
    cut(chart.model, width),
    ...body,
    ...timeAxis(chart, pane, labelWidth, paint),
    legend(chart, width, paint),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

type Paint = (kind: keyof typeof colours, text: string) => string;

function columnOf({ columns, times: [from, to] }: Pane, time: number, dots = 1): number {
  return Math.round(((time - from) / (to - from)) * (columns * dots - 1));
}

function rowOf({ rows, values: [from, to] }: Pane, value: number, dots = 1): number {
  return Math.round(((to - value) / (to - from)) * (rows * dots - 1));
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

function lineCanvas(pane: Pane, stretches: readonly (readonly (readonly [number, number])[])[]) {
  const canvas = createBrailleCanvas(pane.columns, pane.rows);
  for (const stretch of stretches) {
    for (const [i, [time, value]] of stretch.entries()) {
      const [beforeTime, beforeValue] = stretch[i - 1] ?? [time, value];
      const [x, y] = [columnOf(pane, time, 2), rowOf(pane, value, 4)];
      canvas.line(columnOf(pane, beforeTime, 2), rowOf(pane, beforeValue, 4), x, y);
    }
  }
  return canvas;
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

/** The axis with its marks, and the labels under them: those that have room. */
function timeAxis(chart: ForecastChart, pane: Pane, labelWidth: number, paint: Paint): string[] {
  const marks = Array.from({ length: pane.columns }, () => '─');
  const labels = Array.from({ length: pane.columns }, () => ' ');
  let free = 0;
  for (const { at, label } of axisTicks(chart, pane)) {
    const column = columnOf(pane, at);
    const start = Math.min(Math.max(0, column - (label.length >> 1)), pane.columns - label.length);
    if (start < free) continue;
    marks[column] = '┬';
    for (const [i, letter] of [...label].entries()) labels[start + i] = letter;
    free = start + label.length + 2;
  }
  const indent = ' '.repeat(labelWidth + 1);
  return [`${indent}${paint('axis', `└${marks.join('')}`)}`, `${indent} ${labels.join('')}`];
}

function axisTicks({ isTimed }: ForecastChart, { times, columns }: Pane): readonly Tick[] {
  const count = Math.max(2, Math.floor(columns / 11));
  return isTimed ? timeTicks(times, count) : rowTicks(times, count);
}

function legend(chart: ForecastChart, width: number, paint: Paint): string {
  const parts = [
    [paint('history', '⠒⠒'), ' history  '],
    [paint('forecast', '⠒⠒'), ' forecast  '],
    [paint('band', '░░'), ` ${intervalWords(chart)}  `],
    ['', chart.isTimed ? 'time in UTC' : 'row of the file'],
  ] as const;
  // Colours take no room, so the room is counted by the words.
  let used = 0;
  return parts
    .filter(([mark, words]) => {
      const length = words.length + (mark === '' ? 0 : 2);
      const fits = used + length <= width;
      used += fits ? length : 0;
      return fits;
    })
    .map(([mark, words]) => `${mark}${words}`)
    .join('');
}

/** The text on one line of that many characters; control characters could move the cursor. */
function cut(text: string, width: number): string {
  const letters = [...text.replace(/\p{Cc}+/gu, ' ')];
  return letters.length <= width ? letters.join('') : `${letters.slice(0, width - 1).join('')}…`;
}
