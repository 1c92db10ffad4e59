import type { Signal } from '../signal.ts';
import { connectionSignals } from './connections.ts';
import { cpuSignals } from './cpu.ts';
import { customSignals } from './custom.ts';
import { diskSignals } from './disk.ts';
import { expressSignals } from './express.ts';
import { forecastSignals } from './forecasts.ts';
import { groupSignals } from './groups.ts';
import { lagSignals } from './lag.ts';
import { latencySignals } from './latency.ts';
import { memorySignals } from './memory.ts';
import { networkSignals } from './network.ts';
import { replicationSignals } from './replication.ts';
import { throttlingSignals } from './throttling.ts';
import { tieredStorageSignals } from './tiered-storage.ts';
import { trafficSignals } from './traffic.ts';
import { volumeSignals } from './volume.ts';
import { zookeeperSignals } from './zookeeper.ts';

/** The signals by theme, in the order in which a reader looks for them. */
export const signalThemes: readonly { readonly title: string; readonly signals: readonly Signal[] }[] = [
  { title: 'Traffic', signals: trafficSignals },
  { title: 'Consumer lag', signals: lagSignals },
  { title: 'Consumer groups', signals: groupSignals },
  { title: 'Replication and membership', signals: replicationSignals },
  { title: 'Latency and threads', signals: latencySignals },
  { title: 'CPU', signals: cpuSignals },
  { title: 'Memory', signals: memorySignals },
  { title: 'Disks', signals: diskSignals },
  { title: 'Data volume', signals: volumeSignals },
  { title: 'Network', signals: networkSignals },
  { title: 'Connections', signals: connectionSignals },
  { title: 'Throttling', signals: throttlingSignals },
  { title: 'Express', signals: expressSignals },
  { title: 'Tiered storage', signals: tieredStorageSignals },
  { title: 'ZooKeeper', signals: zookeeperSignals },
  { title: 'Files', signals: customSignals },
  { title: 'Tidewatch', signals: forecastSignals },
];

/** Every signal that Tidewatch knows. */
export const signals: readonly Signal[] = signalThemes.flatMap((theme) => theme.signals);

const byId: ReadonlyMap<string, Signal> = new Map(signals.map((signal) => [signal.id, signal]));

export function signalById(id: string): Signal | undefined {
  return byId.get(id);
}
