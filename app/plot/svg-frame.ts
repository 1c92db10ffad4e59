import type { Extent } from './forecast-chart.ts';
import { rowTicks, timeTicks, valueTicks } from './ticks.ts';

const [width, height] = [960, 440];
export const pane = { left: 76, right: width - 24, top: 92, bottom: height - 56 };
export const colour = {
  text: '#17202c',
  muted: '#566274',
  grid: '#e4e9f0',
  history: '#0b66c3',
  forecast: '#c8500a',
  anomaly: '#b3122f',
};

/** Where times and values lie in a picture. */
export interface Scales {
  readonly x: (time: number) => number;
  readonly y: (value: number) => number;
  readonly times: Extent;
  readonly values: Extent;
}

export interface Picture {
  readonly title: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
  readonly isTimed: boolean;
  readonly times: Extent;
  readonly values: Extent;
  /** What lies above the pane, as SVG. */
  readonly headings: readonly string[];
  /** What lies in the pane. */
  marks(scales: Scales): readonly string[];
}

/** A picture with axes as a stand-alone SVG on a light ground, 960 by 440, without fonts or scripts from elsewhere. */
export function svgPicture(picture: Picture): string {
  const { times, values } = picture;
  const scales: Scales = {
    times,
    values,
    x: (time) => pane.left + ((time - times[0]) / (times[1] - times[0])) * (pane.right - pane.left),
    y: (value) => pane.bottom - ((value - values[0]) / (values[1] - values[0])) * (pane.bottom - pane.top),
  };
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description" font-family="system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif" font-size="13" fill="${colour.text}">`,
    `<title id="title">${escapeXml(picture.title)}</title>`,
    `<desc id="description">${escapeXml(picture.description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<clipPath id="pane"><rect x="${pane.left}" y="${pane.top}" width="${pane.right - pane.left}" height="${pane.bottom - pane.top}"/></clipPath>`,
    ...picture.headings,
    ...axes(picture.isTimed, scales),
    ...picture.marks(scales),
    '</svg>',
  ].join('\n')}\n`;
}

function axes(isTimed: boolean, { x, y, times, values }: Scales): string[] {
  const timeMarks = isTimed ? timeTicks(times, 9) : rowTicks(times, 9);
  const caption = isTimed
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

/** A line of words. @param rest further attributes, each after a space */
export function svgText(x: number, y: number, words: string, rest = ''): string {
  return `<text x="${x}" y="${y}"${rest}>${escapeXml(words)}</text>`;
}

/** `2024-05-12 14:05`, or at midnight `2024-05-12` */
export function isoMinute(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 16).replace('T00:00', '').replace('T', ' ');
}

/** A point on its own is a line of no length, which round caps make a dot. */
export function linePath(points: readonly (readonly [number, number])[], { x, y }: Scales): string {
  const [first, ...rest] = points.map(([time, value]) => `${round(x(time))} ${round(y(value))}`);
  return rest.length === 0 ? `M${first}h0` : `M${first}L${rest.join('L')}`;
}

/** To a hundredth, and not so far outside that a renderer gives up. */
export function round(value: number): number {
  return Math.round(Math.min(1e6, Math.max(-1e6, value)) * 100) / 100;
}

export function shorten(text: string, length: number): string {
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
