import type { Cluster } from '../../lib/domain/cluster.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import { formatDuration, formatValue } from '../../lib/domain/words.ts';
import { clusterWords } from './clusters.ts';
import type { Ask, Canvas } from './event.ts';
import { forecastSvg } from './forecast-svg.ts';
import { escapeHtml, frame, message } from './html.ts';
import type { Picture, Pictures } from './picture.ts';
import { endOf } from './reach.ts';
import { type Theme, themeOf } from './theme.ts';

/** Pixels of the words above a picture and of the legend below all, and what a picture needs at least. */
const [headHeight, legendHeight, gap] = [40, 34, 8] as const;
const [leastWidth, leastHeight] = [320, 130] as const;

/** Pictures of the series, one beside the other where there is room, and a legend. */
export function renderForecasts(
  { pictures, total }: Pictures,
  ask: Extract<Ask, { readonly kind: 'forecast' }>,
  clusters: readonly Cluster[],
  canvas: Canvas,
): string {
  if (pictures.length === 0)
    return message(
      canvas,
      `Nothing is known of ${ask.signal}${ask.cluster === undefined ? '' : ` on ${ask.cluster}`}.`,
      'The cluster does not emit it, or Tidewatch has not seen it yet.',
    );
  const size = sizeOf(pictures.length, canvas);
  const drawn = pictures.map((picture) => pictureHtml(picture, clusters, { ...canvas, ...size }));
  const rest = total > pictures.length ? `${pictures.length} of ${total} series; ` : '';
  const below = `<p class="muted">${legend(themeOf(canvas))} ${rest}times in UTC</p>`;
  return frame(canvas, `<div class="grid">${drawn.join('')}</div>${below}`);
}

/** As many columns as have the least width, rows as even as can be; the height is shared by the rows. */
function sizeOf(count: number, canvas: Canvas): { readonly width: number; readonly height: number } {
  const rows = Math.ceil(count / Math.max(1, Math.floor(canvas.width / leastWidth)));
  const columns = Math.ceil(count / rows);
  const room = (canvas.height - legendHeight) / rows - headHeight - gap;
  return {
    width: Math.floor((canvas.width - gap * (columns + 1)) / columns),
    height: Math.max(leastHeight, Math.floor(room)),
  };
}

function pictureHtml(picture: Picture, clusters: readonly Cluster[], canvas: Canvas): string {
  const { entity } = picture.series;
  const where = `${clusterWords(entity, clusters)}, ${entityWords(entity)}`;
  const about = stateWords(picture);
  const detail = escapeHtml(picture.forecast === undefined ? about : `${about}; ${picture.forecast.model}`);
  const svg = forecastSvg(picture, canvas, `${picture.signal.title}, ${where}: ${about}`);
  return `<div style="width:${canvas.width}px"><div class="line"><b>${escapeHtml(where)}</b></div><div class="line muted" title="${detail}">${escapeHtml(about)}</div>${svg}</div>`;
}

/** `now 71 %; at 85 % in 1 d 3 h, earliest in 20 h` */
export function stateWords({ points, signal, forecast, limit, nowMs }: Picture): string {
  const last = points.findLast(([, value]) => Number.isFinite(value))?.[1];
  const now = last === undefined ? 'no points in this time' : `now ${formatValue(last, signal.unit)}`;
  if (forecast === undefined) return `${now}; no forecast yet`;
  const parts = [now];
  if (limit !== undefined) {
    const { meanMs, earliestMs } = limit.reach;
    const value = formatValue(limit.value, signal.unit);
    const early =
      earliestMs === undefined || earliestMs === meanMs
        ? ''
        : `, earliest ${earliestMs === 0 ? 'now' : inWords(earliestMs)}`;
    const beyond = formatDuration(Math.max(0, endOf(forecast) - nowMs));
    parts.push(
      meanMs === undefined
        ? `not at ${value} within ${beyond}${early}`
        : `at ${value} ${inWords(meanMs)}${early}`,
    );
  }
  return parts.join('; ');
}

function inWords(ms: number): string {
  return ms === 0 ? 'already' : `in ${formatDuration(ms)}`;
}

function legend({ measured, expected, ahead, limit }: Theme): string {
  const stroke = (colour: string) =>
    `<svg width="18" height="8"><path d="M0 4H18" stroke="${colour}" stroke-width="2"/></svg>`;
  const block = (colour: string) =>
    `<svg width="18" height="8"><rect width="18" height="8" fill="${colour}" fill-opacity="0.3"/></svg>`;
  const dot = `<svg width="8" height="8"><circle cx="4" cy="4" r="3" fill="${limit}"/></svg>`;
  const entries = [
    [stroke(measured), 'measured'],
    [block(expected), 'expected'],
    [dot, 'not as expected'],
    [stroke(ahead), 'forecast'],
    [block(ahead), 'its interval'],
  ];
  return entries.map(([mark, words]) => `<span class="short">${mark} ${words}</span> &nbsp;`).join(' ');
}
