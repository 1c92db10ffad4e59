import { type Cluster, maintenanceStates } from '../cluster.ts';
import type { Entity } from '../series/entity.ts';
import { type GroupLag, type LagTriage, partitionShare } from './lag-state.ts';

/** Of the groups so many must be in trouble for it to be the brokers', and so large a share. */
const brokerGroups = 2;
const brokerShare = 2 / 3;

type Judged = GroupLag & { readonly entity: Entity };

export interface Triage {
  /** Groups in trouble, and groups whose state is known. */
  readonly groups: { readonly troubled: number; readonly known: number };
  /** Whom the trouble of one group is with. */
  readonly triage: (one: Judged) => LagTriage;
}

/**
 * Whom lag is due to, by who else has it: the cluster's own maintenance; the brokers when most groups have it, on more
 * than one topic; a hot key when one partition gets more than it ever did, or when several groups have it in one partition of
 * their topic; that partition's consumer when one group has; or else the group's own consumers.
 */
export function triageOf(judged: readonly Judged[], { state }: Pick<Cluster, 'state'>): Triage {
  const bad = judged.filter((one) => one.state !== 'ok');
  const [troubled, known] = [count(bad, 'group'), count(judged, 'group')];
  const isMaintenance = maintenanceStates.has(state ?? '');
  const isWide = count(bad, 'topic') > 1 || count(judged, 'topic') === 1;
  const isBrokers = isWide && troubled >= brokerGroups && troubled >= brokerShare * known;
  const uneven = bad.filter(isOfOnePartition);
  return {
    groups: { troubled, known },
    triage: (one) => {
      if (isMaintenance) return 'maintenance';
      if (one.state === 'behind' && one.isPartial) return 'hot_key';
      if (!isOfOnePartition(one)) return isBrokers ? 'brokers' : 'client';
      const alike = uneven.filter(({ entity }) => entity.topic === one.entity.topic);
      return count(alike, 'group') > 1 ? 'hot_key' : 'partition';
    },
  };
}

function count(some: readonly Judged[], label: 'group' | 'topic'): number {
  return new Set(some.map(({ entity }) => entity[label])).size;
}

function isOfOnePartition({ state, worstShare = 0 }: GroupLag): boolean {
  return state !== 'vanished' && worstShare >= partitionShare;
}
