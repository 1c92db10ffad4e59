import type { Extent } from '../../app/plot/forecast-chart.ts';
import { timeTicks } from '../../app/plot/ticks.ts';
import { unitTicks, valuesOf } from './axis.ts';
import type { Canvas } from './event.ts';
import { escapeHtml } from './html.ts';
import type { Picture } from './picture.ts';
import { endOf, timeOf } from './reach.ts';
import { type Theme, themeOf } from './theme.ts';

interface Pane {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Scales {
  readonly pane: Pane;
  readonly theme: Theme;
  readonly times: Extent;
  readonly values: Extent;
  readonly x: (timeMs: number) => number;
  readonly y: (value: number) => number;
}

type Spot = readonly [timeMs: number, value: number];
type Band = readonly (readonly [timeMs: number, lower: number, upper: number])[];

/** Points further apart than this many of their usual steps have a gap between them. */
const gapSteps = 4;

/** The picture as SVG in the theme's colours: measured, expected band, anomalies; forecast, interval, limit. */
export function forecastSvg(picture: Picture, canvas: Canvas, about: string): string {
  const { width, height } = canvas;
  const scales = scalesOf(picture, canvas);
  const { theme, pane } = scales;
  const id = `pane-${pane.right}-${pane.bottom}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escapeHtml(about)}" font-size="11" fill="${theme.muted}">`,
    `<clipPath id="${id}"><rect x="${pane.left}" y="${pane.top}" width="${pane.right - pane.left}" height="${pane.bottom - pane.top}"/></clipPath>`,
    ...axes(picture, scales),
    `<g clip-path="url(#${id})" fill="none" stroke-linejoin="round" stroke-linecap="round">`,
    ...marks(picture, scales),
    '</g>',
    ...limitMark(picture, scales),
    '</svg>',
  ].join('');
}

function scalesOf(picture: Picture, canvas: Canvas): Scales {
  const { forecast, fromMs, nowMs } = picture;
  const pane = { left: 66, right: canvas.width - 12, top: 8, bottom: canvas.height - 22 };
  const end = forecast === undefined ? nowMs : Math.max(nowMs, endOf(forecast));
  const times: Extent = [fromMs, end];
  const values = valuesOf(picture);
  return {
    pane,
    theme: themeOf(canvas),
    times,
    values,
    x: (time) => pane.left + ((time - times[0]) / (times[1] - times[0])) * (pane.right - pane.left),
    y: (value) => pane.bottom - ((value - values[0]) / (values[1] - values[0])) * (pane.bottom - pane.top),
  };
}

function axes({ signal, nowMs }: Picture, { pane, theme, times, values, x, y }: Scales): string[] {
  const rows = Math.max(2, Math.floor((pane.bottom - pane.top) / 36));
  const columns = Math.max(2, Math.floor((pane.right - pane.left) / 72));
  const now = round(x(nowMs));
  return [
    ...unitTicks(values, rows, signal.unit).flatMap(({ at, label }) => [
      `<path d="M${pane.left} ${round(y(at))}H${pane.right}" stroke="${theme.line}"/>`,
      `<text x="${pane.left - 6}" y="${round(y(at) + 4)}" text-anchor="end">${escapeHtml(label)}</text>`,
    ]),
    ...timeTicks(times, columns).flatMap(({ at, label }) => [
      `<path d="M${round(x(at))} ${pane.bottom}v4" stroke="${theme.muted}"/>`,
      `<text x="${round(x(at))}" y="${pane.bottom + 16}" text-anchor="middle">${escapeHtml(label)}</text>`,
    ]),
    `<path d="M${pane.left} ${pane.bottom}H${pane.right}" stroke="${theme.muted}"/>`,
    `<path class="now" d="M${now} ${pane.top}V${pane.bottom}" stroke="${theme.muted}" stroke-dasharray="2 4"/>`,
  ];
}

