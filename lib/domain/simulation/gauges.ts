import { groupStates } from '../catalogue/signals/groups.ts';
import type { Entity } from '../series/entity.ts';
import { createSeries, type Series } from '../series/series.ts';
import type { Flow } from './flow.ts';
import type { Forces } from './forces.ts';
import { diskFill } from './keep.ts';
import type { GroupModel, Model, QueueModel, ReadModel, TopicModel } from './model.ts';
import { gaussian } from './noise.ts';
import type { State } from './state.ts';
import { hotTopic } from './stories.ts';

/** One series of the cluster and how it is read off. */
export interface Gauge {
  readonly series: Series;
  /** NaN when the cluster emits nothing for it at this step. */
  read(moment: Moment): number;
}

/** The cluster just after a step. */
export interface Moment {
  readonly model: Model;
  readonly state: State;
  readonly forces: Forces;
  readonly flow: Flow;
  /** Steps since the epoch. */
  readonly step: number;
}

/** Every series that the cluster emits. */
export function createGauges(model: Model): readonly Gauge[] {
  const cluster = model.spec.clusterId;
  return [
    ...clusterGauges({ cluster }),
    ...model.brokers.flatMap((broker) => brokerGauges({ cluster, broker: String(broker + 1) }, broker)),
    ...model.topics.flatMap((topic) => topicGauges({ cluster, topic: topic.spec.name }, topic)),
    ...model.groups.flatMap((group) => groupGauges({ cluster, group: group.spec.name }, group, model)),
  ];
}

function gauge(signal: string, entity: Entity, read: (moment: Moment) => number): Gauge {
  return { series: createSeries(signal, entity), read };
}

function clusterGauges(entity: Entity): Gauge[] {
  const online = ({ forces }: Moment) => forces.down.reduce((count, down) => count + (1 - down), 0);
  const ifAny = (read: (moment: Moment) => number) => (moment: Moment) =>
    online(moment) > 0 ? read(moment) : Number.NaN;
  return [
    gauge('brokers_online', entity, online),
    gauge(
      'active_controllers',
      entity,
      ifAny(() => 1),
    ),
    gauge(
      'offline_partitions',
      entity,
      ifAny(({ flow }) => flow.offline[0] ?? 0),
    ),
    gauge(
      'global_partition_count',
      entity,
      ifAny(({ model }) => model.partitions.length),
    ),
  ];
}

function brokerGauges(entity: Entity, broker: number): Gauge[] {
  const at = (values: Float64Array) => values[broker] ?? 0;
  let channel = 20_000 + 100 * broker;
  /** A gauge of a broker that is up; `noise` is standard normal and its own. */
  const whenUp = (signal: string, read: (moment: Moment, noise: number) => number) => {
    const own = channel++;
    return gauge(signal, entity, (moment) =>
      moment.forces.down[broker] === 1
        ? Number.NaN
        : read(moment, gaussian(moment.model.spec.seed, own, moment.step)),
    );
  };
  const replicas = (model: Model) =>
    model.partitions.reduce((count, { replicas }) => count + (replicas.includes(broker) ? 1 : 0), 0);
  return [
    whenUp('bytes_in', ({ flow, model }) => Math.round(at(flow.bytesIn) / model.stepSeconds)),
    whenUp('bytes_out', ({ flow, model }) => Math.round(at(flow.bytesOut) / model.stepSeconds)),
    whenUp('messages_in', ({ flow, model }) => rounded(at(flow.messagesIn) / model.stepSeconds, 2)),
    whenUp('cpu_user', ({ flow }, noise) => bounded(6 + 9.5 * at(flow.load) + 0.5 * noise, 0.5, 90)),
    whenUp('cpu_system', ({ flow }, noise) => bounded(2 + 3 * at(flow.load) + 0.2 * noise, 0.2, 40)),
    whenUp('disk_used', ({ model, state }) => rounded(100 * diskFill(model, state, broker), 3)),
    whenUp('heap_after_gc', ({ state }, noise) => bounded(27 + 4 * at(state.heapLoad) + 0.8 * noise, 5, 95)),
    whenUp('under_replicated_partitions', ({ flow }) => at(flow.underReplicated)),
    whenUp('under_min_isr_partitions', ({ flow }) => at(flow.underMinInSync)),
    whenUp('partition_count', once(replicas)),
    whenUp('leader_count', ({ flow }) => at(flow.leaders)),
    whenUp('connection_count', (moment, noise) => connections(moment, noise)),
    whenUp('request_handler_idle', ({ flow }, noise) => idle(0.96 - 0.06 * at(flow.load) + 0.006 * noise)),
    whenUp('network_processor_idle', ({ flow }, noise) => idle(0.97 - 0.045 * at(flow.load) + 0.005 * noise)),
    whenUp('produce_time_mean', (moment, noise) => produceTime(moment, at(moment.flow.load), noise)),
  ];
}

