import { type Duration, Stack } from 'aws-cdk-lib';
import type { CfnCluster } from 'aws-cdk-lib/aws-msk';
import type { Construct } from 'constructs';
import { type MonitoringLevel, monitoringLevels } from '../domain/cluster.ts';
import { type WatchedCluster, watchedCluster } from './config/environment.ts';

/** A cluster to watch and the facts that decide which metrics, rules and limits it has. */
export interface MonitoredCluster {
  /** ARN of an existing cluster, or of one of this app together with its name. */
  readonly arn: string;
  /** Needed where the ARN is known only at deploy. @default - the name in the ARN */
  readonly name?: string;
  /** @default 'standard' */
  readonly type?: 'standard' | 'express' | 'serverless';
  /** How many brokers. @default - none, as a serverless cluster has */
  readonly brokers?: number;
  /** `kafka.m7g.large`, `express.m7g.xlarge` … @default - unknown: rules whose limit follows from it are left out */
  readonly instanceType?: string;
  /** @default - unknown: rules that need it are left out */
  readonly metadata?: 'kraft' | 'zookeeper';
  /** MSK's enhanced monitoring level. @default 'DEFAULT' */
  readonly monitoring?: MonitoringLevel;
  /** Storage of one broker, in GiB. @default - unknown */
  readonly storageGib?: number;
  /** Provisioned throughput of one broker's volume, in MiB/s. @default - unknown */
  readonly volumeMibPerSecond?: number;
  /** @default false */
  readonly tieredStorage?: boolean;
  /** Whether clients authenticate by IAM. @default false */
  readonly iamAuth?: boolean;
  /** Longest retention of a topic. @default - unknown */
  readonly topicRetention?: Duration;
  /** Whether brokers' open monitoring is scraped from `network`. @default false */
  readonly openMonitoring?: boolean;
}

/** What is known at synth of a cluster that this app creates; what is a token there stays unknown. */
export function monitoredCfnCluster(cluster: CfnCluster): MonitoredCluster {
  const nodes = plain<CfnCluster.BrokerNodeGroupInfoProperty>(cluster.brokerNodeGroupInfo);
  const storage = plain<CfnCluster.StorageInfoProperty>(nodes?.storageInfo);
  const volume = plain<CfnCluster.EBSStorageInfoProperty>(storage?.ebsStorageInfo);
  const throughput = plain<CfnCluster.ProvisionedThroughputProperty>(volume?.provisionedThroughput);
  const login = plain<CfnCluster.ClientAuthenticationProperty>(cluster.clientAuthentication);
  const sasl = plain<CfnCluster.SaslProperty>(login?.sasl);
  const iam = plain<CfnCluster.IamProperty>(sasl?.iam);
  const monitoring = monitoringLevels.find((level) => level === cluster.enhancedMonitoring);
  const version = cluster.kafkaVersion;
  return {
    arn: cluster.attrArn,
    name: cluster.clusterName,
    type: nodes?.instanceType.startsWith('express.') ? 'express' : 'standard',
    brokers: cluster.numberOfBrokerNodes,
    ...(nodes && { instanceType: nodes.instanceType }),
    ...(version.includes('kraft') && { metadata: 'kraft' as const }),
    ...(monitoring && { monitoring }),
    ...(volume?.volumeSize && { storageGib: volume.volumeSize }),
    ...(throughput?.enabled === true &&
      throughput.volumeThroughput && { volumeMibPerSecond: throughput.volumeThroughput }),
    tieredStorage: cluster.storageMode === 'TIERED',
    iamAuth: iam?.enabled === true,
  };
}

/** The cluster as the domain knows it. @throws RangeError when the ARN is none */
export function watchedIn(scope: Construct, cluster: MonitoredCluster): WatchedCluster {
  const { topicRetention, name, openMonitoring = false, ...rest } = cluster;
  const config = {
    type: 'standard' as const,
    monitoring: 'DEFAULT' as const,
    tieredStorage: false,
    iamAuth: false,
    ...rest,
    openMonitoring,
    ...(topicRetention && { retentionHours: topicRetention.toHours() }),
  };
  return name === undefined
    ? watchedCluster(config)
    : watchedCluster(config, { account: Stack.of(scope).account, region: Stack.of(scope).region, name });
}

/** The property where it is known at synth. */
function plain<T>(value: unknown): T | undefined {
  return typeof value === 'object' && value !== null && !('resolve' in value) ? (value as T) : undefined;
}
