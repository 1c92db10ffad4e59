import { type Cluster, clusterId } from '../../../domain/cluster.ts';
import {
  type CampaignPlan,
  createSimulation,
  defaultCampaigns,
  defaultGroups,
  defaultTopics,
  type GroupSpec,
  type PlayResult,
  type Simulation,
  type SimulationSpec,
  specProblems,
  stories,
  type TopicSpec,
} from '../../../domain/simulation/index.ts';
import type { Clock } from '../../../ports/clock.ts';
import { ConfigError } from '../../../ports/errors.ts';
import type { MetricSource } from '../../../ports/metric-source.ts';
import { readPoints } from './read-points.ts';

export interface SimulatorOptions {
  /** Where simulated time begins: nothing is there before it. */
  readonly startMs: number;
  /** Nothing is told of the time after it. */
  readonly clock: Clock;
  /** @default 1 */
  readonly seed?: number;
  /** @default 3 */
  readonly brokers?: number;
  /** @default six topics of a shop */
  readonly topics?: readonly TopicSpec[];
  /** @default five groups on them */
  readonly groups?: readonly GroupSpec[];
  /** Planned lifts of traffic. @default by 1.3 for five hours, on the 10th day and every 28 days from then */
  readonly campaigns?: CampaignPlan | 'none';
  /** Distance of points, a divisor of an hour from 10 s to 5 minutes. @default 60000 */
  readonly stepMs?: number;
  /** @default 'orders' */
  readonly clusterName?: string;
}

export interface SimulatorSource extends MetricSource {
  /** Plays a story from a time on that has not been read yet, so that no value already told changes. */
  playStory(id: string, atMs: number): PlayResult;
  stories(): readonly { readonly id: string; readonly title: string }[];
}

/**
 * A simulated Kafka cluster as a metric source: see README.md. A point is told once the clock has passed
 * it, and one of a coarser `stepMs` once the clock has passed the end of its step.
 * @throws ConfigError when the options cannot be simulated, with every problem of them
 */
export function createSimulatorSource(options: SimulatorOptions): SimulatorSource {
  const spec = specOf(options);
  const problems = specProblems(spec);
  if (problems.length > 0) throw new ConfigError(problems.map((problem) => `simulator: ${problem}`));
  const simulation = createSimulation(spec);
  return {
    id: 'simulator',
    hasHistory: true,
    discover: async (nowMs) => ({
      clusters: [describe(simulation, nowMs)],
      series: simulation.series,
      problems: [],
    }),
    read: async (request) => ({
      samples: readPoints(simulation, request, options.clock.nowMs()),
      problems: [],
    }),
    close: async () => {},
    playStory: (id, atMs) => simulation.timeline.play(id, atMs, simulation.nextMs()),
    stories: () => stories.map(({ id, title }) => ({ id, title })),
  };
}

function specOf(options: SimulatorOptions): SimulationSpec {
  return {
    clusterId: clusterId('local', 'local', options.clusterName ?? 'orders'),
    brokers: options.brokers ?? 3,
    topics: options.topics ?? defaultTopics,
    groups: options.groups ?? defaultGroups,
    seed: options.seed ?? 1,
    startMs: options.startMs,
    stepMs: options.stepMs ?? 60_000,
    campaigns: options.campaigns ?? defaultCampaigns,
  };
}

/** The cluster as MSK would tell of it, so that the rules for Standard brokers apply to it. */
function describe({ model, timeline }: Simulation, nowMs: number): Cluster {
  const [account = '', region = '', name = ''] = model.spec.clusterId.split('/');
  return {
    id: model.spec.clusterId,
    name,
    account,
    region,
    type: 'standard',
    metadata: 'kraft',
    monitoring: 'PER_TOPIC_PER_PARTITION',
    state: timeline.clusterStateAt(nowMs),
    kafkaVersion: '3.8.x',
    instanceType: 'kafka.m7g.large',
    brokerIds: model.brokers.map((broker) => String(broker + 1)),
    storageGib: model.storageBytes / 1_073_741_824,
    volumeMibPerSecond: 250,
    tieredStorage: false,
    iamAuth: false,
    retentionSeconds: 3600 * Math.max(...model.topics.map((topic) => topic.spec.retentionHours)),
  };
}
