import { clusterNamed } from '../../../emulator/local-clusters.ts';
import { createWorld, type World } from '../../../emulator/story/world.ts';
import type { Tools } from '../harness/tools.ts';
import { bringUp, type Local } from './local.ts';

/** A cluster with a story that began some minutes ago. */
export interface RunningStory {
  /** Publishes all that is over and not published yet. @returns points sent */
  publish(): Promise<number>;
  /** From now on all is as if the story had never been. */
  end(): Promise<void>;
}

export interface Stage {
  readonly local: Local;
  /** On the cluster that is found by its tag: our own evaluation watches it. */
  readonly story: RunningStory;
}

const minuteMs = 60_000;
/** How long the stories are under way when they are first published. */
const begunMs = 6 * minuteMs;
const pastMs = 2 * 86_400_000;

export async function setUp(tools: Tools): Promise<Stage> {
  const startMs = Date.now();
  const local = await bringUp(tools);
  tools.log(`local:up took ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
  const story = await prepareStory(local, 'payments');
  await publishCalm(local, 'orders');
  return { local, story };
}

/** Publishes the past of a cluster where all is well. */
async function publishCalm(local: Local, cluster: string): Promise<void> {
  const nowMs = Date.now();
  const world = worldOf(local, cluster, nowMs);
  await world.publishPast(nowMs - pastMs, nowMs - 60 * minuteMs, 5 * minuteMs);
  await world.publishUntil(nowMs);
}

function worldOf({ clients, endpoints }: Local, cluster: string, toMs: number): World {
  return createWorld({
    cloudwatch: clients.cloudwatch,
    kafkaUrl: endpoints.kafka,
    startMs: toMs - pastMs,
    liveMs: Math.floor((toMs - 60 * minuteMs) / minuteMs) * minuteMs,
    clusters: [clusterNamed(cluster)],
  });
}

/** Publishes the past of a cluster up to where its story begins. */
async function prepareStory(local: Local, cluster: string): Promise<RunningStory> {
  const fromMs = Math.floor((Date.now() - begunMs) / minuteMs) * minuteMs;
  const world = worldOf(local, cluster, fromMs);
  await world.publishPast(fromMs - pastMs, fromMs - 60 * minuteMs, 5 * minuteMs);
  await world.publishUntil(fromMs);
  const played = world.play(cluster, 'consumer_stall', fromMs);
  if (played.kind === 'refused') throw new Error(played.reason);
  return {
    publish: () => world.publishUntil(Date.now()),
    end: async () => {
      await world.publishUntil(Date.now());
      world.endStory(cluster, Date.now());
    },
  };
}
