import assert from 'node:assert/strict';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { sinkRoutingKey } from '../../../emulator/deploy/secret.ts';
import type { SinkEvent } from '../../../emulator/sink/index.ts';
import { openKeys } from '../../../emulator/story/time-line.ts';
import type { IntegrationTest } from '../harness/define-suite.ts';
import { until } from '../harness/wait.ts';
import {
  answerNext,
  callCounts,
  functionName,
  invoke,
  type Local,
  physicalId,
  resourcesOf,
  runScript,
  scheduled,
  sinkEvents,
  sinkWords,
  stackNames,
} from './local.ts';
import type { Stage } from './stage.ts';
import { pointStore } from './stores.ts';

const minuteMs = 60_000;
const clusterIds = ['orders', 'payments'].map((name) => `000000000000/us-east-1/${name}`);

/** Events of one cluster, which names itself in their source. */
const ofCluster = (events: readonly SinkEvent[], name: string) =>
  events.filter(({ payload }) => payload.source.endsWith(`/${name}`));

const deployed: IntegrationTest<Stage> = {
  name: 'the same stacks as everywhere deploy to the emulator, and what it lacks is said',
  async run({ local }) {
    const names = await stackNames(local, 'tidewatch-local-');
    for (const name of ['storage', 'alerting', 'pipeline', 'dashboards'])
      assert.ok(names.includes(`tidewatch-local-${name}`), `no stack ${name} among ${names.join(', ')}`);
    const resources = await resourcesOf(local);
    local.tools.log(`deployed ${resources.length} resources in ${names.length} stacks`);
    for (const line of local.output.split('\n').filter((one) => /note:|left out:/.test(one)))
      local.tools.log(line.replace(/^.*?s {2}/, ''));
  },
};

const discovered: IntegrationTest<Stage> = {
  name: 'clusters are found by ARN and by tag, and their past is read',
  async run({ local, story }) {
    await story.publish();
    await invoke(local, 'discover', scheduled('discover', Date.now()));
    const store = await pointStore(local);
    for (const cluster of clusterIds)
      await until(`points of ${cluster}`, async () => (await store.series({ cluster })).length > 40, {
        limitMs: 60_000,
      });
  },
};

const trained: IntegrationTest<Stage> = {
  name: 'the state machine trains a model for every series that is assessed, and reports it',
  async run({ local }) {
    const stateMachineArn = physicalId(
      await resourcesOf(local),
      'AWS::StepFunctions::StateMachine',
      /Machine/,
    );
    const { sfn } = local.clients;
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, input: '{}' }));
    const ended = await until(
      'the end of the training',
      async () => {
        const one = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        return one.status !== 'RUNNING' && one;
      },
      { limitMs: 90_000 },
    );
    assert.equal(ended.status, 'SUCCEEDED', ended.cause);
    const { trained, failed } = JSON.parse(ended.output ?? '{}') as { trained: number; failed: number };
    assert.ok(trained > 50 && failed === 0, `trained ${trained}, failed ${failed}`);
    local.tools.log(`trained ${trained} models`);
  },
};

const paged: IntegrationTest<Stage> = {
  name: 'a story is collected, assessed and judged; a page refused with 429 and 500 is taken at last, once',
  limitMs: 240_000,
  async run({ local }) {
    await answerNext(local, [{ status: 429 }, { status: 500 }]);
    await invoke(local, 'collect', scheduled('collect', Date.now()));
    const events = async () => ofCluster(await sinkEvents(local), 'payments');
    await until('the first page', async () => (await events()).length > 0, {
      limitMs: 90_000,
      seen: () => sinkWords(local),
    });
    await until('a page that is taken', async () => (await events()).some(({ status }) => status === 202), {
      limitMs: 150_000,
      everyMs: 5_000,
      seen: () => sinkWords(local),
    });
    const triggers = (await events()).filter(({ event_action }) => event_action === 'trigger');
    assert.deepEqual(
      triggers.slice(0, 3).map(({ status }) => status),
      [429, 500, 202],
    );
    assert.equal(new Set(triggers.map(({ dedup_key }) => dedup_key)).size, 1, await sinkWords(local));
  },
};

const payload: IntegrationTest<Stage> = {
  name: 'the page tells the right thing: key, severity, place, words and runbook',
  async run({ local }) {
    const event = ofCluster(await sinkEvents(local), 'payments').find(({ status }) => status === 202);
    assert.ok(event, await sinkWords(local));
    assert.equal(event.routing_key, sinkRoutingKey);
    assert.equal(event.event_action, 'trigger');
    assert.match(event.dedup_key, /^000000000000\/us-east-1\/payments\/consumer_lag_/);
    const { payload } = event;
    assert.equal(payload.severity, 'error');
    assert.equal(payload.source, '000000000000/us-east-1/payments');
    // Whichever is seen first: what is held against limits, or that nothing is read.
    assert.match(payload.class, /^consumer_lag_(partition|time|stopped)$/);
    assert.match(payload.component, /group settlement/);
    assert.match(payload.summary, /^\[payments\] .*settlement.* (above the limit of|has read nothing for) /);
    assert.ok((payload.custom_details as { solutions?: unknown[] }).solutions?.length);
  },
};

