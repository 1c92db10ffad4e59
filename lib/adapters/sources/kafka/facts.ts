import type { Cluster } from '../../../domain/cluster.ts';
import type { Problem } from '../../../domain/series/samples.ts';
import type { Look } from './look.ts';
import type { KafkaSettings } from './options.ts';
import type { ClusterReader, ResourceConfig } from './reader.ts';

const configNames = [
  'retention.ms',
  'cleanup.policy',
  'process.roles',
  'zookeeper.connect',
  'inter.broker.protocol.version',
];

/** What is known of the cluster: its brokers, and of their configuration what may be read. */
export async function clusterFacts(
  reader: ClusterReader,
  look: Look,
  settings: KafkaSettings,
): Promise<{ readonly cluster: Cluster; readonly problems: readonly Problem[] }> {
  const { brokers } = look.topology;
  const topics = look.topics.map(({ name }) => ({ type: 'topic' as const, name }));
  const some = brokers.slice(0, 1).map(({ id }) => ({ type: 'broker' as const, name: `${id}` }));
  const { value, problems } = await reader.configs([...topics, ...some], configNames);
  const [account = 'local', region = 'local', name = settings.clusterName] = settings.clusterId.split('/');
  const cluster: Cluster = {
    id: settings.clusterId,
    name,
    account,
    region,
    type: 'self_managed',
    brokerIds: brokers.map(({ id }) => `${id}`).sort((a, b) => Number(a) - Number(b)),
    ...brokerFacts(value.find(({ type }) => type === 'broker')),
    ...retentionFact(value.filter(({ type }) => type === 'topic')),
  };
  return { cluster, problems };
}

function brokerFacts(config: ResourceConfig | undefined): Pick<Cluster, 'metadata' | 'kafkaVersion'> {
  if (config === undefined) return {};
  const { entries } = config;
  // Since Kafka 4.0, which knows KRaft alone, the version is no longer among the configuration.
  const version = /^\d+\.\d+/.exec(entries.get('inter.broker.protocol.version') ?? '')?.[0];
  return { ...metadataMode(entries), ...(version && { kafkaVersion: version }) };
}

function metadataMode(entries: ReadonlyMap<string, string>): Pick<Cluster, 'metadata'> {
  if (entries.get('process.roles')) return { metadata: 'kraft' };
  return entries.get('zookeeper.connect') ? { metadata: 'zookeeper' } : {};
}

/** The longest of the topics that delete by age; those kept for ever say nothing. */
function retentionFact(configs: readonly ResourceConfig[]): Pick<Cluster, 'retentionSeconds'> {
  const times = configs
    .filter(({ entries }) => entries.get('cleanup.policy')?.includes('delete'))
    .map(({ entries }) => Number(entries.get('retention.ms')))
    .filter((ms) => Number.isFinite(ms) && ms > 0);
  return times.length === 0 ? {} : { retentionSeconds: Math.max(...times) / 1000 };
}
