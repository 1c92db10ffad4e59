import type { Profile } from './rhythm.ts';

export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** Long-run mean at the start of the simulation. */
  readonly messagesPerSecond: number;
  readonly messageBytes: number;
  readonly retentionHours: number;
  readonly profile: Profile;
}

export interface GroupSpec {
  readonly name: string;
  readonly topics: readonly string[];
  readonly members: number;
}

/** Planned lifts of traffic: the first one some days after the start, and again every so many days. */
export interface CampaignPlan {
  readonly firstAfterDays: number;
  readonly everyDays: number;
  /** Hour of the day, UTC. */
  readonly startHour: number;
  readonly hours: number;
  /** Factor on the traffic of every topic that has a rhythm. */
  readonly lift: number;
}

export interface SimulationSpec {
  /** `account/region/name`. */
  readonly clusterId: string;
  readonly brokers: number;
  readonly topics: readonly TopicSpec[];
  readonly groups: readonly GroupSpec[];
  readonly seed: number;
  /** When the simulated time begins; whole steps. */
  readonly startMs: number;
  readonly stepMs: number;
  readonly campaigns: CampaignPlan | 'none';
}

export const defaultTopics: readonly TopicSpec[] = [
  topic('orders', 12, 600, 1800, 48, 'business'),
  topic('clicks', 24, 1800, 1050, 24, 'consumer'),
  topic('payments', 6, 360, 700, 72, 'business'),
  topic('inventory', 6, 300, 750, 72, 'business'),
  topic('shipments', 6, 240, 800, 72, 'business'),
  topic('audit', 3, 180, 1500, 96, 'steady'),
];

export const defaultGroups: readonly GroupSpec[] = [
  { name: 'billing', topics: ['orders', 'payments'], members: 6 },
  { name: 'fulfilment', topics: ['orders', 'inventory', 'shipments'], members: 6 },
  { name: 'fraud', topics: ['payments'], members: 3 },
  { name: 'analytics', topics: ['clicks', 'orders'], members: 8 },
  { name: 'recommendations', topics: ['clicks'], members: 8 },
];

export const defaultCampaigns: CampaignPlan = {
  firstAfterDays: 10,
  everyDays: 28,
  startHour: 17,
  hours: 5,
  lift: 1.3,
};

function topic(
  name: string,
  partitions: number,
  messagesPerSecond: number,
  messageBytes: number,
  retentionHours: number,
  profile: Profile,
): TopicSpec {
  return { name, partitions, messagesPerSecond, messageBytes, retentionHours, profile };
}

/** What is wrong with the specification, one line each; empty when it can be simulated. */
export function specProblems(spec: SimulationSpec): readonly string[] {
  const names = spec.topics.map((one) => one.name);
  return [
    ...within('brokers', spec.brokers, 1, 60),
    ...(Number.isFinite(spec.startMs)
      ? []
      : [`startMs is ${spec.startMs}: give milliseconds since the epoch`]),
    ...(3_600_000 % spec.stepMs === 0 && spec.stepMs >= 10_000 && spec.stepMs <= 300_000
      ? []
      : [`stepMs is ${spec.stepMs}: give a divisor of an hour from 10000 to 300000`]),
    ...(names.length > 0 ? [] : ['topics is empty: give at least one']),
    ...repeated('topic', names),
    ...repeated(
      'group',
      spec.groups.map((group) => group.name),
    ),
    ...spec.topics.flatMap(topicProblems),
    ...spec.groups.flatMap((group) => groupProblems(group, names)),
  ];
}

function topicProblems(topic: TopicSpec): string[] {
  return [
    ...within(`partitions of topic ${topic.name}`, topic.partitions, 1, 1000),
    ...within(`retentionHours of topic ${topic.name}`, topic.retentionHours, 1, 8760),
    ...(topic.messagesPerSecond > 0 && topic.messageBytes > 0
      ? []
      : [`topic ${topic.name} has no traffic: give messagesPerSecond and messageBytes above 0`]),
  ];
}

function groupProblems(group: GroupSpec, topics: readonly string[]): string[] {
  return [
    ...within(`members of group ${group.name}`, group.members, 1, 1000),
    ...(group.topics.length > 0 ? [] : [`group ${group.name} reads no topic: name at least one`]),
    ...repeated(`topic of group ${group.name}`, group.topics),
    ...group.topics
      .filter((name) => !topics.includes(name))
      .map((name) => `group ${group.name} reads topic ${name}: there are ${topics.join(', ')}`),
  ];
}

function within(what: string, value: number, least: number, most: number): string[] {
  const isFine = Number.isInteger(value) && value >= least && value <= most;
  return isFine ? [] : [`${what} is ${value}: give a whole number from ${least} to ${most}`];
}

function repeated(what: string, names: readonly string[]): string[] {
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  return [...new Set(twice)].map((name) => `${what} ${name} is given twice: names are unique`);
}
