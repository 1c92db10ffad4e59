import type { Rule, Severity } from '../catalogue/rule.ts';
import { severities } from '../catalogue/rule.ts';
import { clusterId } from '../cluster.ts';
import { type Entity, type EntityLabel, entityKind, entityWords } from '../series/entity.ts';
import { type AlarmMarker, type EntityLabels, parseAlarmMarker, parseAlarmName } from './alarm-name.ts';
import { digest } from './digest.ts';
import type { Finding } from './finding.ts';

export interface AlarmContext {
  /** Time of receipt, for a message that carries no time of its own. */
  readonly nowMs: number;
  /** Where alarms come from when they do not say it. @default unknown */
  readonly account?: string;
  readonly region?: string;
  /** The topic that the message came through. */
  readonly topicArn?: string;
  /** Severity and title of the rules that alarms were rendered from. @default none is known */
  readonly rules?: readonly Pick<Rule, 'id' | 'title' | 'severity'>[];
}

type Fields = Readonly<Record<string, unknown>>;

/** MSK's dimension names, in small letters, and ours. */
const labelOfDimension: Readonly<Record<string, EntityLabel>> = {
  'broker id': 'broker',
  topic: 'topic',
  'consumer group': 'group',
  partition: 'partition',
  'client authentication': 'auth',
};

/**
 * The findings in a CloudWatch alarm's message: one for ALARM (firing) and OK (resolved), none for
 * INSUFFICIENT_DATA, which says nothing. Takes metric alarms, metric math, Metrics Insights contributors and
 * composite alarms; alarms that Tidewatch did not render become findings of a rule made of their name.
 * Source: "Schema of Amazon SNS notifications when alarms change state" (CloudWatch user guide); letters of
 * dimension keys and the time format vary among emulators, so both are read tolerantly.
 */
export function findingsOfAlarm(message: Fields, context: AlarmContext): readonly Finding[] {
  const status = statusOf(message.NewStateValue);
  if (status === undefined) return [];
  const name = text(message.AlarmName) ?? '';
  const { rule, severity, entity } = identify(name, message, context);
  const atMs = timeOf(message.StateChangeTime) ?? context.nowMs;
  const evidence = evidenceOf(message, titleOf(rule, name, context), entity);
  return [{ rule, entity, status, severity, sinceMs: atMs, atMs, evidence, origin: 'alarm' }];
}

function statusOf(state: unknown): Finding['status'] | undefined {
  if (state === 'ALARM') return 'firing';
  return state === 'OK' ? 'resolved' : undefined;
}

function identify(name: string, message: Fields, context: AlarmContext) {
  const named = parseAlarmName(name);
  const marker = parseAlarmMarker(text(message.AlarmDescription) ?? '');
  const rule = marker?.rule ?? named?.rule ?? foreignRule(name);
  const dimensions = dimensionsOf(message);
  const labels = { ...labelsOfDimensions(dimensions), ...named?.labels, ...marker?.labels };
  const cluster =
    marker?.cluster ?? placeOf(message, named?.clusterName ?? dimensions.get('cluster name'), context);
  return { rule, severity: severityOf(rule, marker, context), entity: entityOf(cluster, labels) };
}

/** Labels that make no kind of entity together are left out: the cluster itself is always one. */
function entityOf(cluster: string, labels: EntityLabels): Entity {
  const entity: Entity = { cluster, ...labels };
  return entityKind(entity) === undefined ? { cluster } : entity;
}

function severityOf(rule: string, marker: AlarmMarker | undefined, context: AlarmContext): Severity {
  const topic = severities.find((one) => context.topicArn?.toLowerCase().endsWith(one));
  return marker?.severity ?? context.rules?.find(({ id }) => id === rule)?.severity ?? topic ?? 'error';
}

function titleOf(rule: string, name: string, { rules }: AlarmContext): string {
  return rules?.find(({ id }) => id === rule)?.title ?? `alarm ${name}`;
}

/** A rule id made of the name of an alarm that is not ours; names that differ give ids that differ. */
function foreignRule(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60);
  return slug === name ? `alarm_${slug}` : `alarm_${slug}_${digest(name).slice(0, 8)}`;
}

