import type { Runbook } from '../../../domain/catalogue/runbook.ts';
import type { Finding } from '../../../domain/incidents/finding.ts';
import { firstCommandOf } from '../../../domain/incidents/first-command.ts';
import type { Incident } from '../../../domain/incidents/incident.ts';
import { entityWords, labelsOf } from '../../../domain/series/entity.ts';

/** Limits of PagerDuty's Events API v2: developer.pagerduty.com/docs/events-api-v2 (trigger events). */
export const limits = { summary: 1024, dedupKey: 255, bodyBytes: 512 * 1024 } as const;

export interface EventLink {
  readonly href: string;
  readonly text: string;
}

/** The body of POST /v2/enqueue. */
export interface PagerDutyEvent {
  readonly routing_key: string;
  readonly event_action: 'trigger' | 'resolve';
  readonly dedup_key: string;
  readonly client?: string;
  readonly client_url?: string;
  readonly links?: readonly EventLink[];
  readonly payload: {
    readonly summary: string;
    readonly source: string;
    readonly severity: Incident['severity'];
    readonly timestamp: string;
    readonly component: string;
    readonly group: string;
    readonly class: string;
    readonly custom_details?: Readonly<Record<string, unknown>>;
  };
}

export interface RenderOptions {
  readonly routingKey: string;
  readonly incidentUrl?: string;
  readonly runbookUrl?: string;
  /** The runbook of the incident's rule, when there is one. */
  readonly runbook?: Runbook;
}

/** Findings told one by one in an alert; the others are counted. */
const shownFindings = 50;

/**
 * The event of an incident's present status. A resolve carries the same dedup key and payload as the trigger:
 * PagerDuty reads only the key, a person reading the log reads the rest.
 */
export function renderEvent(incident: Incident, options: RenderOptions): PagerDutyEvent {
  const { incidentUrl } = options;
  const links = linksOf(options);
  return {
    routing_key: options.routingKey,
    event_action: incident.status === 'resolved' ? 'resolve' : 'trigger',
    dedup_key: truncate(incident.dedupKey, limits.dedupKey),
    client: 'Tidewatch',
    ...(incidentUrl && { client_url: incidentUrl.replaceAll('{id}', encodeURIComponent(incident.id)) }),
    ...(links.length > 0 && { links }),
    payload: {
      summary: truncate(summaryOf(incident), limits.summary),
      source: incident.cluster,
      severity: incident.severity,
      timestamp: new Date(incident.resolvedAtMs ?? incident.triggeredAtMs).toISOString(),
      component: entityWords(incident.entity),
      group: incident.cluster.split('/').at(-1) ?? incident.cluster,
      class: incident.rule,
      custom_details: detailsOf(incident, options.runbook),
    },
  };
}

/**
 * The body as JSON, within 512 KB: custom details go first when it is larger, since an alert without them is
 * worth more than none.
 */
export function renderBody(event: PagerDutyEvent): string {
  const body = JSON.stringify(event);
  if (Buffer.byteLength(body) <= limits.bodyBytes) return body;
  const { custom_details: _details, ...payload } = event.payload;
  const dropped = { note: 'details left out: the event was larger than 512 KB' };
  const smaller = JSON.stringify({ ...event, payload: { ...payload, custom_details: dropped } });
  if (Buffer.byteLength(smaller) <= limits.bodyBytes) return smaller;
  const { links: _links, client_url: _url, ...rest } = event;
  return JSON.stringify({ ...rest, payload });
}

/** At most `limit` characters, counted as PagerDuty does by code point, so that no character is cut in two. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text);
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}

/** What is wrong, in one line, with its numbers. */
function summaryOf({ title, rule, entity, findings, cluster }: Incident): string {
  const name = cluster.split('/').at(-1) ?? cluster;
  const firing = findings.filter(({ status }) => status === 'firing');
  const shown = firing.find((finding) => names(finding, rule, entity.broker)) ?? firing[0] ?? findings[0];
  const more = firing.length > 1 ? ` (and ${firing.length - 1} more)` : '';
  const words = shown?.evidence.words;
  return `[${name}] ${words === undefined ? title : `${withoutPlace(title, words)}: ${words}`}${more}`;
}

/** The title less its `: broker 2 of orders` where the words say that again: a summary is read on a phone. */
function withoutPlace(title: string, words: string): string {
  const colon = title.lastIndexOf(': ');
  return colon > 0 && words.includes(title.slice(colon + 2)) ? title.slice(0, colon) : title;
}

function names(finding: Finding, rule: string, broker: string | undefined): boolean {
  return finding.rule === rule && finding.entity.broker === broker;
}

function linksOf({ runbookUrl, runbook }: RenderOptions): readonly EventLink[] {
  if (runbookUrl === undefined || runbook === undefined) return [];
  return [{ href: runbookUrl.replaceAll('{runbook}', runbook.id), text: `Runbook: ${runbook.title}` }];
}

function detailsOf(incident: Incident, runbook: Runbook | undefined): Readonly<Record<string, unknown>> {
  const { cluster, cause, findings, entity } = incident;
  const shown = findings.slice(0, shownFindings);
  const { cluster: _cluster, ...labels } = Object.fromEntries(labelsOf(entity));
  return {
    cluster,
    cause,
    ...labels,
    findings: shown.map(
      ({ status, severity, rule, evidence }) => `${status} ${severity} ${rule}: ${evidence.words}`,
    ),
    ...(findings.length > shown.length && { findings_left_out: findings.length - shown.length }),
    values: shown[0]?.evidence.values ?? {},
    ...(runbook && runbookDetails(runbook, incident)),
  };
}

function runbookDetails(runbook: Runbook, { entity }: Incident) {
  const { symptoms, causes, solutions } = runbook;
  return { first_command: firstCommandOf(runbook, entity), symptoms, causes, solutions };
}
