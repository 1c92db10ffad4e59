import type { DailyPast, DailyPath } from '../../../lib/domain/capacity/plan-types.ts';
import { escapeXml } from '../../plot/svg-frame.ts';
import { timeTicks } from '../../plot/ticks.ts';

export interface ChartLine {
  readonly value: number;
  readonly label: string;
}

/** Days of the past and the days ahead with their interval. */
export interface PlanChart {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly past: DailyPast;
  readonly path: DailyPath;
  /** What the band is. */
  readonly interval: string;
  readonly format: (value: number) => string;
  /** Ticks at powers of two rather than ten. */
  readonly binary: boolean;
  readonly campaigns: readonly { readonly name: string; readonly fromMs: number; readonly toMs: number }[];
  readonly limits: readonly ChartLine[];
}

export interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** Tells the ids of one size from those of another on the same page. */
  readonly suffix: string;
}

const dayMs = 86_400_000;

interface Scene {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly most: number;
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
}

/** The chart as SVG whose colours are classes, so that the page's scheme decides them. */
export function planSvg(chart: PlanChart, { width, height, suffix }: ChartSize): string {
  const scene = sceneOf(chart, width, height);
  const id = `${chart.id}-${suffix}`;
  return [
    `<svg viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-t ${id}-d" class="plot ${suffix}">`,
    `<title id="${id}-t">${escapeXml(chart.title)}</title>`,
    `<desc id="${id}-d">${escapeXml(chart.description)}</desc>`,
    `<clipPath id="${id}-c"><rect x="${scene.left}" y="${scene.top}" width="${scene.right - scene.left}" height="${scene.bottom - scene.top}"/></clipPath>`,
    ...axes(chart, scene, width),
    `<g clip-path="url(#${id}-c)">`,
    ...campaignMarks(chart, scene),
    ...lines(chart, scene),
    '</g>',
    ...limitMarks(chart, scene),
    '</svg>',
  ].join('');
}

function sceneOf(chart: PlanChart, width: number, height: number): Scene {
  const { past, path } = chart;
  const [left, right, top, bottom] = [78, width - 10, 12, height - 30];
  const fromMs = past.startMs;
  const toMs = path.startMs + path.middle.length * dayMs;
  const highest = Math.max(
    highestOf(past.values),
    highestOf(path.upper),
    ...chart.limits.map(({ value }) => value),
  );
  const most = (highest || 1) * 1.06;
  return {
    left,
    right,
    top,
    bottom,
    fromMs,
    toMs,
    most,
    x: (timeMs) => left + ((timeMs - fromMs) / (toMs - fromMs)) * (right - left),
    y: (value) => bottom - (value / most) * (bottom - top),
  };
}

/** The highest of the values that are known, or 0. */
export function highestOf(values: Float64Array): number {
  return values.filter(Number.isFinite).reduce((most, value) => Math.max(most, value), 0);
}

function axes({ format, binary, path }: PlanChart, scene: Scene, width: number): string[] {
  const { left, right, bottom, top, x, y, fromMs, toMs, most } = scene;
  const now = round(x(path.startMs));
  return [
    ...levels(most, binary).map(
      (value) =>
        `<path class="grid" d="M${left} ${round(y(value))}H${right}"/><text class="tick" x="${left - 8}" y="${round(y(value) + 4)}" text-anchor="end">${escapeXml(value === 0 ? '0' : format(value))}</text>`,
    ),
    ...timeTicks([fromMs, toMs], width > 500 ? 8 : 4).map(
      ({ at, label }) =>
        `<path class="axis" d="M${round(x(at))} ${bottom}v5"/><text class="tick" x="${round(x(at))}" y="${bottom + 20}" text-anchor="middle">${escapeXml(label)}</text>`,
    ),
    `<path class="axis" d="M${left} ${bottom}H${right}"/>`,
    `<path class="now" d="M${now} ${top}V${bottom}"/>`,
  ];
}

/** Four or five round levels from 0 up: in steps of 1, 2, 2.5 or 5 of a power of ten, of their unit of 1024. */
function levels(most: number, binary: boolean): readonly number[] {
  const unit = binary ? 1024 ** Math.floor(Math.log(most) / Math.log(1024)) : 1;
  const rough = most / unit / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 2.5, 5, 10].find((one) => one >= rough / power - 1e-9) ?? 10;
  const step = power * unit * times;
  const values: number[] = [];
  for (let i = 0; i * step <= most; i++) values.push(i * step);
  return values;
}

function campaignMarks({ campaigns }: PlanChart, { x, top, bottom, fromMs, toMs }: Scene): string[] {
  return campaigns
    .filter((one) => one.toMs > fromMs && one.fromMs < toMs)
    .map(({ name, fromMs: from, toMs: to }) => {
      const wide = Math.max(2, x(to) - x(from));
      return `<rect class="campaign" x="${round(x(from))}" y="${top}" width="${round(wide)}" height="${bottom - top}"><title>${escapeXml(name)}</title></rect>`;
    });
}

function lines({ past, path }: PlanChart, scene: Scene): string[] {
  const { x, y } = scene;
  // A day is drawn in its middle.
  const at = (startMs: number, day: number) => round(x(startMs + (day + 0.5) * dayMs));
  const along = (startMs: number, values: Float64Array) =>
    Array.from(values, (value, day) => `${at(startMs, day)} ${round(y(value))}`);
  const upper = along(path.startMs, path.upper);
  const lower = along(path.startMs, path.lower).reverse();
  return [
    `<path class="band" d="M${[...upper, ...lower].join('L')}Z"/>`,
    `<path class="past" d="${stretches(past.values, (day, value) => `${at(past.startMs, day)} ${round(y(value))}`)}"/>`,
    `<path class="ahead" d="M${along(path.startMs, path.middle).join('L')}"/>`,
  ];
}

/** A line that is broken where days have no value; a day on its own is a dot, for its caps are round. */
function stretches(values: Float64Array, point: (day: number, value: number) => string): string {
  let isOpen = false;
  const parts: string[] = [];
  for (const [day, value] of values.entries()) {
    const isValue = Number.isFinite(value);
    if (isValue) parts.push(isOpen ? `L${point(day, value)}` : `M${point(day, value)}h0`);
    isOpen = isValue;
  }
  return parts.join('');
}

/** Labels one below the other where lines are close. */
function limitMarks({ limits }: PlanChart, { left, right, y, top }: Scene): string[] {
  let below = Number.NEGATIVE_INFINITY;
  return [...limits]
    .sort((a, b) => b.value - a.value)
    .flatMap(({ value, label }) => {
      const at = Math.max(y(value) - 5, below + 15, top + 10);
      below = at;
      return [
        `<path class="limit" d="M${left} ${round(y(value))}H${right}"/>`,
        `<text class="limit-label" x="${left + 6}" y="${round(at)}">${escapeXml(label)}</text>`,
      ];
    });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
