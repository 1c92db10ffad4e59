import type { Extent } from './forecast-chart.ts';
import { stretchesOf } from './forecast-chart.ts';
import { colour, linePath, pane, round, type Scales, shorten, svgPicture, svgText } from './svg-frame.ts';

/** What a drawing of anomalies shows: arrays of one length, NaN where nothing is known. */
export interface DetectChart {
  readonly title: string;
  /** How it was judged. */
  readonly subtitle: string;
  readonly isTimed: boolean;
  /** Ms since the epoch, or rows when `isTimed` is false; ascending. */
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly expected: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 is an anomaly. */
  readonly anomalies: Uint8Array;
  /** First step that could be called one. */
  readonly learnt: number;
  /** From and to, as times. */
  readonly events: readonly Extent[];
  /** Coverage of lower and upper in percent. */
  readonly level: number;
}

/** Points that are drawn, at most: more are put together, so that each extreme stays. */
const mostPoints = 3000;
/** How many times as high as the values the interval may make a drawing, on each side. */
const bandShare = 0.5;

/** Values, what was expected of them, and anomalies, as a stand-alone SVG; events are shaded. */
export function detectSvg(chart: DetectChart): string {
  return svgPicture({
    title: `Anomalies of ${chart.title}`,
    description: `${chart.subtitle}: ${chart.events.length} events, ${chart.anomalies.reduce((sum, one) => sum + one, 0)} anomalous steps.`,
    isTimed: chart.isTimed,
    times: detectTimes(chart),
    values: detectValues(chart),
    headings: headings(chart),
    marks: (scales) => marks(chart, scales),
  });
}

/** Not where values are compared with other series alone. */
export function hasExpectations({ expected }: DetectChart): boolean {
  return expected.some(Number.isFinite);
}

function headings(chart: DetectChart): string[] {
  const muted = ` fill="${colour.muted}"`;
  const y = 74;
  const mark = (x: number, d: string, rest: string) => `<path class="legend" d="M${x} ${d}" ${rest}/>`;
  return [
    svgText(pane.left, 28, shorten(chart.title, 90), ' font-size="18" font-weight="600"'),
    svgText(pane.left, 48, shorten(chart.subtitle, 120), muted),
    mark(pane.left, `${y - 4}h24`, `stroke="${colour.history}" stroke-width="2"`),
    svgText(pane.left + 30, y, 'value', muted),
    ...(hasExpectations(chart)
      ? [
          mark(
            pane.left + 86,
            `${y - 4}h24`,
            `stroke="${colour.forecast}" stroke-width="12" stroke-opacity="0.18"`,
          ),
          svgText(pane.left + 116, y, `${chart.level} % expected`, muted),
        ]
      : []),
    `<circle cx="${pane.left + 234}" cy="${y - 4}" r="4" fill="${colour.anomaly}"/>`,
    svgText(pane.left + 244, y, 'anomaly', muted),
    mark(
      pane.left + 312,
      `${y - 4}h24`,
      `stroke="${colour.anomaly}" stroke-width="12" stroke-opacity="0.12"`,
    ),
    svgText(pane.left + 342, y, 'event', muted),
    mark(pane.left + 396, `${y - 4}h24`, `stroke="${colour.grid}" stroke-width="12"`),
    svgText(pane.left + 426, y, 'still learning', muted),
  ];
}

function marks(chart: DetectChart, scales: Scales): string[] {
  const { times, values } = chart;
  const line = stretchesOf(times, values).map((stretch) => linePath(thinned(stretch), scales));
  return [
    '<g clip-path="url(#pane)">',
    ...learningMark(chart, scales),
    ...chart.events.map((event) => eventMark(event, chart, scales)),
    ...bandsOf(chart).map(
      (band) =>
        `<path class="interval" d="${bandPath(band, scales)}" fill="${colour.forecast}" fill-opacity="0.18"/>`,
    ),
    `<path class="value" d="${line.join('')}" fill="none" stroke="${colour.history}" stroke-width="1.4" stroke-linejoin="round" stroke-linecap="round"/>`,
    ...anomalyMarks(chart, scales),
    '</g>',
  ];
}

