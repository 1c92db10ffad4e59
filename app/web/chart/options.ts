import type uPlot from 'uplot';
import type { ChartJson, LineJson } from '../../server/api-types.ts';
import { formatValue } from '../format/number.ts';
import { axisTime } from '../format/time.ts';
import { axisRange, lineColumns } from './align.ts';
import { paintAnomalies, paintNow } from './paint.ts';
import { faded, type Palette } from './palette.ts';

export interface ChartSetup {
  readonly palette: Palette;
  readonly width: number;
  readonly height: number;
  /** Key of the line that stands out; the others step back. */
  readonly isolated: string | undefined;
  /** Draws bands and marks. */
  readonly hasBand: boolean;
  /** The newest answer, which is replaced while the chart lives. */
  readonly current: () => { readonly chart: ChartJson; readonly low: number; readonly high: number };
  /** The time under the pointer, in ms. */
  readonly onCursor: (timeMs: number | undefined) => void;
}

/** With more lines than this their bands cover each other: then only the isolated one has its band. */
const mostBands = 3;

export function chartOptions(lines: readonly LineJson[], setup: ChartSetup): uPlot.Options {
  const { width, height, palette, current, onCursor } = setup;
  return {
    width,
    height,
    padding: [10, 20, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'tidewatch', setSeries: false },
      drag: { x: false, y: false },
      points: { size: 7 },
      y: false,
    },
    scales: {
      x: { range: () => [current().chart.fromMs / 1000, current().chart.toMs / 1000] },
      y: { range: () => axisRange(current()) },
    },
    axes: axes(lines[0], palette),
    series: [{}, ...lines.flatMap((line, i) => seriesOf(line, i, setup))],
    bands: lines.flatMap((line, i) => bandsOf(line, i, lines.length, setup)),
    hooks: {
      drawClear: [(plot) => paintNow(plot, current().chart, palette)],
      draw: [(plot) => setup.hasBand && paintAnomalies(plot, current().chart, palette, setup.isolated)],
      setCursor: [(plot) => onCursor(timeAt(plot))],
    },
  };
}

function timeAt({ cursor, data }: uPlot): number | undefined {
  const seconds =
    typeof cursor.idx === 'number' && (cursor.left ?? -1) >= 0 ? data[0][cursor.idx] : undefined;
  return seconds === undefined ? undefined : seconds * 1000;
}

/** There is no half partition: such an axis has no half steps either. */
const wholeSteps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();

function axes(first: LineJson | undefined, palette: Palette): uPlot.Axis[] {
  const shared: uPlot.Axis = {
    stroke: palette.text,
    font: '11px system-ui, sans-serif',
    grid: { stroke: palette.grid, width: 1 },
    ticks: { show: false },
  };
  const unit = first?.unit ?? 'count';
  const isWhole = unit === 'count' || unit === 'state';
  return [
    {
      ...shared,
      size: 26,
      space: 64,
      values: (_, splits, __, ___, step) => splits.map((s) => axisTime(s * 1000, step * 1000)),
    },
    {
      ...shared,
      size: 62,
      space: 34,
      values: (_, splits) => splits.map((value) => formatValue(value, unit)),
      ...(isWhole && { incrs: wholeSteps }),
    },
  ];
}

const isBack = (line: LineJson, isolated: string | undefined): boolean =>
  isolated !== undefined && isolated !== line.key;

function seriesOf(line: LineJson, i: number, { palette, isolated }: ChartSetup): uPlot.Series[] {
  const colour = palette.lines[i % palette.lines.length] ?? palette.text;
  const stroke = isBack(line, isolated) ? faded(colour, 0.22) : colour;
  const drawn = { stroke, width: 1.6, points: { show: false } };
  const bound = { points: { show: false } };
  const shapes: Readonly<Record<(typeof lineColumns)[number], uPlot.Series>> = {
    value: drawn,
    lower: bound,
    upper: bound,
    ahead: { ...drawn, dash: [4, 4] },
    aheadLower: bound,
    aheadUpper: bound,
  };
  return lineColumns.map((column) => ({ ...shapes[column], label: `${line.label} ${column}` }));
}

function bandsOf(line: LineJson, i: number, count: number, setup: ChartSetup): uPlot.Band[] {
  const isShown = setup.isolated === undefined ? count <= mostBands : setup.isolated === line.key;
  if (!setup.hasBand || !isShown) return [];
  const first = 1 + i * lineColumns.length;
  const colour = setup.palette.lines[i % setup.palette.lines.length] ?? setup.palette.text;
  const at = (column: (typeof lineColumns)[number]) => first + lineColumns.indexOf(column);
  return [
    { series: [at('upper'), at('lower')], fill: faded(colour, 0.16) },
    { series: [at('aheadUpper'), at('aheadLower')], fill: faded(colour, 0.08) },
  ];
}
