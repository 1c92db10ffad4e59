import type { Tools } from '../harness/tools.ts';

/** Pinned, so that a run means the same next year. */
const kafkaVersion = '4.4.0';
const agentVersion = '1.0.1';

export interface KafkaJars {
  readonly dir: string;
  /** The JMX exporter, for `-javaagent`. */
  readonly agent: string;
}

/** Installs Apache Kafka and the JMX exporter from Maven Central. Kafka brings no logger, hence slf4j-simple. */
export async function installKafka({ install }: Tools): Promise<KafkaJars> {
  await install.apt('java', 'default-jre-headless');
  await install.apt('mvn', 'maven');
  const dir = await install.maven(
    `kafka-${kafkaVersion}`,
    `org.apache.kafka:kafka_2.13:${kafkaVersion}`,
    `io.prometheus.jmx:jmx_prometheus_javaagent:${agentVersion}`,
    'org.slf4j:slf4j-simple:1.7.36',
  );
  return { dir, agent: `${dir}/jmx_prometheus_javaagent-${agentVersion}.jar` };
}
