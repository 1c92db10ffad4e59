import { join } from 'node:path';
import type { IntegrationTest } from '../harness/define-suite.ts';
import { type PagerDutySink, startPagerDutySink } from '../harness/pagerduty-sink.ts';
import { ensureBuilt, rulesFile, startTidewatch, type Tidewatch } from '../harness/tidewatch.ts';
import type { Tools } from '../harness/tools.ts';
import { staysTrue, until } from '../harness/wait.ts';
import { type KafkaCluster, startKafkaCluster } from './kafka-cluster.ts';
import { installKafka, type KafkaJars } from './kafka-jars.ts';
import { findings, findingWords, largest } from './points.ts';
import { quickRules } from './quick-rules.ts';
import { type Client, createTraffic, type Traffic } from './traffic.ts';

/** One broker with traffic and a group, watched by JMX and the Kafka protocol, paging a sink. */
export interface OneBroker {
  readonly tools: Tools;
  readonly jars: KafkaJars;
  readonly kafka: KafkaCluster;
  readonly traffic: Traffic;
  readonly sink: PagerDutySink;
  readonly tidewatch: Tidewatch;
  consumer: Client;
}

const topic = 'orders';
const group = 'billing';
const lagRule = 'consumer_lag_partition';
const silentRule = 'consumer_lag_vanished';

/** The catalogue's rules, quick enough for a test: what they say stays theirs. */
const changes = {
  [lagRule]: { limit: 100, recoveryLimit: 50, periodMs: 2000, periods: 2, breaching: 2, recoveryMs: 4000 },
  [silentRule]: { silentMs: 90_000, periodMs: 2000, recoveryMs: 4000 },
  broker_unreachable: { periodMs: 2000, periods: 3, breaching: 3, recoveryMs: 4000 },
};

export async function setUpOneBroker(tools: Tools): Promise<OneBroker> {
  const jars = await installKafka(tools);
  await ensureBuilt(tools);
  const kafka = await startKafkaCluster(tools, { name: 'one', nodes: 1, jars });
  const traffic = createTraffic(tools, kafka.bootstrap);
  await traffic.createTopic(topic, 3);
  await traffic.produce(topic, 60);
  const consumer = await traffic.consume(group, topic);
  const sink = await startPagerDutySink(tools);
  const rules = await rulesFile(tools, 'one-broker', quickRules(changes));
  const tidewatch = await startTidewatch(
    tools,
    watchArgs(tools, { kafka, sink, rules, store: 'one.duckdb' }),
    pagerDutyKey,
  );
  return { tools, jars, kafka, traffic, sink, tidewatch, consumer };
}

/** A second watcher that has no JMX: there, silence is all that tells of a broker that is gone. */
async function watchProtocolOnly(tools: Tools, { bootstrap }: KafkaCluster) {
  const sink = await startPagerDutySink(tools);
  const soon = { ...changes, [silentRule]: { ...changes[silentRule], silentMs: 20_000 } };
  const rules = await rulesFile(tools, 'protocol-only', quickRules(soon));
  const args = watchArgs(tools, { kafka: { bootstrap }, sink, rules, store: 'protocol-only.duckdb' });
  const tidewatch = await startTidewatch(tools, args, pagerDutyKey);
  await until('a lag', async () => (await largest(tidewatch, 'lag_seconds')) !== undefined);
  return { sink, tidewatch };
}

/** No real key: 32 characters, as PagerDuty's are. */
export const pagerDutyKey = { SINK_KEY: 'sink'.repeat(8) };

interface WatchTarget {
  /** Without metrics it is watched by the Kafka protocol alone. */
  readonly kafka: Pick<KafkaCluster, 'bootstrap'> & Partial<Pick<KafkaCluster, 'metrics'>>;
  readonly sink: PagerDutySink;
  readonly rules: string;
  readonly store: string;
}

export function watchArgs(tools: Tools, { kafka, sink, rules, store }: WatchTarget): readonly string[] {
  return [
    ...['watch', '--kafka', ...kafka.bootstrap],
    ...(kafka.metrics ? ['--prometheus', ...kafka.metrics] : []),
    ...['--pagerduty-url', sink.url, '--pagerduty-key-env', 'SINK_KEY', '--rules', rules],
    ...['--store', join(tools.workDir, store), '--interval', '2s', '--port', '0'],
  ];
}

