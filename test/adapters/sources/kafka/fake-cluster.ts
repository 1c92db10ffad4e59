import type { KafkaSettings } from '../../../../lib/adapters/sources/kafka/options.ts';
import { problemOfCode } from '../../../../lib/adapters/sources/kafka/problems.ts';
import type {
  Answer,
  ClusterReader,
  PartitionView,
  Topology,
} from '../../../../lib/adapters/sources/kafka/reader.ts';

interface FakePartition extends PartitionView {
  low: number;
  end: number;
}

interface FakeGroup {
  protocolType: string;
  /** `undefined`: the broker cannot say. */
  state: string | undefined;
  members: number | undefined;
  assigned: string[];
  /** By `topic/partition`. */
  commits: Record<string, number>;
}

/** A cluster in memory that a test changes at will; reading it costs nothing. */
export interface FakeCluster {
  brokers: number[];
  topics: Record<string, FakePartition[]>;
  groups: Record<string, FakeGroup>;
  configs: Record<string, Record<string, string>>;
  /** Partitions, as `topic/partition`, whose leader answers with this error code. */
  failing: Record<string, number>;
  /** Groups whose commits cannot all be read. */
  unread: string[];
  isUp: boolean;
  looks: number;
  connect(settings: KafkaSettings): ClusterReader;
}

export function fakePartition(
  partition: number,
  low: number,
  end: number,
  view: Partial<PartitionView> = { leader: 1 },
): FakePartition {
  return { partition, replicas: [1, 2], isr: [1, 2], low, end, ...view };
}

export function fakeGroup(commits: Record<string, number>, rest: Partial<FakeGroup> = {}): FakeGroup {
  return { protocolType: 'consumer', state: 'Stable', members: 2, assigned: [], commits, ...rest };
}

export function createFakeCluster(): FakeCluster {
  const cluster: FakeCluster = {
    brokers: [1, 2],
    topics: {},
    groups: {},
    configs: {},
    failing: {},
    unread: [],
    isUp: true,
    looks: 0,
    connect: () => readerOf(cluster),
  };
  return cluster;
}

const where = 'fake:9092';
const fine = <T>(value: T): Promise<Answer<T>> => Promise.resolve({ value, problems: [] });

function readerOf(cluster: FakeCluster): ClusterReader {
  return {
    topology: () => topology(cluster),
    groups: () =>
      fine(
        Object.entries(cluster.groups).map(([id, { protocolType }]) => ({
          id,
          protocolType,
          coordinator: 1,
        })),
      ),
    describe: (listed) =>
      fine(
        listed.map(({ id }) => {
          const { state, members, assigned } = cluster.groups[id] ?? fakeGroup({});
          return {
            id,
            topics: assigned,
            ...(state !== undefined && { state }),
            ...(members !== undefined && { members }),
          };
        }),
      ),
    committed: async ({ id }) => {
      const commits = Object.entries(cluster.groups[id]?.commits ?? {});
      const value = commits.map(([key, offset]) => {
        const [topic = '', partition = ''] = key.split('/');
        return { topic, partition: Number(partition), offset };
      });
      const isUnread = cluster.unread.includes(id);
      return { value, problems: isUnread ? [problemOfCode(88, `commits of group ${id}`, where)] : [] };
    },
    watermarks: async (partitions) => {
      const good = partitions.filter((p) => cluster.failing[`${p.topic}/${p.partition}`] === undefined);
      const value = good.flatMap(({ topic, partition }) =>
        (cluster.topics[topic] ?? [])
          .filter((one) => one.partition === partition)
          .map(({ low, end }) => ({ topic, partition, low, end })),
      );
      const problems = Object.entries(cluster.failing).map(([key, code]) =>
        problemOfCode(code, `offsets of ${key}`, where),
      );
      return { value, problems };
    },
    configs: (resources) =>
      fine(
        resources.map(({ type, name }) => ({
          type,
          name,
          entries: new Map(Object.entries(cluster.configs[`${type}/${name}`] ?? {})),
        })),
      ),
    close: async () => {},
  };
}

function topology(cluster: FakeCluster): Promise<Answer<Topology | undefined>> {
  cluster.looks++;
  if (!cluster.isUp) {
    const message = 'kafka cluster: cannot reach fake:9092 (connection refused)';
    return Promise.resolve({
      value: undefined,
      problems: [{ kind: 'unreachable', where, message, count: 1 }],
    });
  }
  const brokers = cluster.brokers.map((id) => ({ id, host: 'fake', port: 9092 + id }));
  const topics = Object.entries(cluster.topics).map(([name, partitions]) => ({ name, partitions }));
  return fine({ brokers, topics });
}
