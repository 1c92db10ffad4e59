import { type Severity, severities } from '../catalogue/rule.ts';
import { type Entity, type EntityLabel, entityKey, parseEntityKey } from '../series/entity.ts';
import { shorten } from './digest.ts';

/** CloudWatch's limit on an alarm's name, in characters (PutMetricAlarm, AlarmName). */
export const alarmNameLimit = 255;
/** CloudWatch's limit on an alarm's description, in characters (PutMetricAlarm, AlarmDescription). */
export const alarmDescriptionLimit = 1024;

export type EntityLabels = { readonly [label in EntityLabel]?: string };

export interface AlarmIdentity {
  readonly environment: string;
  /** The cluster's bare name, as MSK has it. */
  readonly clusterName: string;
  readonly rule: string;
  /** What the alarm watches within the cluster; absent for the whole cluster or when one alarm watches all. */
  readonly labels?: EntityLabels;
}

/**
 * The name of the alarm that renders a rule: `tidewatch/<environment>/<cluster name>/<rule>[/<entity>]`.
 * At most 255 characters: a longer one keeps its beginning and ends in `~` and a digest of the whole.
 */
export function alarmName({ environment, clusterName, rule, labels }: AlarmIdentity): string {
  const parts = ['tidewatch', environment, clusterName, rule];
  const entity = labelText(labels);
  if (entity !== '') parts.push(entity);
  return shorten(parts.map(escapePart).join('/'), alarmNameLimit);
}

/**
 * What an alarm's name says, or `undefined` when it is not one of ours. Where the name was cut the labels
 * are absent and the marker in the description has them.
 */
export function parseAlarmName(name: string): AlarmIdentity | undefined {
  const [prefix, environment, clusterName, rule, entity, ...more] = name.split('/').map(unescapePart);
  if (prefix !== 'tidewatch' || !environment || !clusterName || !rule || more.length > 0) return undefined;
  if (entity === undefined) return { environment, clusterName, rule };
  const labels = parseLabels(entity);
  return { environment, clusterName, rule, ...(labels && { labels }) };
}

/** In the place of a rule: the alarm that is on while any alarm of its cluster is. */
export const lampRule = 'any_alarm';
/** In the place of a rule: the alarm that is on while MSK works on its cluster by itself. */
export const maintenanceRule = 'in_maintenance';

/** Whether the alarm tells only what other alarms of ours tell, or keeps them quiet: never a reason to page. */
export function isBystander(name: string): boolean {
  const rule = parseAlarmName(name)?.rule ?? '';
  return [lampRule, maintenanceRule].some((one) => rule === one || rule.startsWith(`${one}_`));
}

/** What an alarm says of itself in its description, for the router that reads its messages. */
export interface AlarmMarker {
  readonly rule: string;
  readonly severity: Severity;
  /** The cluster's id; absent when account and region are not known where the alarm is rendered. */
  readonly cluster?: string;
  readonly labels?: EntityLabels;
}

/**
 * An alarm's description: the words for a person, cut where needed, and the marker on the last line, within
 * 1024 characters in all.
 * @throws RangeError when the marker alone is too long
 */
export function alarmDescription(words: string, marker: AlarmMarker): string {
  const { rule, severity, cluster, labels } = marker;
  const entity = labelText(labels);
  const facts = { rule, severity, ...(cluster && { cluster }), ...(entity !== '' && { entity }) };
  const tail = `\n[tidewatch ${JSON.stringify(facts)}]`;
  const room = alarmDescriptionLimit - tail.length;
  if (room < 0)
    throw new RangeError(`alarm marker too long: got ${tail.length}, allowed ${alarmDescriptionLimit}`);
  return words.length <= room ? words + tail : cutAt(words, room) + tail;
}

/** The marker in an alarm's description, or `undefined` when there is none that can be read. */
export function parseAlarmMarker(description: string): AlarmMarker | undefined {
  const json = /\[tidewatch (\{.*\})\]\s*$/.exec(description)?.[1];
  if (json === undefined) return undefined;
  const { rule, severity, cluster, entity } = parseRecord(json);
  const known = severities.find((one) => one === severity);
  if (typeof rule !== 'string' || known === undefined) return undefined;
  const labels = typeof entity === 'string' ? parseLabels(entity) : undefined;
  return {
    rule,
    severity: known,
    ...(typeof cluster === 'string' && { cluster }),
    ...(labels && { labels }),
  };
}

/** The entity's labels without its cluster, for names in which the cluster has a place of its own. */
export function labelsWithin(entity: Entity): EntityLabels {
  const { cluster: _cluster, ...labels } = entity;
  return labels;
}

function labelText(labels: EntityLabels | undefined): string {
  return entityKey({ cluster: '', ...labels }).replace(/^cluster=,?/, '');
}

function parseLabels(text: string): EntityLabels | undefined {
  const entity = parseEntityKey(`cluster=,${text}`);
  return entity && labelsWithin(entity);
}

function parseRecord(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** A slash parts a name; CloudWatch takes no control characters in names. */
function escapePart(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a name
  return part.replace(/[/%\u0000-\u001f\u007f]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function unescapePart(part: string): string {
  return part.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** At most `limit` UTF-16 units, never half a surrogate pair. */
function cutAt(text: string, limit: number): string {
  const cut = text.slice(0, Math.max(0, limit - 1));
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`.slice(0, limit);
}
