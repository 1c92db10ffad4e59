import { type BrokerPool, createBrokerPool } from './broker-pool.ts';
import { committed, describe, groups } from './group-questions.ts';
import { configs, topology, watermarks } from './log-questions.ts';
import type { KafkaSettings } from './options.ts';
import type { ClusterReader } from './reader.ts';

/** A reader of a real cluster over the network. It connects with the first question. */
export function createKafkaReader(
  settings: KafkaSettings,
  pool: BrokerPool = createBrokerPool(settings),
): ClusterReader {
  const context = { pool, settings };
  return {
    topology: () => topology(context),
    groups: () => groups(context),
    describe: (listed) => describe(context, listed),
    committed: (group) => committed(context, group),
    watermarks: (partitions) => watermarks(context, partitions),
    configs: (resources, names) => configs(context, resources, names),
    close: () => pool.close(),
  };
}
