import { parseClusterArn } from '../../domain/arn.ts';
import { type Cluster, clusterId } from '../../domain/cluster.ts';
import { type Place, placeKey } from '../../domain/place.ts';
import type { ClusterConfig, EnvironmentConfig } from './schema/index.ts';

/** A checked environment file, with what follows from it. */
export interface Environment extends EnvironmentConfig {
  /** The file's name without its ending: `dev` of config/dev.yaml. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  /** The clusters as the domain knows them, in the file's order. */
  readonly watched: readonly WatchedCluster[];
}

export type WatchedCluster = Cluster & {
  readonly arn: string;
  /** It is scraped in its VPC. */
  readonly openMonitoring?: true;
};

/** Where clusters are, or are looked for, besides the environment's own account and region; each once. */
export function otherPlaces({
  account,
  region,
  watched,
  select,
}: Pick<Environment, 'account' | 'region' | 'watched' | 'select'>): readonly Place[] {
  const selected = select.flatMap(({ accounts = [account], regions = [region] }) =>
    accounts.flatMap((one) => regions.map((where) => ({ account: one, region: where }))),
  );
  const places = new Map(
    [...watched, ...selected].map((one): [string, Place] => [
      placeKey(one),
      { account: one.account, region: one.region },
    ]),
  );
  places.delete(placeKey({ account, region }));
  return [...places.values()];
}

/**
 * The cluster as the domain knows it.
 * @param place where it is and what it is called. @default what its ARN says
 * @throws RangeError when the ARN is none
 */
export function watchedCluster(
  config: ClusterConfig,
  place: Place & { readonly name: string } = placeOf(config.arn),
): WatchedCluster {
  const { account, region, name } = place;
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
    ...(config.openMonitoring && { openMonitoring: true as const }),
    ...(config.retentionHours && { retentionSeconds: config.retentionHours * 3600 }),
  };
}

function placeOf(text: string): Place & { readonly name: string } {
  const parsed = parseClusterArn(text);
  if (parsed.kind === 'wrong_arn') throw new RangeError(parsed.reason);
  return parsed.arn;
}