function topicGauges(entity: Entity, { index }: TopicModel): Gauge[] {
  const perSecond = (values: Float64Array, model: Model) => (values[index] ?? 0) / model.stepSeconds;
  return [
    gauge('topic_bytes_in', entity, ({ flow, model }) => Math.round(perSecond(flow.topicBytes, model))),
    gauge('topic_messages_in', entity, ({ flow, model }) => rounded(perSecond(flow.topicMessages, model), 2)),
  ];
}

function groupGauges(entity: Entity, group: GroupModel, model: Model): Gauge[] {
  const hot = hotTopic(model);
  const watched = model.reads.find((read) => read.topic === hot);
  return [
    gauge('group_members', entity, ({ forces }) => membersOf(group, forces)),
    gauge('group_state', entity, ({ forces }) => stateOf(group, forces)),
    ...group.reads.flatMap((read) => lagGauges({ ...entity, topic: read.topic.spec.name }, read)),
    ...group.reads
      .filter((read) => read === watched)
      .flatMap((read) => read.queues.map((queue) => partitionGauge(entity, read, queue))),
  ];
}

/** Lag is told only of a group that is stable or empty. */
function lagGauges(entity: Entity, { index, group }: ReadModel): Gauge[] {
  const told = (values: (flow: Flow) => Float64Array, digits: number) => (moment: Moment) =>
    moment.forces.rebalancing[group] === 1 ? Number.NaN : rounded(values(moment.flow)[index] ?? 0, digits);
  return [
    gauge(
      'lag_sum',
      entity,
      told((flow) => flow.lagSum, 0),
    ),
    gauge(
      'lag_max',
      entity,
      told((flow) => flow.lagMax, 0),
    ),
    gauge(
      'lag_seconds',
      entity,
      told((flow) => flow.ageMax, 2),
    ),
  ];
}

function partitionGauge(
  entity: Entity,
  { group, topic }: ReadModel,
  { index, partition }: QueueModel,
): Gauge {
  const of = { ...entity, topic: topic.spec.name, partition: String(partition.number) };
  return gauge('partition_lag', of, ({ forces, state }) =>
    forces.rebalancing[group] === 1 ? Number.NaN : Math.round(state.lag[index] ?? 0),
  );
}

function membersOf({ index, spec }: GroupModel, forces: Forces): number {
  return Math.max(0, spec.members - (forces.missingMembers[index] ?? 0));
}

function stateOf(group: GroupModel, forces: Forces): number {
  if (forces.rebalancing[group.index] === 1) return groupStates.preparing_rebalance;
  return membersOf(group, forces) === 0 ? groupStates.empty : groupStates.stable;
}

/** Every consumer and a fixed crowd of producers are connected to every broker, and the brokers to each other. */
function connections({ model, forces }: Moment, noise: number): number {
  const consumers = model.groups.reduce((sum, group) => sum + membersOf(group, forces), 0);
  const peers = forces.down.reduce((count, down) => count + (1 - down), 0) - 1;
  return Math.max(0, Math.round(60 + 2 * consumers + 4 * peers + 1.5 * noise));
}

/** Milliseconds: the load's, more while leaders have just moved or followers are catching up. */
function produceTime({ state, forces }: Moment, load: number, noise: number): number {
  const moving = (state.sinceElection[0] ?? 0) < 120 ? 14 : 0;
  const copying = state.behind.some((bytes, broker) => bytes > 0 && forces.down[broker] === 0) ? 3 : 0;
  return rounded((2.4 + 1.3 * load) * Math.exp(0.06 * noise) + moving + copying, 3);
}

function once(count: (model: Model) => number): (moment: Moment) => number {
  let known: number | undefined;
  return ({ model }) => {
    known ??= count(model);
    return known;
  };
}

function bounded(value: number, least: number, most: number): number {
  return rounded(Math.min(most, Math.max(least, value)), 3);
}

function idle(value: number): number {
  return bounded(value, 0, 1);
}

function rounded(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
