import { parseClusterArn } from '../../domain/arn.ts';
import { type Cluster, clusterId } from '../../domain/cluster.ts';
import type { ClusterConfig, EnvironmentConfig } from './schema.ts';

/** A checked environment file, with what follows from it. */
export interface Environment extends EnvironmentConfig {
  /** The file's name without its ending: `dev` of config/dev.yaml. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The clusters as the domain knows them, in the file's order. */
  readonly watched: readonly WatchedCluster[];
}

export type WatchedCluster = Cluster & { readonly arn: string };

/** The cluster as the domain knows it. @throws RangeError when the ARN is none */
export function watchedCluster(config: ClusterConfig): WatchedCluster {
  const parsed = parseClusterArn(config.arn);
  if (parsed.kind === 'wrong_arn') throw new RangeError(parsed.reason);
  const { account, region, name } = parsed.arn;
  const { type, metadata, monitoring, instanceType, storageGib, volumeMibPerSecond } = config;
  return {
    id: clusterId(account, region, name),
    account,
    region,
    name,
    arn: config.arn,
    type,
    monitoring,
    brokerIds: Array.from({ length: config.brokers ?? 0 }, (_, i) => String(i + 1)),
    tieredStorage: config.tieredStorage,
    iamAuth: config.iamAuth,
    ...(metadata && { metadata }),
    ...(instanceType && { instanceType }),
    ...(storageGib && { storageGib }),
    ...(volumeMibPerSecond && { volumeMibPerSecond }),
    ...(config.retentionHours && { retentionSeconds: config.retentionHours * 3600 }),
  };
}