const assessed: IntegrationTest<Stage> = {
  name: 'new points are assessed with the models, and forecasts are made of them',
  limitMs: 420_000,
  async run({ local, story }) {
    const store = await pointStore(local);
    const cluster = clusterIds[1] ?? '';
    await until(
      'verdicts',
      async () => {
        const nowMs = Date.now();
        if ((await story.publish()) > 0) await invoke(local, 'collect', scheduled('collect', nowMs));
        const query = { cluster, fromMs: nowMs - 60 * minuteMs, toMs: nowMs };
        return (await store.readVerdicts(query)).length > 0;
      },
      // A step of 5 minutes may just have begun.
      { limitMs: 360_000, everyMs: 2_000 },
    );
    await invoke(local, 'project', scheduled('project', Date.now()));
    await until('forecasts', async () => (await store.readForecasts({ cluster })).length > 0);
  },
};

const fired: IntegrationTest<Stage> = {
  name: 'the schedules run the functions by themselves',
  limitMs: 150_000,
  async run({ local }) {
    const name = await functionName(local, 'discover');
    const lists = async () =>
      (await callCounts(local))
        .filter(({ caller, operation }) => name.startsWith(caller) && operation === 'ListMetrics')
        .reduce((sum, { calls }) => sum + calls, 0);
    // The one run that was ours has listed the metrics of each cluster once.
    await until('discover, run by its schedule', async () => (await lists()) > clusterIds.length, {
      limitMs: 130_000,
      everyMs: 1_000,
    });
  },
};

const ofAlarm = (events: readonly SinkEvent[]) =>
  events.filter(({ payload }) => payload.class === 'offline_partitions');

const alarmed: IntegrationTest<Stage> = {
  name: 'a rule that CloudWatch watches pages through its alarm',
  limitMs: 90_000,
  async run({ local }) {
    await publishOffline(local, 3, [1, 2, 3]);
    const seen = () => sinkWords(local);
    const isPaged = async () => ofAlarm(await sinkEvents(local)).some(({ status }) => status === 202);
    await until('the page of the alarm', isPaged, { limitMs: 80_000, seen });
    const [page] = ofAlarm(await sinkEvents(local));
    assert.equal(page?.payload.severity, 'critical');
    assert.equal(page?.dedup_key, '000000000000/us-east-1/orders/offline_partitions/cluster');
    assert.match(page?.payload.summary ?? '', /3.*above the limit of 0/);
  },
};

/** What MSK would say of some minutes. @param ago how many minutes ago they were; 0 is the present one */
async function publishOffline({ clients }: Local, value: number, ago: readonly number[]): Promise<void> {
  const nowMs = Math.floor(Date.now() / minuteMs) * minuteMs;
  const Dimensions = [{ Name: 'Cluster Name', Value: 'orders' }];
  const MetricData = ago.map((minutes) => ({
    MetricName: 'OfflinePartitionsCount',
    Dimensions,
    Timestamp: new Date(nowMs - minutes * minuteMs),
    Value: value,
  }));
  await clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'AWS/Kafka', MetricData }));
}

const changed: IntegrationTest<Stage> = {
  name: 'a second local:up deploys a change while the environment goes on',
  limitMs: 180_000,
  async run({ local, story }) {
    // From here on all is well again: the resolutions are waited for below.
    await story.end();
    await publishOffline(local, 0, [0]);
    const { tools, places } = local;
    const output = await runScript(tools, places, 'up', ['--engine', 'ministack', '--change', 'second']);
    assert.match(output, /everything runs already: deploying again/);
    await invoke(local, 'discover', scheduled('discover', Date.now()));
  },
};

const resolved: IntegrationTest<Stage> = {
  name: 'what was paged is resolved when it is over, once and under the same key',
  limitMs: 480_000,
  async run({ local, story }) {
    const ours = (events: readonly SinkEvent[]) => [ofAlarm(events), ofCluster(events, 'payments')];
    const isOver = (events: readonly SinkEvent[]) => ours(events).every((mine) => openKeys(mine).size === 0);
    await until(
      'the resolutions',
      async () => {
        await publishOffline(local, 0, [0]);
        const sent = await story.publish();
        // As the schedule does, but as soon as there is something.
        if (sent > 0) await invoke(local, 'collect', scheduled('collect', Date.now()));
        return isOver(await sinkEvents(local));
      },
      { limitMs: 450_000, everyMs: 2_000, seen: () => sinkWords(local) },
    );
    for (const mine of ours(await sinkEvents(local))) {
      const taken = mine.filter(({ status }) => status === 202);
      const resolves = taken.filter(({ event_action }) => event_action === 'resolve');
      assert.equal(resolves.length, 1, await sinkWords(local));
      assert.equal(resolves[0]?.dedup_key, taken[0]?.dedup_key);
    }
  },
};

export const storyTests: readonly IntegrationTest<Stage>[] = [
  deployed,
  discovered,
  trained,
  paged,
  payload,
  assessed,
  fired,
  alarmed,
  changed,
  resolved,
];
