import type { CapacityPlan } from '../../../lib/domain/capacity/plan-types.ts';
import { escapeXml } from '../../plot/svg-frame.ts';
import { type PlanChart, planSvg } from './chart.ts';
import { leadOf, type Section, sectionsOf, type Table, titleOf } from './sections.ts';
import { planStyle } from './style.ts';

/** The plan as one page that needs nothing else: light and dark as the reader's system is, from a phone's width up. */
export function planHtml(plan: CapacityPlan): string {
  const title = escapeXml(titleOf(plan));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${planStyle}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="lead">${escapeXml(leadOf(plan))}</p>
${sectionsOf(plan).map(sectionHtml).join('\n')}
</main>
</body>
</html>
`;
}

function sectionHtml(
  { title, paragraphs = [], charts = [], tables = [], bullets = [] }: Section,
  at: number,
): string {
  return `<section aria-labelledby="s${at}">
<h2 id="s${at}">${escapeXml(title)}</h2>
${[
  ...paragraphs.map((text) => `<p>${escapeXml(text)}</p>`),
  ...charts.map(chartHtml),
  ...tables.map(tableHtml),
  ...(bullets.length > 0
    ? [`<ul>${bullets.map((text) => `<li>${escapeXml(text)}</li>`).join('')}</ul>`]
    : []),
].join('\n')}
</section>`;
}

/** Drawn twice, for wide and narrow: letters of a scaled picture could not be read on a phone. */
function chartHtml(chart: PlanChart): string {
  const key = (kind: string, words: string) => `<span><i class="key ${kind}"></i>${escapeXml(words)}</span>`;
  const legend = [
    key('past', 'measured'),
    key('ahead', 'forecast'),
    key('band', chart.interval),
    ...(chart.limits.length > 0 ? [key('limit', 'limit')] : []),
    ...(chart.campaigns.length > 0 ? [key('campaign', 'campaign')] : []),
  ];
  return `<figure>
<figcaption>${escapeXml(chart.title)}</figcaption>
<p class="legend" aria-hidden="true">${legend.join('')}</p>
${planSvg(chart, { width: 900, height: 300, suffix: 'wide' })}
${planSvg(chart, { width: 360, height: 260, suffix: 'narrow' })}
</figure>`;
}

/** A table scrolls by itself where the page is narrow, by the keyboard too. */
function tableHtml({ head, rows, caption }: Table): string {
  const heads = head
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeXml(cell)}</th>`))
    .join('');
  const body = rows.map(([first = '', ...rest]) => {
    const name = first === '' ? '<td></td>' : `<th scope="row">${escapeXml(first)}</th>`;
    return `<tr>${name}${rest.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')}</tr>`;
  });
  return `<div class="table" role="region" aria-label="${escapeXml(caption)}" tabindex="0"><table><caption>${escapeXml(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}
