import type { Signal } from '../signal.ts';
import { notNegative } from './ranges.ts';

/**
 * The values of `group_state`, in order of trouble, so that one comparison tells a group that is not
 * working (>= 2) and one that rebalances (>= 4). The names are Kafka's states in lower case.
 */
export const groupStates = {
  stable: 0,
  empty: 1,
  dead: 2,
  unknown: 3,
  preparing_rebalance: 4,
  completing_rebalance: 5,
  // The states of the group protocol of KIP-848.
  assigning: 4,
  reconciling: 5,
} as const satisfies Record<string, number>;

/** The value of `group_state` for a state as Kafka spells it (`PreparingRebalance`), 3 for one not known. */
export function groupStateCode(state: string): number {
  const name = state.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
  return (groupStates as Readonly<Record<string, number>>)[name] ?? groupStates.unknown;
}

export const groupSignals: readonly Signal[] = [
  {
    id: 'group_members',
    title: 'Group members',
    description: 'Consumers in the group.',
    unit: 'count',
    entity: 'group',
    harm: 'low',
    range: notNegative,
    cadence: 'normal',
    rollup: 'min',
    assessed: true,
    kafka: true,
  },
  {
    id: 'group_state',
    title: 'Group state',
    description:
      'State of the group: 0 stable, 1 empty, 2 dead, 3 unknown, 4 preparing a rebalance (or assigning), 5 completing it (or reconciling).',
    unit: 'state',
    entity: 'group',
    harm: 'high',
    range: { min: 0, max: 5 },
    cadence: 'normal',
    rollup: 'max',
    kafka: true,
  },
];
