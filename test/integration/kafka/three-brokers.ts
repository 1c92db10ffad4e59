import type { IntegrationTest } from '../harness/define-suite.ts';
import { type PagerDutySink, startPagerDutySink } from '../harness/pagerduty-sink.ts';
import { rulesFile, startTidewatch } from '../harness/tidewatch.ts';
import { staysTrue, until } from '../harness/wait.ts';
import { startKafkaCluster } from './kafka-cluster.ts';
import { expectThat, type OneBroker, pagerDutyKey, state, watchArgs } from './one-broker.ts';
import { findings, largest } from './points.ts';
import { quickRules } from './quick-rules.ts';
import { createTraffic } from './traffic.ts';

const timing = { periodMs: 2000, periods: 3, breaching: 3, recoveryMs: 6000 };
const changes = {
  broker_unreachable: timing,
  under_replicated: timing,
  cluster_under_replicated: timing,
};

/** Sum of what the sink was told of one incident: its first and last word. */
function wordsByKey({ events }: PagerDutySink): ReadonlyMap<string, readonly string[]> {
  const byKey = new Map<string, string[]>();
  for (const { dedup_key, event_action } of events) {
    byKey.set(dedup_key, [...(byKey.get(dedup_key) ?? []), event_action]);
  }
  return byKey;
}

export const threeBrokersTest: IntegrationTest<OneBroker> = {
  name: 'of three brokers one is killed: one incident, with the under-replicated partitions, which resolves when it is back',
  limitMs: 300_000,
  async run({ tools, jars, tidewatch: before, kafka: one }) {
    // Three more Java processes want the memory of what the tests before have used.
    await before.process.stop();
    await one.stop(1);
    const kafka = await startKafkaCluster(tools, { name: 'three', nodes: 3, jars, heapMib: 320 });
    const traffic = createTraffic(tools, kafka.bootstrap);
    await traffic.createTopic('orders', 6, 3);
    await traffic.produce('orders', 60);
    await traffic.consume('billing', 'orders');
    const sink = await startPagerDutySink(tools);
    const rules = await rulesFile(tools, 'three-brokers', quickRules(changes));
    const args = watchArgs(tools, { kafka, sink, rules, store: 'three.duckdb' });
    const tidewatch = await startTidewatch(tools, args, pagerDutyKey);
    const seen = () => state(sink, tidewatch);
    await until('three brokers', async () => (await largest(tidewatch, 'brokers_online')) === 3, { seen });
    await staysTrue('nobody is paged while all is well', () => sink.events.length === 0, 8000, sink.words);

    await kafka.kill(3);
    await until('a page', () => sink.events.length > 0, { limitMs: 60_000, seen });
    await until(
      'under-replicated partitions by JMX and by the metadata',
      async () => {
        const held = new Set((await findings(tidewatch)).map(({ rule }) => rule));
        return held.has('under_replicated') && held.has('cluster_under_replicated');
      },
      { limitMs: 60_000, seen },
    );
    await staysTrue('one incident', () => wordsByKey(sink).size === 1, 10_000, sink.words);

    await kafka.start(3);
    await until('the resolve', () => sink.events.at(-1)?.event_action === 'resolve', {
      limitMs: 120_000,
      seen,
    });
    expectThat(`one incident, resolved:\n${sink.words()}`, wordsByKey(sink).size === 1);
  },
};
