/**
 * What a signal is measured on. The kind says which labels an entity carries, and which it must not.
 * `cluster` is always the cluster's id (`account/region/name`), never its bare name: two accounts may
 * use one name.
 */
export const entityLabels = {
  cluster: [],
  broker: ['broker'],
  broker_auth: ['broker', 'auth'],
  broker_topic: ['broker', 'topic'],
  topic: ['topic'],
  group: ['group'],
  group_topic: ['group', 'topic'],
  group_partition: ['group', 'topic', 'partition'],
} as const satisfies Record<string, readonly EntityLabel[]>;

export type EntityLabel = 'broker' | 'auth' | 'group' | 'topic' | 'partition';
export type EntityKind = keyof typeof entityLabels;
export const entityKinds = Object.keys(entityLabels) as readonly EntityKind[];

export type Entity = { readonly cluster: string } & { readonly [label in EntityLabel]?: string };

/** The order in which labels are printed, everywhere. */
const labelOrder: readonly EntityLabel[] = ['broker', 'auth', 'group', 'topic', 'partition'];

/** The kind whose labels are exactly those of the entity, or `undefined` when no kind fits. */
export function entityKind(entity: Entity): EntityKind | undefined {
  const present = labelOrder.filter((label) => entity[label] !== undefined);
  return entityKinds.find((kind) => {
    const wanted: readonly EntityLabel[] = entityLabels[kind];
    return wanted.length === present.length && wanted.every((label) => present.includes(label));
  });
}

/** The entity's labels in printing order, the cluster first. */
export function labelsOf(entity: Entity): readonly (readonly [string, string])[] {
  const rest = labelOrder.flatMap((label) => {
    const value = entity[label];
    return value === undefined ? [] : [[label, value] as const];
  });
  return [['cluster', entity.cluster], ...rest];
}

/** A stable text of the entity: `cluster=a/b/orders,broker=1`. Equal entities give equal text. */
export function entityKey(entity: Entity): string {
  return labelsOf(entity)
    .map(([label, value]) => `${label}=${escapeValue(value)}`)
    .join(',');
}

/** The entity in words, without its cluster: `broker 1`, `group billing on topic orders`. */
export function entityWords(entity: Entity): string {
  const { broker, auth, group, topic, partition } = entity;
  const parts: string[] = [];
  if (broker !== undefined) parts.push(`broker ${broker}`);
  if (auth !== undefined) parts.push(`clients by ${auth}`);
  if (group !== undefined) parts.push(`group ${group}`);
  if (topic !== undefined) parts.push(`topic ${topic}`);
  if (partition !== undefined) parts.push(`partition ${partition}`);
  return parts.length === 0 ? 'the cluster' : parts.join(', ');
}

/** Escapes what has a meaning in a key, so that a key can be parsed back. */
function escapeValue(value: string): string {
  return value.replace(/[\\,={}]/g, (c) => `\\${c}`);
}

/** The entity of a text made by `entityKey`, or `undefined` when the text is none. */
export function parseEntityKey(text: string): Entity | undefined {
  const labels: Record<string, string> = {};
  for (const [, label, value] of text.matchAll(/([a-z]+)=((?:\\.|[^\\,={}])*)(?:,|$)/g)) {
    if (label !== undefined && value !== undefined) labels[label] = value.replace(/\\(.)/g, '$1');
  }
  if (labels.cluster === undefined) return undefined;
  const entity = labels as Entity;
  return entityKey(entity) === text ? entity : undefined;
}
