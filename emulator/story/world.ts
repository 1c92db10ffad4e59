import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { PlayResult } from '../../lib/domain/simulation/index.ts';
import {
  clusters as allClusters,
  describedCluster,
  domainCluster,
  type LocalCluster,
} from '../local-clusters.ts';
import { createLiveCluster } from './live-cluster.ts';
import { publish } from './publisher.ts';

/** All simulated clusters, published as MSK publishes its own. */
export interface World {
  /** Publishes all that is over by then and not published yet. @returns datums sent */
  publishUntil(nowMs: number): Promise<number>;
  /** Publishes the past in coarser steps, for models to learn from. @returns datums sent */
  publishPast(fromMs: number, toMs: number, stepMs: number): Promise<number>;
  play(cluster: string, story: string, atMs: number): PlayResult;
  endStory(cluster: string, atMs: number): void;
}

export interface WorldOptions {
  readonly cloudwatch: Pick<CloudWatchClient, 'send'>;
  /** Address of the MSK stub, which is told the clusters' states. */
  readonly kafkaUrl: string;
  /** From when on there are points. */
  readonly startMs: number;
  /** From when on points come minute by minute; whole minutes. */
  readonly liveMs: number;
  /** @default all of the local environment */
  readonly clusters?: readonly LocalCluster[];
}

const minuteMs = 60_000;

export function createWorld(options: WorldOptions): World {
  const { cloudwatch, kafkaUrl, startMs, liveMs, clusters = allClusters } = options;
  const pairs = clusters.map((local) => ({ local, live: createLiveCluster(local, startMs) }));
  let publishedMs = liveMs;
  let states = '';

  async function send(fromMs: number, toMs: number, stepMs: number): Promise<number> {
    let count = 0;
    for (const { local, live } of pairs)
      count += await publish(cloudwatch, domainCluster(local), live.samples(fromMs, toMs, stepMs));
    return count;
  }

  /** Tells the stub in what state the clusters are, when that has changed. */
  async function tellStates(nowMs: number): Promise<void> {
    const described = pairs.map(({ local, live }) => ({
      ...describedCluster(local),
      state: live.stateAt(nowMs),
    }));
    const body = JSON.stringify(described);
    if (body === states) return;
    await fetch(`${kafkaUrl}/control/clusters`, { method: 'POST', body });
    states = body;
  }

  const liveNamed = (name: string) => {
    const found = pairs.find(({ local }: { readonly local: LocalCluster }) => local.name === name);
    if (found) return found.live;
    throw new RangeError(`no cluster "${name}"; there are: ${clusters.map((one) => one.name).join(', ')}`);
  };

  return {
    async publishUntil(nowMs) {
      const toMs = Math.floor(nowMs / minuteMs) * minuteMs;
      await tellStates(nowMs);
      if (toMs <= publishedMs) return 0;
      const count = await send(publishedMs, toMs, minuteMs);
      publishedMs = toMs;
      return count;
    },
    publishPast: send,
    play: (cluster, story, atMs) => liveNamed(cluster).play(story, atMs),
    endStory: (cluster, atMs) => liveNamed(cluster).endStory(atMs),
  };
}
