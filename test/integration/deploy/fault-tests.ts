import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { PublishCommand } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { messageOf } from '../../../lib/adapters/notifiers/sns/message.ts';
import type { Finding } from '../../../lib/domain/incidents/finding.ts';
import { createSeries } from '../../../lib/domain/series/series.ts';
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
  scheduled,
  setFaults,
  sinkEvents,
  sinkWords,
} from './local.ts';
import type { Stage } from './stage.ts';
import { pointStore, pointTable } from './stores.ts';

const minuteMs = 60_000;
const cluster = '000000000000/us-east-1/payments';

/** The URL of the router's queue, or of its dead letters. */
async function routerQueue(local: Local, part: RegExp): Promise<string> {
  return physicalId(await resourcesOf(local), 'AWS::SQS::Queue', part);
}

/** Sent early, looked at late: a message is handed out several times before it is put with the dead letters. */
const poisoned: IntegrationTest<Stage> = {
  name: 'a message that nobody can read is handed back',
  async run({ local }) {
    const QueueUrl = await routerQueue(local, /RouterMessagesQueue[0-9A-F]{8}$/);
    await local.clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'poison' }));
    const { ApproximateNumberOfMessages: dead } = await deadLetters(local);
    assert.equal(dead, '0');
  },
};

const buried: IntegrationTest<Stage> = {
  name: 'the message that nobody can read ends among the dead letters, and an alarm says so',
  limitMs: 180_000,
  async run({ local }) {
    const words = () => sinkWords(local);
    await until('a dead letter', async () => (await deadLetters(local)).ApproximateNumberOfMessages === '1', {
      limitMs: 150_000,
      everyMs: 1_000,
    });
    const AlarmNames = ['tidewatch-local-tidewatch_route_rejecting'];
    const { cloudwatch } = local.clients;
    await until('the alarm', async () => {
      const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames }));
      return MetricAlarms[0]?.StateValue === 'ALARM';
    });
    const isTold = async () =>
      (await sinkEvents(local)).some(({ payload }) => payload.class === 'tidewatch_route_rejecting');
    await until('the page of the alarm', isTold, { limitMs: 60_000, seen: words });
  },
};

async function deadLetters(local: Local) {
  const QueueUrl = await routerQueue(local, /RouterMessagesDeadLetters/);
  const { Attributes = {} } = await local.clients.sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  return Attributes;
}

const twice: IntegrationTest<Stage> = {
  name: 'the same schedule that fires twice is run once',
  async run({ local }) {
    // No schedule of its own fires this one while the suite runs: all its calls are those of the runs below.
    const name = await functionName(local, 'report');
    const kept = async () =>
      (await callCounts(local))
        .filter(({ caller, operation }) => name.startsWith(caller) && operation === 'PutObject')
        .reduce((sum, { calls }) => sum + calls, 0);
    const before = await kept();
    const event = scheduled('report', Date.now());
    await invoke(local, 'report', event);
    assert.equal(await kept(), before + 1);
    await Promise.all([invoke(local, 'report', event), invoke(local, 'report', event)]);
    assert.equal(await kept(), before + 1);
    await invoke(local, 'report', scheduled('report', Date.now()));
    assert.equal(await kept(), before + 2);
  },
};

const storeDown: IntegrationTest<Stage> = {
  name: 'while the store is down nothing is lost and nobody is paged; afterwards no minute is missing',
  limitMs: 280_000,
  async run({ local, story }) {
    const before = (await sinkEvents(local)).length;
    const table = await pointTable(local);
    const fault = { service: 'dynamodb', contains: table, status: 500, type: 'InternalServerError' };
    await setFaults(local, [fault]);
    const downMs = Math.floor(Date.now() / minuteMs) * minuteMs;
    await until(
      'a minute of failures',
      async () => {
        await story.publish();
        const failed = (await callCounts(local)).some((one) => one.service === 'dynamodb' && one.failed > 0);
        return failed && Date.now() > downMs + 2 * minuteMs;
      },
      { limitMs: 150_000, everyMs: 2_000 },
    );
    await setFaults(local, []);
    const store = await pointStore(local);
    const { key } = createSeries('cpu_user', { cluster, broker: '1' });
    const minutes = async () => {
      await story.publish();
      const query = { cluster, keys: [key], fromMs: downMs - 2 * minuteMs, toMs: downMs + 2 * minuteMs };
      const [samples] = await store.read(query);
      return samples?.timesMs.length === 4;
    };
    await until('every minute of the outage', minutes, { limitMs: 120_000, everyMs: 2_000 });
    assert.equal((await sinkEvents(local)).length, before, await sinkWords(local));
  },
};

/** A finding as the stage evaluate publishes it. */
function findingOf(status: Finding['status']): Finding {
  const nowMs = Date.now();
  return {
    rule: 'offline_partitions',
    entity: { cluster: '000000000000/us-east-1/elsewhere' },
    status,
    severity: 'critical',
    sinceMs: nowMs - minuteMs,
    atMs: nowMs,
    evidence: { words: '2 partitions are offline', values: { value: 2, limit: 0 } },
  };
}

async function publishFinding(local: Local, status: Finding['status']): Promise<void> {
  const TopicArn = 'arn:aws:sns:us-east-1:000000000000:tidewatch-local-critical';
  await local.clients.sns.send(new PublishCommand({ TopicArn, ...messageOf(findingOf(status)).entry }));
}

const killed: IntegrationTest<Stage> = {
  name: 'a function that is killed half-way loses nothing, and pages once',
  limitMs: 280_000,
  async run({ local }) {
    const mine = async () =>
      (await sinkEvents(local)).filter(({ payload }) => payload.source.endsWith('/elsewhere'));
    await answerNext(local, [{ status: 202, delayMs: 30_000 }]);
    await publishFinding(local, 'firing');
    await until('the page on its way', async () => (await mine()).length === 1, { limitMs: 60_000 });
    const pids = workersOf(await functionName(local, 'route'));
    assert.ok(pids.length > 0, 'no process of the router');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    // Nobody took note that it was taken: it is told again, under its key.
    await until('the page again', async () => (await mine()).length >= 2, {
      limitMs: 200_000,
      everyMs: 1_000,
      seen: () => sinkWords(local),
    });
    await publishFinding(local, 'resolved');
    await until('its end', async () => (await mine()).some((one) => one.event_action === 'resolve'), {
      limitMs: 60_000,
    });
    const events = await mine();
    assert.equal(new Set(events.map(({ dedup_key }) => dedup_key)).size, 1, await sinkWords(local));
    assert.equal(events.filter((one) => one.event_action === 'resolve').length, 1);
  },
};

/** Processes that run a function, by the name in their environment. Linux only, as the emulator's are children of it. */
function workersOf(name: string): readonly number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`AWS_LAMBDA_FUNCTION_NAME=${name}\0`);
      } catch {
        return false;
      }
    });
}

export const faultTests = { poisoned, buried, twice, storeDown, killed };
