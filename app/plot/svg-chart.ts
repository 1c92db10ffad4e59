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
import { rowTicks, timeTicks, valueTicks } from './ticks.ts';

const [width, height] = [960, 440];
const pane = { left: 76, right: width - 24, top: 92, bottom: height - 56 };
const colour = {
  text: '#17202c',
  muted: '#566274',
  grid: '#e4e9f0',
  history: '#0b66c3',
  forecast: '#c8500a',
};

interface Scales {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly times: Extent;
  readonly values: Extent;
}

/** The chart as a stand-alone SVG on a light ground, 960 by 440, without fonts or scripts from elsewhere. */
export function svgChart(chart: ForecastChart): string {
  const times = timeExtent(chart);
  const values = valueExtent(chart);
  const scales: Scales = {
    times,
    values,
    x: (time) => pane.left + ((time - times[0]) / (times[1] - times[0])) * (pane.right - pane.left),
    y: (value) => pane.bottom - ((value - values[0]) / (values[1] - values[0])) * (pane.bottom - pane.top),
  };
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13" fill="${colour.text}">`,
    `<title id="title">${escapeXml(`Forecast of ${chart.title}`)}</title>`,
    `<desc id="description">${escapeXml(describe(chart))}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<clipPath id="pane"><rect x="${pane.left}" y="${pane.top}" width="${pane.right - pane.left}" height="${pane.bottom - pane.top}"/></clipPath>`,
    ...headings(chart),
    ...axes(chart, scales),
    ...marks(chart, scales),
    '</svg>',
  ].join('\n')}\n`;
}

function describe(chart: ForecastChart): string {
  const { times, mean } = chart.forecast;
  const at = (time: number) => (chart.isTimed ? isoMinute(time) : `row ${time + 1}`);
  const last = mean.at(-1) ?? Number.NaN;
  return `${chart.model}: ${mean.length} steps to ${at(times.at(-1) ?? 0)}, where ${Number(last.toPrecision(4))} is expected, with the ${intervalWords(chart)}.`;
}

/** `2024-05-12 14:05`, or at midnight `2024-05-12` */
function isoMinute(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T00:00', '').replace('T', ' ');
}

function headings(chart: ForecastChart): string[] {
  const text = (x: number, y: number, words: string, rest = '') =>
    `<text x="${x}" y="${y}"${rest}>${escapeXml(words)}</text>`;
  const muted = ` fill="${colour.muted}"`;
  const legendY = 74;
  return [
    text(pane.left, 28, shorten(chart.title, 90), ' font-size="18" font-weight="600"'),
    text(pane.left, 48, shorten(chart.model, 120), muted),
    `<path class="legend" d="M${pane.left} ${legendY - 4}h24" stroke="${colour.history}" stroke-width="2"/>`,
    text(pane.left + 30, legendY, 'history', muted),
    `<path class="legend" d="M${pane.left + 100} ${legendY - 4}h24" stroke="${colour.forecast}" stroke-width="2"/>`,
    text(pane.left + 130, legendY, 'forecast', muted),
    `<rect class="legend" x="${pane.left + 208}" y="${legendY - 10}" width="24" height="12" fill="${colour.forecast}" fill-opacity="0.18"/>`,
    text(pane.left + 238, legendY, intervalWords(chart), muted),
  ];
}

function axes(chart: ForecastChart, { x, y, times, values }: Scales): string[] {
  const timeMarks = chart.isTimed ? timeTicks(times, 9) : rowTicks(times, 9);
  const caption = chart.isTimed
    ? `time in UTC, ${isoMinute(times[0])} to ${isoMinute(times[1])}`
    : 'row of the file';
  return [
    ...valueTicks(values, 6).flatMap(({ at, label }) => [
      `<path d="M${pane.left} ${round(y(at))}H${pane.right}" stroke="${colour.grid}"/>`,
      `<text x="${pane.left - 8}" y="${round(y(at) + 4)}" text-anchor="end" fill="${colour.muted}">${label}</text>`,
    ]),
    ...timeMarks.flatMap(({ at, label }) => [
      `<path d="M${round(x(at))} ${pane.bottom}v5" stroke="${colour.muted}"/>`,
      `<text x="${round(x(at))}" y="${pane.bottom + 20}" text-anchor="middle" fill="${colour.muted}">${label}</text>`,
    ]),
    `<path d="M${pane.left} ${pane.bottom}H${pane.right}" stroke="${colour.muted}"/>`,
    `<text x="${(pane.left + pane.right) / 2}" y="${height - 14}" text-anchor="middle" fill="${colour.muted}">${caption}</text>`,
  ];
}

function marks(chart: ForecastChart, scales: Scales): string[] {
  const ahead = aheadOf(chart);
  const history = stretchesOf(chart.history.times, chart.history.values);
  const mean = ahead.map(({ time, mean }) => [time, mean] as const);
  const now = round(scales.x(chart.history.times.at(-1) ?? scales.times[0]));
  const line = (name: string, d: string, stroke: string) =>
    `<path class="${name}" d="${d}" fill="none" stroke="${stroke}" stroke-width="1.8" stroke-linejoin="round" stroke-linecap="round"/>`;
  return [
    `<path class="now" d="M${now} ${pane.top}V${pane.bottom}" stroke="${colour.muted}" stroke-dasharray="2 4"/>`,
    '<g clip-path="url(#pane)">',
    ...(ahead.length > 0
      ? [
          `<path class="interval" d="${bandPath(ahead, scales)}" fill="${colour.forecast}" fill-opacity="0.18"/>`,
        ]
      : []),
    ...(history.length > 0
      ? [line('history', history.map((stretch) => linePath(stretch, scales)).join(''), colour.history)]
      : []),
    ...(mean.length > 0 ? [line('forecast', linePath(mean, scales), colour.forecast)] : []),
    '</g>',
  ];
}

/** A point on its own is a line of no length, which round caps make a dot. */
function linePath(points: readonly (readonly [number, number])[], { x, y }: Scales): string {
  const [first, ...rest] = points.map(([time, value]) => `${round(x(time))} ${round(y(value))}`);
  return rest.length === 0 ? `M${first}h0` : `M${first}L${rest.join('L')}`;
}

/** Along the upper bounds and back along the lower ones. */
function bandPath(ahead: readonly Ahead[], { x, y }: Scales): string {
  const upper = ahead.map((point) => `${round(x(point.time))} ${round(y(point.upper))}`);
  const lower = ahead.map((point) => `${round(x(point.time))} ${round(y(point.lower))}`);
  return `M${[...upper, ...lower.reverse()].join('L')}Z`;
}

/** To a hundredth, and not so far outside that a renderer gives up. */
function round(value: number): number {
  return Math.round(Math.min(1e6, Math.max(-1e6, value)) * 100) / 100;
}

function shorten(text: string, length: number): string {
  const letters = [...text];
  return letters.length <= length ? text : `${letters.slice(0, length - 1).join('')}…`;
}

/** Text as XML allows it: markup escaped, characters that XML 1.0 has no place for left out. */
export function escapeXml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\p{Cs}|[\uFFFE\uFFFF]/gu, '')
    .replace(/[&<>"']/g, (letter) => entities[letter] ?? '');
}
