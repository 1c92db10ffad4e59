import { add, type Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import type { Model, PartitionModel } from './model.ts';
import type { State } from './state.ts';

/** auto.leader.rebalance: a broker that is back leads again after this long in sync. */
const preferredAfterSeconds = 300;

/** Who leads each partition in this step, and which partitions lack replicas. */
export function lead(model: Model, state: State, forces: Forces, flow: Flow): void {
  followBrokers(model, state, forces);
  add(state.sinceElection, 0, model.stepSeconds);
  for (const partition of model.partitions) {
    const before = state.leader[partition.index] ?? -1;
    const leader = elect(partition, before, state);
    if (leader !== before) state.sinceElection[0] = 0;
    state.leader[partition.index] = leader;
    countReplicas(model, partition, leader, state, flow);
  }
}

/** A broker is in sync when it is up and has copied what it missed. */
function followBrokers(model: Model, state: State, forces: Forces): void {
  for (const broker of model.brokers) {
    const isInSync = forces.down[broker] === 0 && state.behind[broker] === 0;
    state.inSyncSeconds[broker] = isInSync ? (state.inSyncSeconds[broker] ?? 0) + model.stepSeconds : -1;
  }
}

/** The preferred leader once it is settled, else the present one, else the first that is in sync. */
function elect(partition: PartitionModel, present: number, state: State): number {
  const preferred = partition.replicas[0] ?? -1;
  if ((state.inSyncSeconds[preferred] ?? -1) >= preferredAfterSeconds) return preferred;
  if ((state.inSyncSeconds[present] ?? -1) >= 0) return present;
  return partition.replicas.find((broker) => (state.inSyncSeconds[broker] ?? -1) >= 0) ?? -1;
}

function countReplicas(
  model: Model,
  partition: PartitionModel,
  leader: number,
  state: State,
  flow: Flow,
): void {
  if (leader < 0) {
    add(flow.offline, 0, 1);
    return;
  }
  let inSync = 0;
  for (const broker of partition.replicas) if ((state.inSyncSeconds[broker] ?? -1) >= 0) inSync++;
  add(flow.leaders, leader, 1);
  if (inSync < partition.replicas.length) add(flow.underReplicated, leader, 1);
  if (inSync < model.minInSync) add(flow.underMinInSync, leader, 1);
}
