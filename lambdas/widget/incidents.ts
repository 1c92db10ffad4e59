import { severities } from '../../lib/domain/catalogue/rule.ts';
import type { Runbook } from '../../lib/domain/catalogue/runbook.ts';
import type { Cluster } from '../../lib/domain/cluster.ts';
import { firstCommandOf } from '../../lib/domain/incidents/first-command.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import { entityWords } from '../../lib/domain/series/entity.ts';
import { formatDuration } from '../../lib/domain/words.ts';
import { clusterWords } from './clusters.ts';
import type { Canvas } from './event.ts';
import { escapeHtml, frame, message, moreLine, rowsThatFit, table } from './html.ts';
import { type Theme, themeOf } from './theme.ts';

/** Those that are open, the worst and then the newest first; then those that are over, the newest first. */
export function inOrder(incidents: readonly Incident[]): readonly Incident[] {
  const rank = ({ status, severity }: Incident) =>
    status === 'resolved' ? severities.length : severities.indexOf(severity);
  return [...incidents].sort((a, b) => rank(a) - rank(b) || b.triggeredAtMs - a.triggeredAtMs);
}

/** The table of incidents; each row has the runbook of its rule in a pop-up. */
export function renderIncidents(
  incidents: readonly Incident[],
  clusters: readonly Cluster[],
  runbookOf: (rule: string) => Runbook | undefined,
  canvas: Canvas,
  nowMs: number,
): string {
  if (incidents.length === 0) return message(canvas, 'No incidents.');
  const ordered = inOrder(incidents);
  const open = ordered.filter(({ status }) => status !== 'resolved').length;
  const theme = themeOf(canvas);
  const shown = ordered.slice(0, Math.max(open, rowsThatFit(canvas)));
  const columns = [
    { title: 'Severity', kind: 'short' },
    { title: 'What' },
    { title: 'Where', kind: 'name' },
    { title: 'Since', kind: 'short' },
    { title: '', kind: 'short' },
  ] as const;
  const rows = shown.map((incident) => [
    severityCell(incident, theme),
    escapeHtml(incident.title),
    escapeHtml(`${clusterWords(incident.entity, clusters)}, ${entityWords(incident.entity)}`),
    sinceCell(incident, nowMs),
    runbookCell(incident, runbookOf(incident.rule), clusters),
  ]);
  const head = open === 0 ? 'None open.' : `${open} open.`;
  return frame(canvas, `<p>${head}</p>${table(columns, rows)}${moreLine(ordered.length, shown.length)}`);
}

function severityCell({ severity, status }: Incident, theme: Theme): string {
  if (status === 'resolved') return '<span class="muted">over</span>';
  const words = status === 'acknowledged' ? `${severity}, seen` : severity;
  return `<b style="color:${theme.severity[severity]}">${words}</b>`;
}

/** `12 min`, or of one that is over when it was and how long it took. */
function sinceCell({ triggeredAtMs, resolvedAtMs }: Incident, nowMs: number): string {
  if (resolvedAtMs === undefined) return formatDuration(Math.max(0, nowMs - triggeredAtMs));
  const ago = formatDuration(Math.max(0, nowMs - resolvedAtMs));
  return `<span class="muted">${ago} ago, took ${formatDuration(Math.max(0, resolvedAtMs - triggeredAtMs))}</span>`;
}

/** A link that opens the runbook, with what is known of the incident put into its first command. */
function runbookCell(
  { entity }: Incident,
  runbook: Runbook | undefined,
  clusters: readonly Cluster[],
): string {
  if (runbook === undefined) return '';
  const arn = clusters.find(({ id }) => id === entity.cluster)?.arn;
  const list = (title: string, items: readonly string[]) =>
    `<h3>${title}</h3><ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
  const links = runbook.references
    .filter((url) => url.startsWith('https://'))
    .map((url) => `<li><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`);
  const text = [
    `<h2>${escapeHtml(runbook.title)}</h2>`,
    `<h3>First</h3><pre>${escapeHtml(firstCommandOf(runbook, entity, arn))}</pre>`,
    list('Symptoms', runbook.symptoms),
    list('Causes', runbook.causes),
    list('Solutions', runbook.solutions),
    links.length === 0 ? '' : `<h3>More</h3><ul>${links.join('')}</ul>`,
  ];
  return `<a>Runbook</a><cwdb-action action="html" display="popup">${text.join('')}</cwdb-action>`;
}