export const oneBrokerTests: readonly IntegrationTest<OneBroker>[] = [
  {
    name: 'traffic is seen by JMX and by the Kafka protocol, and the group by its state and members',
    async run({ tidewatch }) {
      const seen = { seen: tidewatch.words, limitMs: 60_000 };
      for (const signal of ['bytes_in', 'messages_in', 'topic_messages_in', 'group_members', 'target_up']) {
        await until(`${signal} above 0`, async () => ((await largest(tidewatch, signal)) ?? 0) > 0, seen);
      }
      await until(
        'a stable group',
        async () => (await largest(tidewatch, 'group_state')) !== undefined,
        seen,
      );
    },
  },
  {
    name: 'a group that keeps up has a small lag, and nobody is paged',
    async run({ tidewatch, sink }) {
      await until('a lag', async () => (await largest(tidewatch, 'lag_seconds')) !== undefined);
      await staysTrue('nobody is paged', () => sink.events.length === 0, 8000, sink.words);
    },
  },
  {
    name: 'a stopped consumer pages once, with one dedup key',
    async run({ consumer, sink, tidewatch }) {
      await consumer.stop();
      await until('a page for the lag', () => sink.ofRule(lagRule).length > 0, {
        limitMs: 60_000,
        seen: () => state(sink, tidewatch),
      });
      await staysTrue('one event, a trigger', () => onlyTrigger(sink), 10_000, sink.words);
      const [event] = sink.events;
      expectThat(`${group} and ${topic} in "${event?.payload.summary}"`, isNamed(event?.payload.summary));
    },
  },
  {
    name: 'the consumer back again resolves the same dedup key',
    async run(stage) {
      const { sink, traffic, tidewatch } = stage;
      stage.consumer = await traffic.consume(group, topic);
      await until('the resolve', () => sink.events.some((event) => event.event_action === 'resolve'), {
        limitMs: 60_000,
        seen: () => state(sink, tidewatch),
      });
      expectThat(`trigger and resolve of one key:\n${sink.words()}`, isTriggerThenResolve(sink));
    },
  },
  {
    name: 'a stopped broker pages once by what it no longer answers, and where only the Kafka protocol is watched, by its silence',
    limitMs: 240_000,
    async run({ tools, kafka, sink, tidewatch }) {
      const protocolOnly = await watchProtocolOnly(tools, kafka);
      const before = sink.events.length;
      await kafka.stop(1);
      await until('a page by silence', () => protocolOnly.sink.ofRule(silentRule).length > 0, {
        limitMs: 60_000,
        seen: () => state(protocolOnly.sink, protocolOnly.tidewatch),
      });
      const [page] = protocolOnly.sink.events;
      expectThat(`"${page?.payload.summary}" to say so`, /gone silent/.test(page?.payload.summary ?? ''));
      await until('a page for the broker', () => sink.ofRule('broker_unreachable').length > 0, {
        limitMs: 90_000,
        seen: () => state(sink, tidewatch),
      });
      const silent = await until(
        'the lag gone silent',
        async () => (await findings(tidewatch)).find(({ rule }) => rule === silentRule),
        { limitMs: 150_000, seen: tidewatch.words },
      );
      expectThat(`"${silent.evidence.words}" to say so`, /gone silent/.test(silent.evidence.words));
      const keys = [sink.events.slice(before), protocolOnly.sink.events].map(
        (events) => new Set(events.map((event) => event.dedup_key)).size,
      );
      expectThat(`one incident each, got ${keys.join(' and ')}:\n${sink.words()}`, keys.join() === '1,1');
      await protocolOnly.tidewatch.process.stop();
    },
  },
];

/** What came to the sink, what holds, and the last words of the process, for the error of a test. */
export async function state(sink: PagerDutySink, tidewatch: Tidewatch): Promise<string> {
  return [sink.words(), await findingWords(tidewatch), tidewatch.words()].join('\n');
}

function onlyTrigger({ events }: PagerDutySink): boolean {
  return events.length === 1 && events[0]?.event_action === 'trigger';
}

function isNamed(summary: string | undefined): boolean {
  return summary?.includes(group) === true && summary.includes(topic);
}

function isTriggerThenResolve({ events }: PagerDutySink): boolean {
  const actions = events.map((event) => event.event_action).join();
  return actions === 'trigger,resolve' && new Set(events.map((event) => event.dedup_key)).size === 1;
}

export function expectThat(what: string, holds: boolean): void {
  if (!holds) throw new Error(`expected ${what}`);
}
