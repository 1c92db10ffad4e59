import { type Rule, type Severity, severities } from '../catalogue/rule.ts';
import { entityKind, entityWords } from '../series/entity.ts';
import { dedupKeyOf, findingKey } from './dedup-key.ts';
import type { Finding } from './finding.ts';
import type { Incident, IncidentEvent } from './incident.ts';
import { isExplained } from './inhibition.ts';

/** What is known of rules where findings become incidents; alarms of others have causes of their own. */
export type RuleFacts = Pick<Rule, 'id' | 'title' | 'cause'>;

export interface ApplyContext {
  readonly rules: ReadonlyMap<string, RuleFacts>;
  /** Ids of the receivers that a new incident is owed to. */
  readonly receivers: readonly string[];
  /** Incidents that are over, newest first, as far back as replays are to be recognised. */
  readonly past: readonly Incident[];
}

/** Beyond so many events those that receivers are not told of are no longer written down. */
const timelineLimit = 300;

/**
 * The incident that a finding opens or changes, or `undefined` when it changes nothing: a duplicate, a late
 * word, the end of something never begun. Applying the same findings again gives `undefined` throughout, in
 * whatever order they come.
 * @param open incidents not resolved, or resolved and not yet told everywhere
 * @param wasFiring a resolved finding that nobody has heard the beginning of is remembered as an incident that
 *   is over, so that its beginning, should it come late, opens nothing
 */
export function applyFinding(
  open: readonly Incident[],
  finding: Finding,
  context: ApplyContext,
  wasFiring: boolean,
): Incident | undefined {
  const key = findingKey(finding);
  const holder = open.find(
    ({ status, findings }) => status !== 'resolved' && findings.some((one) => findingKey(one) === key),
  );
  if (holder !== undefined) return heard(holder, finding, context);
  if (isOldNews(finding, [...open, ...context.past])) return undefined;
  if (finding.status === 'resolved') return wasFiring ? overBefore(finding, context) : undefined;
  const host = hostOf(open, finding, context);
  return host === undefined ? opened(finding, context) : joined(host, finding, context);
}

export function causeOf(finding: Finding, { rules }: ApplyContext): { id: string; rank: number } {
  return rules.get(finding.rule)?.cause ?? { id: finding.rule, rank: 0 };
}

/** Whether an incident that is resolved has already heard this word or a later one. */
function isOldNews(finding: Finding, incidents: readonly Incident[]): boolean {
  const key = findingKey(finding);
  return incidents.some(
    ({ status, findings }) =>
      status === 'resolved' && findings.some((one) => findingKey(one) === key && one.atMs >= finding.atMs),
  );
}

/** The open incident of the finding's cause in its cluster, or else one whose cause explains it. */
function hostOf(open: readonly Incident[], finding: Finding, context: ApplyContext): Incident | undefined {
  const cause = causeOf(finding, context).id;
  const here = open
    .filter(({ status, cluster }) => status !== 'resolved' && cluster === finding.entity.cluster)
    .toSorted(oldestFirst);
  return (
    here.find((incident) => incident.cause === cause) ?? here.find((one) => isExplained(cause, one.cause))
  );
}

export function oldestFirst(a: Incident, b: Incident): number {
  return a.triggeredAtMs - b.triggeredAtMs || (a.id < b.id ? -1 : 1);
}

/**
 * The older open incident of the same cluster and cause, when two routers have opened one each at the same
 * time, or `undefined`: its findings belong there.
 */
export function twinOf(incident: Incident, open: readonly Incident[]): Incident | undefined {
  const { id, cluster, cause } = incident;
  const twins = open.filter(
    (one) => one.status !== 'resolved' && one.cluster === cluster && one.cause === cause,
  );
  const [oldest] = twins.toSorted(oldestFirst);
  return oldest?.id === id ? undefined : oldest;
}

/** An incident's next version, given up for its twin: closed where it has been told of, else never told. */
export function givenUp(incident: Incident, twin: Incident): Incident {
  const told = Object.entries(incident.deliveries).filter(
    ([, { deliveredSeq, attempts }]) => deliveredSeq > 0 || attempts > 0,
  );
  const atMs = incident.triggeredAtMs;
  const closed: Incident = {
    ...incident,
    status: 'resolved',
    resolvedAtMs: atMs,
    findings: [],
    deliveries: Object.fromEntries(told),
  };
  return appendEvent(closed, { kind: 'resolved', atMs, words: `joined to incident ${twin.id}` });
}

function opened(finding: Finding, context: ApplyContext): Incident {
  const dedupKey = dedupKeyOf(finding);
  const deliveries = context.receivers.map((id) => [id, { deliveredSeq: 0, attempts: 0 }] as const);
  const incident: Incident = {
    id: `${dedupKey}#${finding.atMs}`,
    dedupKey,
    cluster: finding.entity.cluster,
    cause: causeOf(finding, context).id,
    status: 'triggered',
    severity: finding.severity,
    title: titleOf(finding, context),
    entity: finding.entity,
    rule: finding.rule,
    triggeredAtMs: finding.atMs,
    findings: [finding],
    timeline: [{ seq: 1, atMs: finding.atMs, kind: 'triggered', words: finding.evidence.words }],
    deliveries: Object.fromEntries(deliveries),
    version: 1,
  };
  return incident;
}

