import { createBrailleCanvas } from './braille-canvas.ts';
import type { Extent } from './forecast-chart.ts';
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
export interface Pane {
  readonly columns: number;
  readonly rows: number;
  readonly times: Extent;
  readonly values: Extent;
}

const controlSequence = '\u001b[';
const colours = { history: '36', forecast: '33', band: '90', axis: '90', anomaly: '31' } as const;

/** Text in the colour of what it is of. */
export type Paint = (kind: keyof typeof colours, text: string) => string;

export interface TerminalPicture {
  /** Lines above it. */
  readonly headings: readonly string[];
  readonly isTimed: boolean;
  readonly times: Extent;
  readonly values: Extent;
  /** What lies within the axes: a line a row. */
  body(pane: Pane, paint: Paint): readonly string[];
  /** Marks and their words; a word alone has an empty mark. */
  legend(paint: Paint): readonly (readonly [mark: string, words: string])[];
}

/** A picture with axes for a terminal of that size: lines end with a line break and none is longer than the terminal. */
export function terminalPicture(picture: TerminalPicture, size: TerminalSize): string {
  const { headings, isTimed, times, values } = picture;
  const width = Math.max(40, Math.floor(size.columns));
  const rows = Math.max(4, Math.floor(size.rows ?? 16));
  const ticks = valueTicks(values, Math.max(2, Math.floor(rows / 2)));
  const labelWidth = Math.max(1, ...ticks.map(({ label }) => label.length));
  const pane: Pane = { columns: width - labelWidth - 2, rows, times, values };
  const paint: Paint = (kind, text) =>
    size.hasColour ? `${controlSequence}${colours[kind]}m${text}${controlSequence}0m` : text;
  const body = picture.body(pane, paint).map((line, row) => {
    const label = ticks.find(({ at }) => rowOf(pane, at) === row)?.label;
    return `${(label ?? '').padStart(labelWidth)} ${paint('axis', label === undefined ? '│' : '┤')}${line}`;
  });
  const lines = [
    ...headings.map((heading) => cut(heading, width)),
    ...body,
    ...timeAxis(isTimed, pane, labelWidth, paint),
    legendLine(picture.legend(paint), width),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

export function columnOf({ columns, times: [from, to] }: Pane, time: number, dots = 1): number {
  return Math.round(((time - from) / (to - from)) * (columns * dots - 1));
}

export function rowOf({ rows, values: [from, to] }: Pane, value: number, dots = 1): number {
  return Math.round(((to - value) / (to - from)) * (rows * dots - 1));
}

/** Lines of braille dots. */
export function lineCanvas(pane: Pane, stretches: readonly (readonly (readonly [number, number])[])[]) {
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

/** The axis with its marks, and the labels under them: those that have room. */
function timeAxis(isTimed: boolean, pane: Pane, labelWidth: number, paint: Paint): string[] {
  const marks = Array.from({ length: pane.columns }, () => '─');
  const labels = Array.from({ length: pane.columns }, () => ' ');
  let free = 0;
  for (const { at, label } of axisTicks(isTimed, pane)) {
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

function axisTicks(isTimed: boolean, { times, columns }: Pane): readonly Tick[] {
  const count = Math.max(2, Math.floor(columns / 11));
  return isTimed ? timeTicks(times, count) : rowTicks(times, count);
}

/** The marks that have room. */
function legendLine(parts: readonly (readonly [mark: string, words: string])[], width: number): string {
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
