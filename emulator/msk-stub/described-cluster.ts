/** A cluster as the stub tells of it; what stories and tests change. */
export interface DescribedCluster {
  readonly name: string;
  readonly arn: string;
  readonly type: 'standard' | 'express' | 'serverless';
  /** @default 'ACTIVE' */
  readonly state?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** @default 3 */
  readonly brokers?: number;
  /** @default 'kafka.m7g.large' */
  readonly instanceType?: string;
  /** @default '3.8.x.kraft' */
  readonly kafkaVersion?: string;
  /** @default 'DEFAULT' */
  readonly monitoring?: string;
  /** @default 100 */
  readonly storageGib?: number;
  readonly topics?: readonly string[];
}

/** As DescribeClusterV2 and ListClustersV2 print it. Source: Amazon MSK API reference, Cluster. */
export function clusterBody(cluster: DescribedCluster) {
  const isServerless = cluster.type === 'serverless';
  return {
    activeOperationArn: null,
    clusterArn: cluster.arn,
    clusterName: cluster.name,
    clusterType: isServerless ? 'SERVERLESS' : 'PROVISIONED',
    creationTime: '2026-01-01T00:00:00.000Z',
    currentVersion: 'K1',
    state: cluster.state ?? 'ACTIVE',
    tags: cluster.tags ?? {},
    ...(isServerless ? { serverless: serverlessBody() } : { provisioned: provisionedBody(cluster) }),
  };
}

function serverlessBody() {
  return { vpcConfigs: [], clientAuthentication: { sasl: { iam: { enabled: true } } } };
}

function provisionedBody(cluster: DescribedCluster) {
  return {
    brokerNodeGroupInfo: {
      clientSubnets: ['subnet-00000001'],
      instanceType: cluster.instanceType ?? 'kafka.m7g.large',
      storageInfo: { ebsStorageInfo: { volumeSize: cluster.storageGib ?? 100 } },
    },
    clientAuthentication: { sasl: { iam: { enabled: false } } },
    currentBrokerSoftwareInfo: { kafkaVersion: cluster.kafkaVersion ?? '3.8.x.kraft' },
    enhancedMonitoring: cluster.monitoring ?? 'DEFAULT',
    numberOfBrokerNodes: cluster.brokers ?? 3,
    storageMode: 'LOCAL',
  };
}

/** The brokers as ListNodes prints them; none of a serverless cluster. */
export function nodeBodies({ type, arn, brokers = 3, instanceType = 'kafka.m7g.large' }: DescribedCluster) {
  if (type === 'serverless') return [];
  return Array.from({ length: brokers }, (_, i) => ({
    instanceType,
    nodeARN: `${arn.replace(':cluster/', ':broker/')}/${i + 1}`,
    nodeType: 'BROKER',
    brokerNodeInfo: { brokerId: i + 1, endpoints: [brokerHost(arn, i + 1)] },
  }));
}

/** Names that resolve nowhere: nobody here speaks Kafka. */
function brokerHost(arn: string, broker: number): string {
  return `b-${broker}.${arn.split('/')[1] ?? 'cluster'}.kafka.invalid`;
}

/** As GetBootstrapBrokers prints them. */
export function bootstrapBody({ arn, brokers = 3 }: DescribedCluster) {
  const hosts = Array.from({ length: brokers }, (_, i) => `${brokerHost(arn, i + 1)}:9094`);
  return { bootstrapBrokerStringTls: hosts.join(',') };
}

/** As ListTopics prints them. */
export function topicBodies({ arn, topics = [] }: DescribedCluster) {
  return topics.map((topicName) => ({
    topicName,
    topicArn: `${arn.replace(':cluster/', ':topic/')}/${topicName}`,
    partitionCount: 1,
    replicationFactor: 3,
    outOfSyncReplicaCount: 0,
  }));
}