/** The end came before the beginning: written down as over, and owed to nobody. */
function overBefore(finding: Finding, context: ApplyContext): Incident {
  const begun = opened(finding, { ...context, receivers: [] });
  const { atMs, sinceMs } = finding;
  return {
    ...begun,
    id: `${begun.dedupKey}#${sinceMs}`,
    status: 'resolved',
    triggeredAtMs: sinceMs,
    resolvedAtMs: atMs,
    timeline: [
      { seq: 1, atMs: sinceMs, kind: 'triggered', words: 'it was over before it was heard of', quiet: true },
      { seq: 2, atMs, kind: 'resolved', words: finding.evidence.words, quiet: true },
    ],
  };
}

function joined(incident: Incident, finding: Finding, context: ApplyContext): Incident {
  return withFinding(incident, finding, [...incident.findings, finding], context);
}

function heard(incident: Incident, finding: Finding, context: ApplyContext): Incident | undefined {
  const key = findingKey(finding);
  const known = incident.findings.find((one) => findingKey(one) === key);
  if (known === undefined || !isNewer(finding, known)) return undefined;
  const findings = incident.findings.map((one) => (one === known ? finding : one));
  return withFinding(incident, finding, findings, context);
}

/** At one time the end is the later word, so that the order of arrival does not matter. */
function isNewer(finding: Finding, known: Finding): boolean {
  if (finding.atMs !== known.atMs) return finding.atMs > known.atMs;
  return finding.status === 'resolved' && known.status === 'firing';
}

function withFinding(
  incident: Incident,
  finding: Finding,
  findings: readonly Finding[],
  context: ApplyContext,
): Incident {
  const firing = findings.filter(({ status }) => status === 'firing');
  const words = finding.evidence.words;
  if (firing.length === 0) return resolved({ ...incident, findings }, finding);
  const severity = worse(
    incident.severity,
    finding.status === 'firing' ? finding.severity : incident.severity,
  );
  const isRaised = severity !== incident.severity;
  const namer = naming(incident, findings, context);
  const event = isRaised
    ? ({ kind: 'updated', words: `now ${severity}: ${words}` } as const)
    : ({ kind: 'updated', words, quiet: true } as const);
  const next = {
    ...incident,
    findings,
    severity,
    title: titleOf(namer, context),
    rule: namer.rule,
    entity: namer.entity,
  };
  return appendEvent(next, { ...event, atMs: finding.atMs });
}

function resolved(incident: Incident, finding: Finding): Incident {
  // Messages may come in any order: the end is when the last of its findings ended.
  const resolvedAtMs = Math.max(...incident.findings.map(({ atMs }) => atMs));
  const over: Incident = { ...incident, status: 'resolved', resolvedAtMs };
  return appendEvent(over, { kind: 'resolved', atMs: resolvedAtMs, words: finding.evidence.words });
}

/** The finding that names the incident, over or not: of its own cause, of the lowest rank, then the worst, then the
 *  oldest. What began it goes on naming it while its consequences last: ranks of other causes say nothing here. */
function naming({ cause }: Incident, findings: readonly Finding[], context: ApplyContext): Finding {
  const isOther = (finding: Finding) => Number(causeOf(finding, context).id !== cause);
  const order = (a: Finding, b: Finding) =>
    isOther(a) - isOther(b) ||
    causeOf(a, context).rank - causeOf(b, context).rank ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    a.sinceMs - b.sinceMs ||
    (findingKey(a) < findingKey(b) ? -1 : 1);
  const [first] = findings.toSorted(order);
  if (first === undefined) throw new RangeError('an incident has at least one finding: got none');
  return first;
}

function titleOf({ rule, entity }: Finding, { rules }: ApplyContext): string {
  const cluster = entity.cluster.split('/').at(-1);
  const where = entityKind(entity) === 'cluster' ? cluster : `${entityWords(entity)} of ${cluster}`;
  return `${rules.get(rule)?.title ?? rule}: ${where}`;
}

function worse(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) <= severities.indexOf(b) ? a : b;
}

/**
 * The incident's next version with one more event. An event that receivers are told of gives one that has
 * refused another chance.
 */
export function appendEvent(incident: Incident, event: Omit<IncidentEvent, 'seq'>): Incident {
  const version = incident.version + 1;
  const isFull = incident.timeline.length >= timelineLimit;
  if (isFull && !isTold(event)) return { ...incident, version };
  const seq = (incident.timeline.at(-1)?.seq ?? 0) + 1;
  const timeline = [...incident.timeline, { ...event, seq }];
  if (!isTold(event)) return { ...incident, timeline, version };
  const deliveries = Object.entries(incident.deliveries).map(([id, { refused: _refused, ...rest }]) => [
    id,
    rest,
  ]);
  return { ...incident, timeline, version, deliveries: Object.fromEntries(deliveries) };
}

/** Whether receivers are told of an event: of transitions, not of what only adds to the log. */
export function isTold({ kind, quiet }: Omit<IncidentEvent, 'seq'>): boolean {
  return quiet !== true && (kind === 'triggered' || kind === 'updated' || kind === 'resolved');
}