/** The cluster's id of the account and region that the alarm's ARN, its topic or the context name. */
function placeOf(message: Fields, clusterName: string | undefined, context: AlarmContext): string {
  const arn = arnPlace(text(message.AlarmArn)) ?? arnPlace(context.topicArn);
  const region = arn?.region ?? regionCode(text(message.Region)) ?? context.region;
  const account = metricAccount(message) ?? text(message.AWSAccountId) ?? arn?.account ?? context.account;
  return clusterId(account ?? 'unknown', region ?? 'unknown', clusterName ?? 'unknown');
}

function arnPlace(arn: string | undefined): { region: string; account: string } | undefined {
  const [, , , region, account] = arn?.split(':') ?? [];
  return region && account ? { region, account } : undefined;
}

/** The documented messages give the region's long name; what looks like a code is one. */
function regionCode(region: string | undefined): string | undefined {
  return region && /^[a-z]{2}(-[a-z]+)+-\d+$/.test(region) ? region : undefined;
}

/** A metric read from another account names it. */
function metricAccount(message: Fields): string | undefined {
  const accounts = queriesOf(message).map((query) => text(query.AccountId));
  return accounts.find((account) => account !== undefined);
}

function queriesOf(message: Fields): readonly Fields[] {
  return records(record(message.Trigger).Metrics);
}

/** The dimensions that name the alarm's entity, keys in small letters: those of its metric or contributor;
 *  of metric math, those on which all metrics agree. */
function dimensionsOf(message: Fields): ReadonlyMap<string, string> {
  const trigger = record(message.Trigger);
  const ofMath = queriesOf(message).map((query) => record(record(query.MetricStat).Metric).Dimensions);
  const sets = [trigger.Dimensions, ...ofMath].map(pairs).filter((set) => set.size > 0);
  const [first = new Map<string, string>(), ...rest] = sets;
  const agreed = [...first].filter(([key, value]) => rest.every((set) => set.get(key) === value));
  return new Map([...agreed, ...contributor(message)]);
}

/** The attributes of the one series that changed, of an alarm that watches many. */
function contributor(message: Fields): ReadonlyMap<string, string> {
  const nested = record(message.AlarmContributor);
  const given =
    message.AlarmContributorAttributes ?? message.ContributorAttributes ?? nested.ContributorAttributes;
  return pairs(given);
}

/** A list of `{name, value}`, in any spelling, or a plain map. */
function pairs(given: unknown): ReadonlyMap<string, string> {
  const found = Array.isArray(given)
    ? records(given).map((one) => [text(one.name ?? one.Name), text(one.value ?? one.Value)] as const)
    : Object.entries(record(given)).map(([key, value]) => [key, text(value)] as const);
  return new Map(
    found.flatMap(([key, value]) => (key && value ? [[key.toLowerCase(), value] as const] : [])),
  );
}

function labelsOfDimensions(dimensions: ReadonlyMap<string, string>): EntityLabels {
  const labels: Partial<Record<EntityLabel, string>> = {};
  for (const [name, value] of dimensions) {
    const label = labelOfDimension[name];
    if (label !== undefined) labels[label] = value;
  }
  return labels;
}

function evidenceOf(message: Fields, title: string, entity: Entity): Finding['evidence'] {
  const reason = text(message.NewStateReason) ?? 'no reason was given';
  const where = entityKind(entity) === 'cluster' ? '' : ` (${entityWords(entity)})`;
  const values: Record<string, number> = {};
  // The newest datapoint stands in the reason's first square brackets, e.g. "[91.2 (22/11/26 18:00:00)]".
  const value = Number.parseFloat(/\[(-?[\d.]+(?:E-?\d+)?)/i.exec(reason)?.[1] ?? '');
  if (Number.isFinite(value)) values.value = value;
  const limit = record(message.Trigger).Threshold;
  if (typeof limit === 'number' && Number.isFinite(limit)) values.limit = limit;
  return { words: `${title}${where}: ${reason}`, values };
}

/** AWS writes `2026-11-22T18:00:00.000+0000`, others end in Z. */
function timeOf(given: unknown): number | undefined {
  const time = Date.parse((text(given) ?? '').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isFinite(time) ? time : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function record(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function records(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(record) : [];
}
