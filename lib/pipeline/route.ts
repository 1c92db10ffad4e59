import { type Rule, severities } from '../domain/catalogue/rule.ts';
import {
  type ApplyContext,
  applyFinding,
  causeOf,
  givenUp,
  type RuleFacts,
  twinOf,
} from '../domain/incidents/apply.ts';
import { findingKey } from '../domain/incidents/dedup-key.ts';
import type { Finding } from '../domain/incidents/finding.ts';
import { type Incident, isOver } from '../domain/incidents/incident.ts';
import { canBeExplained } from '../domain/incidents/inhibition.ts';
import { parseMessage } from '../domain/incidents/message.ts';
import type { Problem } from '../domain/series/samples.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreError } from '../ports/errors.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { Receiver } from '../ports/receiver.ts';
import { type DeliverReport, deliver } from './deliver.ts';

export interface RouteInput {
  readonly incidents: IncidentStore;
  readonly receivers: readonly Receiver[];
  readonly clock: Clock;
  /** Bodies of messages: findings and alarms, bare or in SNS envelopes. None: only deliver what is owed. */
  readonly messages: readonly string[];
  readonly rules: readonly Rule[];
  /** Where alarms come from when they do not say it. */
  readonly account?: string;
  readonly region?: string;
}

export interface RouteReport extends DeliverReport {
  readonly opened: number;
  readonly updated: number;
  readonly resolved: number;
  /** Findings that changed nothing: duplicates, late ones, ends of what never began. */
  readonly ignored: number;
  /** Messages that could not be read, and deliveries that failed. */
  readonly problems: readonly Problem[];
}

/** A closed incident farther back than so many is not recognised in a replay. */
const pastIncidents = 200;
const attempts = 10;

/**
 * Makes incidents of messages and tells the receivers. Grouped by cluster and cause; a duplicate or late
 * message changes nothing; everything is in the incident store, so a restart goes on where it was.
 * @throws StoreError when the incident store fails: give the same messages again
 */
export async function route(input: RouteInput): Promise<RouteReport> {
  const { heard, problems } = read(input);
  const counts = await apply(heard, input);
  const delivered = await deliver(input);
  return { ...counts, ...delivered, problems: [...problems, ...delivered.problems] };
}

interface Heard {
  readonly finding: Finding;
  readonly wasFiring: boolean;
}

function read({ messages, clock, rules, account, region }: RouteInput) {
  const nowMs = clock.nowMs();
  const context = { nowMs, rules, ...(account && { account }), ...(region && { region }) };
  const heard: Heard[] = [];
  const reasons = new Map<string, number>();
  for (const message of messages) {
    const parsed = parseMessage(message, context);
    if (parsed.kind === 'finding') heard.push({ finding: parsed.finding, wasFiring: true });
    if (parsed.kind === 'alarm') {
      for (const finding of parsed.findings) heard.push({ finding, wasFiring: parsed.wasFiring });
    }
    if (parsed.kind === 'unreadable') reasons.set(parsed.reason, (reasons.get(parsed.reason) ?? 0) + 1);
  }
  return { heard, problems: [...reasons].map(([reason, count]) => unreadable(reason, count)) };
}

function unreadable(reason: string, count: number): Problem {
  return { kind: 'unreadable_message', where: 'router', message: `a message was left out: ${reason}`, count };
}

interface Counts {
  readonly opened: number;
  readonly updated: number;
  readonly resolved: number;
  readonly ignored: number;
}

async function apply(heard: readonly Heard[], { incidents, receivers, rules }: RouteInput): Promise<Counts> {
  if (heard.length === 0) return { opened: 0, updated: 0, resolved: 0, ignored: 0 };
  const facts: ReadonlyMap<string, RuleFacts> = new Map(rules.map((rule) => [rule.id, rule]));
  const ids = receivers.map(({ id }) => id);
  for (let attempt = 0; attempt < attempts; attempt++) {
    const [open, list] = await Promise.all([incidents.open(), incidents.list(pastIncidents)]);
    const past = list.filter(isOver);
    const { changed, ignored } = applyAll(open, heard, { rules: facts, receivers: ids, past });
    if (!(await putAll(incidents, changed))) continue;
    if (!(await giveUpTwins(incidents, open, changed))) return countsOf(open, changed, ignored);
  }
  throw new StoreError(`incidents kept changing under the router: gave up after ${attempts} attempts`);
}

/** The incidents as they are after all findings, each at most one version ahead of what is stored. */
function applyAll(open: readonly Incident[], heard: readonly Heard[], context: ApplyContext) {
  const stored = new Map(open.map((incident) => [incident.id, incident.version]));
  const now = new Map(open.map((incident) => [incident.id, incident]));
  const changed = new Set<string>();
  let ignored = 0;
  for (const { finding, wasFiring } of inOrder(heard, context)) {
    const next = applyFinding([...now.values()], finding, context, wasFiring);
    if (next === undefined) {
      ignored++;
      continue;
    }
    now.set(next.id, { ...next, version: (stored.get(next.id) ?? 0) + 1 });
    changed.add(next.id);
  }
  return { changed: [...now.values()].filter(({ id }) => changed.has(id)), ignored };
}

/** By time; at one time what explains others comes first, and of one cause what shall name and open an incident. */
function inOrder(heard: readonly Heard[], context: ApplyContext): readonly Heard[] {
  const rank = ({ finding }: Heard) => causeOf(finding, context).rank;
  const isConsequence = ({ finding }: Heard) => Number(canBeExplained(causeOf(finding, context).id));
  const severity = ({ finding }: Heard) => severities.indexOf(finding.severity);
  return heard.toSorted(
    (a, b) =>
      a.finding.atMs - b.finding.atMs ||
      isConsequence(a) - isConsequence(b) ||
      rank(a) - rank(b) ||
      severity(a) - severity(b) ||
      (findingKey(a.finding) < findingKey(b.finding) ? -1 : 1),
  );
}

/**
 * A write can only be refused for an incident that is there: two routers may each open one for the same cause.
 * Whoever then sees an older one gives up its own. @returns whether it did, and the findings must be applied again
 */
async function giveUpTwins(
  incidents: IncidentStore,
  before: readonly Incident[],
  changed: readonly Incident[],
): Promise<boolean> {
  const known = new Set(before.map(({ id }) => id));
  const isOpened = ({ id, status }: Incident) => !known.has(id) && status !== 'resolved';
  if (!changed.some(isOpened)) return false;
  const open = await incidents.open();
  let hasGivenUp = false;
  for (const { id } of changed.filter(isOpened)) {
    const incident = open.find((one) => one.id === id);
    const twin = incident && twinOf(incident, open);
    if (incident === undefined || twin === undefined) continue;
    await incidents.put(givenUp(incident, twin));
    hasGivenUp = true;
  }
  return hasGivenUp;
}

async function putAll(incidents: IncidentStore, changed: readonly Incident[]): Promise<boolean> {
  for (const incident of changed) {
    if (!(await incidents.put(incident))) return false;
  }
  return true;
}

function countsOf(open: readonly Incident[], changed: readonly Incident[], ignored: number): Counts {
  const before = new Set(open.map(({ id }) => id));
  const opened = changed.filter(({ id }) => !before.has(id)).length;
  const resolved = changed.filter(({ status }) => status === 'resolved').length;
  const updated = changed.filter(({ id, status }) => before.has(id) && status !== 'resolved').length;
  return { opened, updated, resolved, ignored };
}