function marks({ points, verdicts, forecast, nowMs }: Picture, scales: Scales): string[] {
  const { theme, x, y } = scales;
  const expected = verdicts.map(({ timeMs, lower, upper }) => [timeMs, lower, upper] as const);
  const ahead = forecast === undefined ? [] : aheadOf(forecast, nowMs);
  const mean = ahead.map(({ timeMs, mean }) => [timeMs, mean] as const);
  const interval = ahead.map(({ timeMs, lower, upper }) => [timeMs, lower, upper] as const);
  return [
    ...stretches(expected).map((part) => band('expected', part, theme.expected, 0.22, scales)),
    ...stretches(interval).map((part) => band('interval', part, theme.ahead, 0.2, scales)),
    ...stretches(points).map((part) => line('measured', part, theme.measured, scales)),
    ...stretches(mean).map((part) => line('ahead', part, theme.ahead, scales)),
    ...verdicts
      .filter(({ isAnomaly, observed }) => isAnomaly && Number.isFinite(observed))
      .map(
        ({ timeMs, observed }) =>
          `<circle class="anomaly" cx="${round(x(timeMs))}" cy="${round(y(observed))}" r="3" fill="${theme.limit}"/>`,
      ),
  ];
}

/** The steps of a forecast from the last one before now on. */
function aheadOf(forecast: NonNullable<Picture['forecast']>, nowMs: number) {
  const { mean, lower, upper, stepMs } = forecast;
  return [...mean]
    .map((value, i) => ({
      timeMs: timeOf(forecast, i),
      mean: value,
      lower: lower[i] ?? value,
      upper: upper[i] ?? value,
    }))
    .filter(({ timeMs }) => timeMs >= nowMs - stepMs);
}

/** The limit, or where it lies outside of the picture on which side it is. */
function limitMark({ limit, signal }: Picture, { pane, theme, values, y }: Scales): string[] {
  if (limit === undefined) return [];
  const { value } = limit;
  const isInside = value >= values[0] && value <= values[1];
  if (!isInside) {
    const place = value > values[1] ? pane.top + 10 : pane.bottom - 6;
    const arrow = value > values[1] ? '↑' : '↓';
    return [
      `<text class="limit" x="${pane.right - 4}" y="${place}" text-anchor="end" fill="${theme.limit}">${arrow} limit</text>`,
    ];
  }
  const at = round(y(value));
  const above = at - pane.top > 16;
  return [
    `<path class="limit" d="M${pane.left} ${at}H${pane.right}" stroke="${theme.limit}" stroke-dasharray="6 3"/>`,
    `<text x="${pane.left + 4}" y="${above ? at - 4 : at + 12}" fill="${theme.limit}">limit of ${escapeHtml(signal.title.toLowerCase())}</text>`,
  ];
}

/** Stretches between gaps; what is not finite is a gap too. */
function stretches<T extends readonly number[]>(spots: readonly T[]): T[][] {
  const usable = spots.filter((spot) => spot.every(Number.isFinite));
  const steps = usable.slice(1).map(([time = 0], i) => time - (usable[i]?.[0] ?? 0));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const parts: T[][] = [];
  usable.forEach((spot, i) => {
    const step = steps[i - 1];
    if (step === undefined || step > gapSteps * usual) parts.push([]);
    parts.at(-1)?.push(spot);
  });
  return parts;
}

function line(name: string, spots: readonly Spot[], colour: string, { x, y }: Scales): string {
  const [first, ...rest] = spots.map(([time, value]) => `${round(x(time))} ${round(y(value))}`);
  const d = rest.length === 0 ? `M${first}h0` : `M${first}L${rest.join('L')}`;
  return `<path class="${name}" d="${d}" stroke="${colour}" stroke-width="1.6"/>`;
}

function band(name: string, spots: Band, colour: string, opacity: number, { x, y }: Scales): string {
  const upper = spots.map(([time, , high]) => `${round(x(time))} ${round(y(high))}`);
  const lower = spots.map(([time, low]) => `${round(x(time))} ${round(y(low))}`);
  return `<path class="${name}" d="M${[...upper, ...lower.reverse()].join('L')}Z" fill="${colour}" fill-opacity="${opacity}"/>`;
}

/** To a tenth, and not so far outside that a renderer gives up. */
function round(value: number): number {
  return Math.round(Math.min(1e5, Math.max(-1e5, value)) * 10) / 10;
}
