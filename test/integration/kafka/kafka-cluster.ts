import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePorts, lastLines, type Running } from '../harness/processes.ts';
import type { Tools } from '../harness/tools.ts';
import { until } from '../harness/wait.ts';
import type { KafkaJars } from './kafka-jars.ts';

/** A node that is broker and controller in one (KRaft). */
interface Node {
  readonly id: number;
  readonly kafkaPort: number;
  readonly controllerPort: number;
  readonly metricsPort: number;
  readonly securePort: number;
  readonly configFile: string;
  process?: Running;
}

export interface KafkaCluster {
  /** `host:port` of every broker. */
  readonly bootstrap: readonly string[];
  /** `host:port` of every broker where it wants TLS and a login, when it was started with a login. */
  readonly secureBootstrap: readonly string[];
  /** Exposition endpoints as `tidewatch watch --prometheus` takes them: `BROKER=URL`. */
  readonly metrics: readonly string[];
  /** Starts a node that is down, and waits until it serves. */
  start(id: number): Promise<void>;
  /** Ends a node in order. */
  stop(id: number): Promise<void>;
  /** Ends a node as a crash does. */
  kill(id: number): Promise<void>;
  /** Last words of the nodes. */
  words(): string;
}

export interface ClusterOptions {
  readonly name: string;
  readonly nodes: number;
  readonly jars: KafkaJars;
  /** Heap of one node, in MiB. @default 384 */
  readonly heapMib?: number;
  /** Adds a listener with TLS that takes this login by PLAIN and by SCRAM-SHA-512. */
  readonly login?: Login;
}

export interface Login {
  readonly username: string;
  readonly password: string;
  /** PKCS12, with the same password for the store and the key in it. */
  readonly keyStore: string;
  readonly keyStorePassword: string;
}

/** Starts a real Kafka cluster on loopback, each node with the JMX exporter and the slim rules. */
export async function startKafkaCluster(tools: Tools, options: ClusterOptions): Promise<KafkaCluster> {
  const { name, jars, heapMib = 384 } = options;
  const nodes = await layOut(tools, options);
  const java = ['-cp', `${jars.dir}/*`];
  const clusterId = (await tools.run('java', [...java, 'kafka.tools.StorageTool', 'random-uuid']))
    .trim()
    .split('\n')
    .at(-1);
  const { login } = options;
  const scram = login && ['--add-scram', `SCRAM-SHA-512=[name=${login.username},password=${login.password}]`];
  const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId ?? '', ...(scram ?? [])];
  await Promise.all(nodes.map((node) => tools.run('java', [...format, '-c', node.configFile])));

  const rules = join(tools.rootDir, 'examples', 'jmx', 'kafka-slim.yml');
  async function start(id: number): Promise<void> {
    const node = nodeOf(nodes, id);
    const agent = `-javaagent:${jars.agent}=127.0.0.1:${node.metricsPort}:${rules}`;
    const heap = ['-Xms128m', `-Xmx${heapMib}m`];
    const args = [...heap, agent, ...java, 'kafka.Kafka', node.configFile];
    node.process = tools.start(`${name} node ${id}`, 'java', args);
    await isServing(node);
  }

  await Promise.all(nodes.map(({ id }) => start(id)));
  return {
    bootstrap: nodes.map(({ kafkaPort }) => `127.0.0.1:${kafkaPort}`),
    secureBootstrap: nodes.map(({ securePort }) => `127.0.0.1:${securePort}`),
    metrics: nodes.map(({ id, metricsPort }) => `${id}=http://127.0.0.1:${metricsPort}/metrics`),
    start,
    stop: async (id) => nodeOf(nodes, id).process?.stop('SIGTERM', 30_000),
    kill: async (id) => nodeOf(nodes, id).process?.stop('SIGKILL'),
    words: () => nodes.map(wordsOf).join('\n'),
  };
}

async function layOut(tools: Tools, options: ClusterOptions): Promise<readonly Node[]> {
  const count = options.nodes;
  const ports = await freePorts(4 * count);
  const nodes = Array.from({ length: count }, (_, i): Node => {
    const [kafkaPort = 0, controllerPort = 0, metricsPort = 0, securePort = 0] = ports.slice(
      4 * i,
      4 * i + 4,
    );
    const id = i + 1;
    const configFile = join(tools.workDir, `${options.name}-${id}`, 'server.properties');
    return { id, kafkaPort, controllerPort, metricsPort, securePort, configFile };
  });
  for (const node of nodes) {
    await mkdir(join(node.configFile, '..'), { recursive: true });
    await writeFile(node.configFile, `${configOf(node, nodes, options.login).join('\n')}\n`);
  }
  return nodes;
}

function configOf(node: Node, nodes: readonly Node[], login: Login | undefined): readonly string[] {
  const replicas = Math.min(3, nodes.length);
  const minIsr = replicas > 1 ? 2 : 1;
  const voters = nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`);
  return [
    'process.roles=broker,controller',
    `node.id=${node.id}`,
    `controller.quorum.voters=${voters.join(',')}`,
    `listeners=PLAINTEXT://127.0.0.1:${node.kafkaPort},CONTROLLER://127.0.0.1:${node.controllerPort}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${node.kafkaPort}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
    'controller.listener.names=CONTROLLER',
    `log.dirs=${join(node.configFile, '..', 'data')}`,
    `offsets.topic.replication.factor=${replicas}`,
    'offsets.topic.num.partitions=5',
    `transaction.state.log.replication.factor=${replicas}`,
    `transaction.state.log.min.isr=${minIsr}`,
    `share.coordinator.state.topic.replication.factor=${replicas}`,
    `share.coordinator.state.topic.min.isr=${minIsr}`,
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    ...(login ? secureConfig(node, login) : []),
  ];
}

/** Of a key that is there twice, the later line counts. */
function secureConfig({ kafkaPort, controllerPort, securePort }: Node, login: Login): readonly string[] {
  const { username, password, keyStore, keyStorePassword } = login;
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const open = `PLAINTEXT://127.0.0.1:${kafkaPort},SASL_SSL://127.0.0.1:${securePort}`;
  return [
    `listeners=${open},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=${open}`,
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL',
    'ssl.keystore.type=PKCS12',
    `ssl.keystore.location=${keyStore}`,
    `ssl.keystore.password=${keyStorePassword}`,
    'sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-512',
    `listener.name.sasl_ssl.plain.sasl.jaas.config=${plain} user_${username}="${password}";`,
    'listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;',
  ];
}

function nodeOf(nodes: readonly Node[], id: number): Node {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) throw new RangeError(`node ${id}: there are ${nodes.length}`);
  return node;
}

async function isServing(node: Node): Promise<void> {
  const isUp = () => node.process?.output().includes('Kafka Server started') === true;
  await until(`Kafka node ${node.id} to serve`, () => isUp() || !node.process?.isRunning(), {
    limitMs: 90_000,
    seen: () => wordsOf(node),
  });
  if (!isUp()) throw new Error(`Kafka ended at once; ${wordsOf(node)}`);
}

function wordsOf({ id, process }: Node): string {
  return `node ${id} said:\n${lastLines(process?.output() ?? '', 12)}`;
}
