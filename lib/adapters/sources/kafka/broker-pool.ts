import BrokerConnection from 'kafkajs/src/broker/index.js';
import connectionPoolBuilder from 'kafkajs/src/cluster/connectionPoolBuilder.js';
import loggers from 'kafkajs/src/loggers/index.js';
import socketFactory from 'kafkajs/src/network/socketFactory.js';
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js';
import protocol from 'kafkajs/src/protocol/requests/index.js';
import { type KafkaSettings, type Server, serverText } from './options.ts';
import { saslConfig } from './sasl.ts';

export type Broker = KafkajsInternals.Broker;

/** Connections to the brokers of one cluster, each opened when first asked for and again after it broke. */
export interface BrokerPool {
  /** Any broker that answers: those known of the cluster first, then the bootstrap servers.
   *  @throws the failure of the last one tried */
  any(): Promise<Broker>;
  /** @throws when the broker is not known or cannot be reached */
  node(id: number): Promise<Broker>;
  /** What the cluster says of its brokers; connections to those that are gone are closed. */
  learn(nodes: readonly (Server & { readonly id: number })[]): Promise<void>;
  /** The brokers last learned of. */
  ids(): readonly number[];
  /** Host and port of a broker, in words when it is not known. */
  where(id: number): string;
  close(): Promise<void>;
}

/** Says nothing on the console: failures are problems of the answer. */
const quiet = loggers.createLogger({ level: 0, logCreator: () => () => {} });

export function createBrokerPool(settings: KafkaSettings): BrokerPool {
  const builder = connectionPoolBuilder({
    brokers: settings.brokers,
    ssl: settings.ssl,
    sasl: saslConfig(settings.sasl),
    clientId: settings.clientId,
    connectionTimeout: settings.connectTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    enforceRequestTimeout: true,
    socketFactory: socketFactory(),
    logger: quiet,
  });
  const open = new Map<string, Broker>();
  const nodes = new Map<number, Server>();

  async function at(server: Server): Promise<Broker> {
    const key = serverText(server);
    const known = open.get(key);
    const broker = known ?? newBroker(await builder.build({ host: server.host, port: server.port }));
    open.set(key, broker);
    if (!broker.isConnected()) await broker.connect();
    return broker;
  }

  async function any(): Promise<Broker> {
    let failure: unknown;
    for (const server of distinct([...nodes.values(), ...settings.servers])) {
      try {
        return await at(server);
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  async function node(id: number): Promise<Broker> {
    const server = nodes.get(id);
    if (server === undefined) throw new Error(`broker ${id} is not among the brokers that are up`);
    return at(server);
  }

  async function learn(found: readonly (Server & { readonly id: number })[]): Promise<void> {
    nodes.clear();
    for (const { id, host, port } of found) nodes.set(id, { host, port });
    const wanted = new Set([...nodes.values(), ...settings.servers].map(serverText));
    const gone = [...open].filter(([key]) => !wanted.has(key));
    for (const [key] of gone) open.delete(key);
    await Promise.all(gone.map(([, broker]) => broker.disconnect()));
  }

  async function close(): Promise<void> {
    const brokers = [...open.values()];
    open.clear();
    await Promise.all(brokers.map((broker) => broker.disconnect()));
  }

  const where = (id: number) => {
    const server = nodes.get(id);
    return server === undefined ? `broker ${id}` : serverText(server);
  };
  return { any, node, learn, ids: () => [...nodes.keys()], where, close };
}

function newBroker(connectionPool: KafkajsInternals.ConnectionPool): Broker {
  return new BrokerConnection({ connectionPool, logger: quiet, allowAutoTopicCreation: false });
}

function distinct(servers: readonly Server[]): Server[] {
  return [...new Map(servers.map((server) => [serverText(server), server])).values()];
}

/**
 * Sends one request by the newest version that both sides know.
 * @returns the decoded answer with its error codes in it: one bad partition does not spoil the rest
 */
export function ask(broker: Broker, api: string, args: unknown): Promise<unknown> {
  const call = broker.lookupRequest(apiKeys[api] ?? -1, protocol.requests[api])(args);
  return send(broker, call);
}

/** Sends a request of one's own making. */
export async function send(broker: Broker, call: KafkajsInternals.ProtocolCall): Promise<unknown> {
  const response = { ...call.response, parse: async (decoded: unknown) => decoded };
  try {
    return await broker.connectionPool.send({ ...call, response, logResponseError: false });
  } catch (error) {
    await broker.disconnect();
    throw error;
  }
}
