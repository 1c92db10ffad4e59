import type { WatchedCluster } from '../../../lib/infra/config/environment.ts';

const base = {
  account: '111122223333',
  region: 'eu-west-1',
  metadata: 'kraft',
  monitoring: 'PER_BROKER',
} as const;

/** A Standard cluster of three brokers. */
export const standardCluster: WatchedCluster = {
  ...base,
  id: '111122223333/eu-west-1/orders',
  arn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/orders/6357e0b2-0e6a-4b86-a0b4-70df934c2e31-5',
  name: 'orders',
  type: 'standard',
  instanceType: 'kafka.m7g.large',
  brokerIds: ['1', '2', '3'],
  storageGib: 400,
};

/** An Express cluster of two brokers. */
export const expressCluster: WatchedCluster = {
  ...base,
  id: '111122223333/eu-west-1/clicks',
  arn: 'arn:aws:kafka:eu-west-1:111122223333:cluster/clicks/9b1d5b64-7a53-4a8e-b5a4-6e0a5a0b1c22-9',
  name: 'clicks',
  type: 'express',
  instanceType: 'express.m7g.large',
  brokerIds: ['1', '2'],
  retentionSeconds: 3600,
};
