import type { Runbook } from '../catalogue/runbook.ts';
import type { Entity } from '../series/entity.ts';

/**
 * The runbook's first command with what is known of the incident put in; what is not known stays as its
 * placeholder, so that a person sees what to fill in. Names with a meaning to a shell are quoted: anybody who may
 * make a topic or a group chooses them, and a person on call pastes them.
 * @param arn of the cluster, where it is known
 */
export function firstCommandOf(
  { firstCommand }: Pick<Runbook, 'firstCommand'>,
  entity: Entity,
  arn?: string,
): string {
  const known: Readonly<Record<string, string | undefined>> = {
    ...entity,
    cluster: entity.cluster.split('/').at(-1),
    arn,
  };
  return firstCommand.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = known[name];
    return value === undefined ? placeholder : quoted(value);
  });
}

function quoted(value: string): string {
  return /^[\w.:/-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}
