import { ask, type Broker } from './broker-pool.ts';
import type * as wire from './decoded.ts';
import { serverText } from './options.ts';
import { problemOfCode, problemOfError } from './problems.ts';
import { type Context, codeProblems, gather, grouped, isGood, onBroker } from './questions.ts';
import type { Answer, ConfigResource, LedPartition, ResourceConfig, Topology, Watermarks } from './reader.ts';

/** No name means all of them; a question must never make a topic. */
const everyTopic = { topics: [], allowAutoTopicCreation: false };

export async function topology({ pool, settings }: Context): Promise<Answer<Topology | undefined>> {
  const where = settings.servers.map(serverText).join(', ');
  try {
    const answer = (await ask(await pool.any(), 'Metadata', everyTopic)) as wire.Metadata;
    const brokers = answer.brokers.map(({ nodeId, host, port }) => ({ id: nodeId, host, port }));
    await pool.learn(brokers);
    const failed = answer.topicMetadata.filter(({ topicErrorCode }) => topicErrorCode !== 0);
    const topics = answer.topicMetadata.filter(({ topicErrorCode }) => topicErrorCode === 0).map(topicView);
    const problems = failed.map((t) => problemOfCode(t.topicErrorCode, `topic ${t.topic}`, where));
    return { value: { brokers, topics }, problems };
  } catch (error) {
    return { value: undefined, problems: [problemOfError(error, 'kafka cluster', where, settings.sasl)] };
  }
}

function topicView({ topic, partitionMetadata }: wire.TopicMetadata): Topology['topics'][number] {
  const partitions = partitionMetadata.map(({ partitionId, leader, replicas, isr }) => ({
    partition: partitionId,
    ...(leader >= 0 && { leader }),
    replicas,
    isr,
  }));
  return { name: topic, partitions: partitions.sort((a, b) => a.partition - b.partition) };
}

export async function watermarks(
  context: Context,
  partitions: readonly LedPartition[],
): Promise<Answer<readonly Watermarks[]>> {
  const byLeader = grouped(partitions, ({ leader }) => leader);
  return gather(
    [...byLeader].map(([id, led]) =>
      onBroker(context, id, 'offsets', async (broker, where) => {
        const low = await listOffsets(broker, led, earliest);
        const end = await listOffsets(broker, led, latest);
        const lows = new Map(low.filter(isGood).map((p) => [`${p.partition}/${p.topic}`, Number(p.offset)]));
        const value = end.filter(isGood).flatMap(({ topic, partition, offset }) => {
          const found = lows.get(`${partition}/${topic}`);
          return found === undefined ? [] : [{ topic, partition, low: found, end: Number(offset) }];
        });
        return { value, problems: codeProblems([...low, ...end], (topic) => `offsets of ${topic}`, where) };
      }),
    ),
  );
}

const latest = '-1';
const earliest = '-2';
/** Lag counts what was written, not what a reader of committed transactions sees already. */
const readUncommitted = 0;

type PartitionOffset = wire.PartitionOffset & { readonly topic: string };

async function listOffsets(
  broker: Broker,
  partitions: readonly LedPartition[],
  timestamp: string,
): Promise<PartitionOffset[]> {
  const topics = [...grouped(partitions, ({ topic }) => topic)].map(([topic, led]) => ({
    topic,
    partitions: led.map(({ partition }) => ({ partition, timestamp })),
  }));
  const args = { isolationLevel: readUncommitted, topics };
  const { responses } = (await ask(broker, 'ListOffsets', args)) as wire.ListedOffsets;
  return responses.flatMap((t) => t.partitions.map((p) => ({ ...p, topic: t.topic })));
}

const resourceTypes = { topic: 2, broker: 4 } as const;

/** A broker answers for itself only; any of them answers for a topic. */
export async function configs(
  context: Context,
  resources: readonly ConfigResource[],
  names: readonly string[],
): Promise<Answer<readonly ResourceConfig[]>> {
  const anyId = context.pool.ids()[0];
  const byBroker = grouped(resources, ({ type, name }) => (type === 'broker' ? Number(name) : anyId));
  return gather(
    [...byBroker].map(([id, own]) =>
      onBroker(context, id ?? -1, 'configuration', async (broker, where) => {
        const args = {
          resources: own.map(({ type, name }) => ({ type: resourceTypes[type], name, configNames: names })),
          includeSynonyms: false,
        };
        const answer = (await ask(broker, 'DescribeConfigs', args)) as wire.DescribedConfigs;
        return configsOf(answer, where);
      }),
    ),
  );
}

function configsOf(answer: wire.DescribedConfigs, where: string): Answer<readonly ResourceConfig[]> {
  const bad = answer.resources.filter((resource) => resource.errorCode !== 0);
  const value = answer.resources.filter(isGood).map((resource) => ({
    type: resource.resourceType === resourceTypes.topic ? ('topic' as const) : ('broker' as const),
    name: resource.resourceName,
    entries: new Map(resource.configEntries.map((e) => [e.configName, e.configValue ?? ''])),
  }));
  const problems = bad.map((r) => problemOfCode(r.errorCode, `configuration of ${r.resourceName}`, where));
  return { value, problems };
}
