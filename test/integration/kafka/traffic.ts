import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { Tools } from '../harness/tools.ts';

/** Producers and consumers of one cluster. */
export interface Traffic {
  createTopic(topic: string, partitions: number, replicas?: number): Promise<void>;
  /** Writes messages, spread over the partitions, until the suite ends or it is stopped. */
  produce(topic: string, messagesPerSecond: number): Promise<Client>;
  /** Writes a number of messages at once. */
  send(topic: string, count: number): Promise<void>;
  /** Joins the group and reads from the beginning, committing as it goes. */
  consume(group: string, topic: string): Promise<Client>;
}

export interface Client {
  stop(): Promise<void>;
}

export function createTraffic(tools: Tools, brokers: readonly string[]): Traffic {
  const retry = { retries: 20, initialRetryTime: 200, maxRetryTime: 2000 };
  const kafka = new Kafka({ clientId: 'traffic', brokers: [...brokers], logLevel: logLevel.NOTHING, retry });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  const connected = producer.connect();
  tools.onEnd(() => producer.disconnect());

  const send = async (topic: string, count: number) => {
    await connected;
    const messages = Array.from({ length: count }, () => ({ value: 'one message of a test' }));
    await producer.send({ topic, messages, acks: 1 });
  };

  return {
    send,
    async createTopic(topic, partitions, replicas = 1) {
      const admin = kafka.admin();
      await admin.connect();
      await admin.createTopics({
        topics: [{ topic, numPartitions: partitions, replicationFactor: replicas }],
        waitForLeaders: true,
      });
      await admin.disconnect();
    },
    async produce(topic, messagesPerSecond) {
      const client = loop(500, () => send(topic, Math.ceil(messagesPerSecond / 2)));
      tools.onEnd(client.stop);
      return client;
    },
    async consume(groupId, topic) {
      const consumer = kafka.consumer({ groupId, sessionTimeout: 10_000, maxWaitTimeInMs: 500 });
      await consumer.connect();
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({ autoCommitInterval: 500, eachMessage: async () => {} });
      let isStopped = false;
      const stop = async () => {
        if (isStopped) return;
        isStopped = true;
        await consumer.disconnect();
      };
      tools.onEnd(stop);
      return { stop };
    },
  };
}

/** Does it again and again. A failure is no end: brokers go down in these tests, and producers go on trying. */
function loop(everyMs: number, act: () => Promise<void>): Client {
  let isStopped = false;
  const ended = (async () => {
    while (!isStopped) {
      await act().catch(() => undefined);
      await sleep(everyMs);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await Promise.race([ended, sleep(5000)]);
    },
  };
}
