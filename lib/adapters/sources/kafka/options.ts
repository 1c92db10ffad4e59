import type { ConnectionOptions } from 'node:tls';
import type { ResetPolicy } from '../../../domain/lag/partition-lag.ts';
import type { Clock } from '../../../ports/clock.ts';
import { ConfigError } from '../../../ports/errors.ts';
import type { ClusterReader } from './reader.ts';

/** How clients prove who they are. */
export type KafkaSasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  /** MSK IAM: a signed token from the default AWS credentials, sent as OAUTHBEARER. TLS is always used with it. */
  | { readonly mechanism: 'aws'; readonly region: string };

export interface NameFilter {
  /** Only names that match. @default every name */
  readonly include?: RegExp;
  /** None of those that match. @default topics whose name begins with two underscores; no group */
  readonly exclude?: RegExp;
}

export interface KafkaSourceOptions {
  /** Bootstrap servers, `host:port` (`[::1]:9092` for IPv6). Any one that answers will do. */
  readonly brokers: readonly string[];
  readonly clock: Clock;
  /** The name in the cluster's id `local/local/NAME`. @default the first broker's host and port, `host_port` */
  readonly clusterName?: string;
  /** The whole id instead, where the cluster is known by another one already. @default `local/local/NAME` */
  readonly clusterId?: string;
  /** What the brokers' logs and quotas know this client by. @default 'tidewatch' */
  readonly clientId?: string;
  /** TLS: `true` for the system's authorities, or Node's TLS options. @default false; true with MSK IAM */
  readonly ssl?: boolean | ConnectionOptions;
  /** @default no authentication */
  readonly sasl?: KafkaSasl;
  readonly topics?: NameFilter;
  readonly groups?: NameFilter;
  /** Where a group starts that has never committed to a partition of a topic it reads. @default 'earliest' */
  readonly neverCommitted?: ResetPolicy;
  /** Whether lag is also given by partition. @default true */
  readonly partitionSeries?: boolean;
  /** Most partitions of groups to give lag by partition for; the rest is a problem. @default 2000 */
  readonly maxGroupPartitions?: number;
  /** How long a connection may take to open, in milliseconds. @default 3000 */
  readonly connectTimeoutMs?: number;
  /** How long an answer may take, in milliseconds. @default 10000 */
  readonly requestTimeoutMs?: number;
  /** Opens the way to the cluster. @default over the network */
  readonly connect?: (settings: KafkaSettings) => ClusterReader;
}

/** The options with their defaults, checked. */
export interface KafkaSettings
  extends Required<Omit<KafkaSourceOptions, 'sasl' | 'topics' | 'groups' | 'connect'>> {
  readonly servers: readonly Server[];
  readonly sasl?: KafkaSasl;
  readonly isTopicWanted: (name: string) => boolean;
  readonly isGroupWanted: (name: string) => boolean;
}

export interface Server {
  readonly host: string;
  readonly port: number;
}

const internalTopics = /^__/;

/** The settings of the options. @throws ConfigError naming every option that cannot work */
export function settingsOf(options: KafkaSourceOptions): KafkaSettings {
  const servers = options.brokers.map(parseServer);
  const problems = [...problemsOf(options), ...serverProblems(options.brokers, servers)];
  if (problems.length > 0) throw new ConfigError(problems);
  const { sasl, topics, groups } = options;
  const known = servers.filter((server) => server !== undefined);
  const clusterName = options.clusterName ?? defaultName(known);
  return {
    brokers: options.brokers,
    servers: known,
    clock: options.clock,
    clusterName,
    clusterId: options.clusterId ?? `local/local/${clusterName}`,
    clientId: options.clientId ?? 'tidewatch',
    ssl: options.ssl || sasl?.mechanism === 'aws' ? options.ssl || true : false,
    ...(sasl && { sasl }),
    isTopicWanted: nameFilter({ exclude: internalTopics, ...topics }),
    isGroupWanted: nameFilter(groups ?? {}),
    neverCommitted: options.neverCommitted ?? 'earliest',
    partitionSeries: options.partitionSeries ?? true,
    maxGroupPartitions: options.maxGroupPartitions ?? 2000,
    connectTimeoutMs: options.connectTimeoutMs ?? 3000,
    requestTimeoutMs: options.requestTimeoutMs ?? 10_000,
  };
}

/** The server of `host:port` or `[ipv6]:port`, or `undefined` when the text is none. */
export function parseServer(text: string): Server | undefined {
  const [, ipv6, name, digits] = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = ipv6 ?? name;
  const port = Number(digits);
  return host !== undefined && port >= 1 && port <= 65535 ? { host, port } : undefined;
}

export function serverText({ host, port }: Server): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function defaultName(servers: readonly Server[]): string {
  const first = servers[0];
  return first === undefined ? 'kafka' : `${first.host}_${first.port}`;
}

function serverProblems(texts: readonly string[], servers: readonly (Server | undefined)[]): string[] {
  if (texts.length === 0) return ['kafka brokers: got none, need at least one host:port'];
  return texts
    .filter((_, i) => servers[i] === undefined)
    .map(
      (text) =>
        `kafka broker ${JSON.stringify(withoutLogin(text))}: not a host:port such as b-1.example.com:9092`,
    );
}

/** Someone who pastes a URL with a login must not find it in a log. */
function withoutLogin(text: string): string {
  return text.replace(/[^/]*@/, '…@');
}

function problemsOf(options: KafkaSourceOptions): string[] {
  const { sasl, clusterName, clusterId, ssl } = options;
  const problems: string[] = [];
  if (clusterName !== undefined && !/^[^\s/]+$/.test(clusterName)) {
    problems.push(`kafka cluster name ${JSON.stringify(clusterName)}: must have no slash and no blank`);
  }
  if (clusterId !== undefined && !/^[^\s/]+\/[^\s/]+\/[^\s/]+$/.test(clusterId)) {
    problems.push(`kafka cluster id ${JSON.stringify(clusterId)}: must be account/region/name`);
  }
  if (sasl?.mechanism === 'aws' && ssl === false) {
    problems.push('kafka sasl aws: needs TLS, remove ssl: false');
  }
  if (sasl?.mechanism === 'aws' && !/^[a-z]{2}(-[a-z]+)+-\d$/.test(sasl.region)) {
    problems.push(`kafka sasl aws region ${JSON.stringify(sasl.region)}: must be a region such as eu-west-1`);
  }
  if (sasl && sasl.mechanism !== 'aws' && (sasl.username === '' || sasl.password === '')) {
    problems.push(`kafka sasl ${sasl.mechanism}: username and password must not be empty`);
  }
  for (const name of ['maxGroupPartitions', 'connectTimeoutMs', 'requestTimeoutMs'] as const) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      problems.push(`kafka ${name}: got ${value}, must be a whole number above 0`);
    }
  }
  return problems;
}

function nameFilter({ include, exclude }: NameFilter): (name: string) => boolean {
  return (name) => matches(include, name, true) && !matches(exclude, name, false);
}

/** `search` and not `test`: an expression with the flag `g` or `y` must not remember its last match. */
function matches(pattern: RegExp | undefined, name: string, otherwise: boolean): boolean {
  return pattern === undefined ? otherwise : name.search(pattern) >= 0;
}