function learningMark({ times, learnt }: DetectChart, { x }: Scales): string[] {
  const until = x(times[learnt] ?? times.at(-1) ?? 0);
  if (learnt === 0) return [];
  return [shade('learning', pane.left, until, `fill="${colour.grid}" fill-opacity="0.6"`)];
}

/** As wide as its steps, and at least to be seen. */
function eventMark([from, to]: Extent, { times }: DetectChart, { x }: Scales): string {
  const step = times.length > 1 ? ((times.at(-1) ?? 0) - (times[0] ?? 0)) / (times.length - 1) : 0;
  const [left, right] = [x(from - step / 2), x(to + step / 2)];
  const more = Math.max(0, 3 - (right - left)) / 2;
  return shade('event', left - more, right + more, `fill="${colour.anomaly}" fill-opacity="0.12"`);
}

function shade(name: string, left: number, right: number, fill: string): string {
  return `<rect class="${name}" x="${round(left)}" y="${pane.top}" width="${round(right - left)}" height="${pane.bottom - pane.top}" ${fill}/>`;
}

function anomalyMarks({ times, values, anomalies }: DetectChart, { x, y }: Scales): string[] {
  const places = new Set<string>();
  for (const [i, isOne] of anomalies.entries())
    if (isOne === 1)
      places.add(
        `cx="${Math.round(2 * x(times[i] ?? 0)) / 2}" cy="${Math.round(2 * y(values[i] ?? 0)) / 2}"`,
      );
  return [...places].map((place) => `<circle class="anomaly" ${place} r="3" fill="${colour.anomaly}"/>`);
}

interface Bounds {
  readonly time: number;
  readonly lower: number;
  readonly upper: number;
}

/** Stretches that have an interval. */
function bandsOf({ times, lower, upper }: DetectChart): readonly (readonly Bounds[])[] {
  const low = stretchesOf(times, lower).map(thinned);
  const high = new Map(stretchesOf(times, upper).flat());
  return low.map((stretch) =>
    stretch.flatMap(([time, bound]) => {
      const top = high.get(time);
      return top === undefined ? [] : [{ time, lower: bound, upper: top }];
    }),
  );
}

/** Along the upper bounds and back along the lower ones. */
function bandPath(band: readonly Bounds[], { x, y }: Scales): string {
  const along = (bound: (one: Bounds) => number) =>
    band.map((one) => `${round(x(one.time))} ${round(y(bound(one)))}`);
  return `M${[...along(({ upper }) => upper), ...along(({ lower }) => lower).reverse()].join('L')}Z`;
}

type Point = readonly [time: number, value: number];

/** Of each run of points the least and the greatest, in their order: what an eye sees of all of them. */
function thinned(stretch: readonly Point[]): readonly Point[] {
  const run = Math.ceil((2 * stretch.length) / mostPoints);
  if (run < 3) return stretch;
  const kept: Point[] = [];
  for (let at = 0; at < stretch.length; at += run) {
    const part = stretch.slice(at, at + run);
    const least = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const greatest = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(
      ...(least[0] <= greatest[0] ? [least, greatest] : [greatest, least]).slice(least === greatest ? 1 : 0),
    );
  }
  return kept;
}

/** From the first time to the last, of some length. */
export function detectTimes({ times }: DetectChart): Extent {
  const [first, last] = [times[0] ?? 0, times.at(-1) ?? 1];
  return first === last ? [first - 1, last + 1] : [first, last];
}

/** The values, and as much of the interval as leaves them readable. */
export function detectValues({ values, lower, upper }: DetectChart): Extent {
  const [low, high] = rangeOf(values) ?? [0, 1];
  const room = bandShare * (high - low || Math.abs(high) || 1);
  const from = Math.max(Math.min(low, rangeOf(lower)?.[0] ?? low), low - room);
  const to = Math.min(Math.max(high, rangeOf(upper)?.[1] ?? high), high + room);
  const margin = 0.04 * (to - from) || 0.1 * Math.abs(to) || 1;
  return [from - (from === 0 ? 0 : margin), to + margin];
}

function rangeOf(values: Float64Array): Extent | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}
