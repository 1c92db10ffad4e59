import { type Entity, entityKey } from '../series/entity.ts';
import { shorten } from './digest.ts';
import type { Finding } from './finding.ts';

/** PagerDuty's limit, the smallest of the receivers'. */
export const dedupKeyLimit = 255;

/**
 * The identity of an incident at its receivers: `account/region/cluster/rule/entity`. The severity is no part
 * of it, so an escalation updates the same alert. At most 255 characters; a longer one ends in a digest.
 */
export function dedupKeyOf({ rule, entity }: Pick<Finding, 'rule' | 'entity'>): string {
  return shorten(`${entity.cluster}/${rule}/${labelsText(entity)}`, dedupKeyLimit);
}

/** What a word on a finding is about: a later word with the same key replaces the earlier one. */
export function findingKey({ rule, entity, origin }: Pick<Finding, 'rule' | 'entity' | 'origin'>): string {
  return `${origin ?? 'rules'}|${rule}|${entityKey(entity)}`;
}

function labelsText(entity: Entity): string {
  return (
    entityKey(entity)
      .replace(`${entityKey({ cluster: entity.cluster })}`, '')
      .replace(/^,/, '') || 'cluster'
  );
}
