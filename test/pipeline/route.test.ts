import type { Rule, Severity } from '../../lib/domain/catalogue/rule.ts';
import type { Finding } from '../../lib/domain/incidents/finding.ts';
import type { Incident } from '../../lib/domain/incidents/incident.ts';
import { findingMessage } from '../../lib/domain/incidents/message.ts';
import { route } from '../../lib/pipeline/route.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { DeliveryResult, Receiver } from '../../lib/ports/receiver.ts';
import { createMemoryIncidentStore } from '../memory/incident-store.ts';

const t0 = Date.UTC(2026, 10, 22, 12);
const second = 1000;
const minute = 60 * second;

const ruleOf = (id: string, cause: string, rank: number): Rule =>
  ({ id, title: `title of ${id}`, severity: 'error', cause: { id: cause, rank } }) as unknown as Rule;
const rules = [
  ruleOf('broker_silent', 'broker_failure', 1),
  ruleOf('offline_partitions', 'broker_failure', 4),
  ruleOf('under_replicated', 'broker_failure', 7),
  ruleOf('consumer_lag_time', 'consumer_lag', 0),
  ruleOf('disk_high', 'disk', 0),
];

function findingOf(rule: string, broker: string | undefined, given: Partial<Finding> = {}): Finding {
  const status = given.status ?? 'firing';
  return {
    rule,
    entity: { cluster: 'a/r/orders', ...(broker && { broker }) },
    status,
    severity: 'error',
    sinceMs: t0,
    atMs: t0,
    evidence: { words: `${rule} of ${broker ?? 'all'} is ${status}`, values: {} },
    ...given,
  };
}

interface Told {
  readonly status: Incident['status'];
  readonly dedupKey: string;
  readonly severity: Severity;
}

/** A receiver that answers what it is told to, at first `delivered`. */
function receiverOf(id: string) {
  const told: Told[] = [];
  let answer: DeliveryResult = { kind: 'delivered' };
  const receiver: Receiver = {
    id,
    async deliver({ status, dedupKey, severity }) {
      told.push({ status, dedupKey, severity });
      return answer;
    },
  };
  return { ...receiver, told, answers: (next: DeliveryResult) => (answer = next) };
}

const down: DeliveryResult = { kind: 'failed', retry: true, reason: 'answered 503' };

function world() {
  const incidents = createMemoryIncidentStore();
  const pager = receiverOf('pagerduty');
  let nowMs = t0;
  const clock = { nowMs: () => nowMs };
  return {
    incidents,
    pager,
    wait: (ms: number) => {
      nowMs += ms;
    },
    /** Each call is a router of its own: nothing but the store is carried over. */
    route: (findings: readonly Finding[], receivers: readonly Receiver[] = [pager]) =>
      route({ incidents, receivers, clock, rules, messages: findings.map(findingMessage) }),
    all: () => incidents.list(100),
    one: async (): Promise<Incident> => {
      const [only, ...more] = await incidents.list(100);
      if (only === undefined || more.length > 0)
        throw new Error(`got ${more.length + (only ? 1 : 0)} incidents`);
      return only;
    },
  };
}

const brokerLoss = [
  findingOf('under_replicated', '1'),
  findingOf('under_replicated', '3'),
  findingOf('offline_partitions', undefined),
  findingOf('broker_silent', '2'),
];

describe('grouping', () => {
  test('the loss of a broker is one incident with all its findings and one trigger, named by the cause', async () => {
    const { route, one, pager } = world();
    expect(await route(brokerLoss)).toMatchObject({ opened: 1, delivered: 1, ignored: 0, problems: [] });
    const incident = await one();
    expect(incident).toMatchObject({
      dedupKey: 'a/r/orders/broker_silent/broker=2',
      cause: 'broker_failure',
      rule: 'broker_silent',
      title: 'title of broker_silent: broker 2 of orders',
      status: 'triggered',
    });
    expect(incident.findings).toHaveLength(4);
    expect(pager.told).toHaveLength(1);
  });

  test('findings that come later join it without another page, and a better name is taken over but not the key', async () => {
    const { route, one, pager } = world();
    await route([findingOf('under_replicated', '1')]);
    await route([findingOf('broker_silent', '2', { atMs: t0 + minute })]);
    expect(await one()).toMatchObject({
      dedupKey: 'a/r/orders/under_replicated/broker=1',
      rule: 'broker_silent',
      entity: { broker: '2' },
    });
    expect(pager.told).toHaveLength(1);
  });

  test('it is over when its last finding is, and is resolved under the key it was opened with', async () => {
    const { route, one, pager } = world();
    await route(brokerLoss);
    const over = brokerLoss.map((finding, i) => ({
      ...finding,
      status: 'resolved' as const,
      atMs: t0 + (i + 1) * minute,
    }));
    await route(over.slice(0, 3));
    expect((await one()).status).toBe('triggered');
    expect((await one()).title).toBe('title of broker_silent: broker 2 of orders');
    expect(await route(over.slice(3))).toMatchObject({ resolved: 1, delivered: 1 });
    expect(await one()).toMatchObject({ status: 'resolved', resolvedAtMs: t0 + 4 * minute });
    expect(pager.told.map(({ status }) => status)).toEqual(['triggered', 'resolved']);
    expect(new Set(pager.told.map(({ dedupKey }) => dedupKey)).size).toBe(1);
  });

  test('what a broker failure explains joins it, and is an incident of its own without one', async () => {
    const lag = findingOf('consumer_lag_time', undefined, { atMs: t0 + minute });
    const explained = world();
    await explained.route(brokerLoss);
    await explained.route([lag]);
    // Its rank is lower, and of another cause: the failure goes on naming the incident.
    expect(await explained.one()).toMatchObject({ rule: 'broker_silent', findings: { length: 5 } });
    const together = world();
    await together.route([{ ...lag, atMs: t0 }, ...brokerLoss]);
    expect(await together.one()).toMatchObject({ rule: 'broker_silent', findings: { length: 5 } });
    const alone = world();
    await alone.route([lag]);
    expect(await alone.one()).toMatchObject({ cause: 'consumer_lag' });
  });

  test('other causes, other clusters and rules that nobody knows are incidents of their own', async () => {
    const { route, all } = world();
    await route([
      ...brokerLoss,
      findingOf('disk_high', '2'),
      findingOf('under_replicated', '1', { entity: { cluster: 'a/r/other', broker: '1' } }),
      findingOf('alarm_mine', undefined, { origin: 'alarm' }),
    ]);
    expect((await all()).map(({ cause }) => cause).sort()).toEqual([
      'alarm_mine',
      'broker_failure',
      'broker_failure',
      'disk',
    ]);
  });

  test('an alarm and our own rule on one thing must each take back its own word', async () => {
    const { route, one } = world();
    await route([findingOf('disk_high', '2'), findingOf('disk_high', '2', { origin: 'alarm' })]);
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute })]);
    expect((await one()).status).toBe('triggered');
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute, origin: 'alarm' })]);
    expect((await one()).status).toBe('resolved');
  });
});

describe('escalation', () => {
  test('a worse severity updates the same alert, a milder one changes nothing there', async () => {
    const { route, one, pager } = world();
    await route([findingOf('disk_high', '2', { severity: 'warning' })]);
    await route([findingOf('disk_high', '2', { severity: 'critical', atMs: t0 + minute })]);
    await route([findingOf('disk_high', '2', { severity: 'info', atMs: t0 + 2 * minute })]);
    expect(pager.told).toEqual([
      { status: 'triggered', severity: 'warning', dedupKey: 'a/r/orders/disk_high/broker=2' },
      { status: 'triggered', severity: 'critical', dedupKey: 'a/r/orders/disk_high/broker=2' },
    ]);
    expect((await one()).severity).toBe('critical');
  });
});

describe('duplicates and late messages change nothing', () => {
  const firing = findingOf('disk_high', '2');
  const over = findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute });

  test('the same message twice, at once and later', async () => {
    const { route, one, pager } = world();
    expect(await route([firing, firing])).toMatchObject({ opened: 1, ignored: 1 });
    const before = await one();
    expect(await route([firing])).toMatchObject({ opened: 0, updated: 0, ignored: 1 });
    expect(await one()).toEqual(before);
    expect(pager.told).toHaveLength(1);
  });

  test('a resolution older than the newest firing is ignored', async () => {
    const { route, one } = world();
    await route([findingOf('disk_high', '2', { atMs: t0 + 2 * minute })]);
    expect(await route([over])).toMatchObject({ resolved: 0, ignored: 1 });
    expect((await one()).status).toBe('triggered');
  });

  test('a replay of the whole story after it is over opens nothing', async () => {
    const { route, one, pager } = world();
    await route([firing]);
    await route([over]);
    expect(await route([firing, over])).toMatchObject({ opened: 0, ignored: 2 });
    await one();
    expect(pager.told).toHaveLength(2);
  });

  test('the end before the beginning pages nobody, and the beginning opens nothing when it comes', async () => {
    const { route, one, pager } = world();
    await route([over]);
    expect(await route([firing])).toMatchObject({ opened: 0, ignored: 1 });
    expect(await one()).toMatchObject({ status: 'resolved', deliveries: {} });
    expect(pager.told).toEqual([]);
  });

  test('in one batch any order gives the same incident', async () => {
    const story = [...brokerLoss, findingOf('broker_silent', '2', { status: 'resolved', atMs: t0 + minute })];
    const [forth, back] = [world(), world()];
    await forth.route(story);
    await back.route([...story].reverse());
    expect(await back.one()).toEqual(await forth.one());
  });

  test('the same thing again after its end is a new incident under the same key', async () => {
    const { route, all, pager } = world();
    await route([firing]);
    await route([over]);
    await route([findingOf('disk_high', '2', { atMs: t0 + 5 * minute })]);
    const [newer, older] = await all();
    expect([newer?.status, older?.status]).toEqual(['triggered', 'resolved']);
    expect(newer?.id).not.toBe(older?.id);
    expect(newer?.dedupKey).toBe(older?.dedupKey);
    expect(pager.told.map(({ status }) => status)).toEqual(['triggered', 'resolved', 'triggered']);
  });
});

describe('the store', () => {
  test('a write that another was quicker at is read again and repeated', async () => {
    const { route, one, incidents, pager } = world();
    incidents.conflicts = 3;
    expect(await route(brokerLoss)).toMatchObject({ opened: 1, delivered: 1 });
    expect((await one()).findings).toHaveLength(4);
    expect(pager.told).toHaveLength(1);
  });

  test('two routers at once give one incident and one page', async () => {
    const { route, incidents, all, pager } = world();
    await Promise.all([route(brokerLoss.slice(0, 2)), route(brokerLoss.slice(2))]);
    const [only, ...more] = await incidents.open();
    expect([only?.findings.length, more.length]).toEqual([4, 0]);
    expect(pager.told).toHaveLength(1);
    const given = (await all()).find(({ status }) => status === 'resolved');
    expect(given?.timeline.at(-1)?.words).toBe(`joined to incident ${only?.id}`);
  });

  test('refuses to go on for ever against conflicts', async () => {
    const { route, incidents } = world();
    incidents.conflicts = 1000;
    await expect(route(brokerLoss)).rejects.toThrow(/gave up after 10 attempts/);
  });

  test('refuses messages while the store is down, and takes the same ones later', async () => {
    const { route, one, incidents } = world();
    incidents.isDown = true;
    await expect(route(brokerLoss)).rejects.toThrow(StoreError);
    incidents.isDown = false;
    await route(brokerLoss);
    expect((await one()).findings).toHaveLength(4);
  });
});

describe('delivery', () => {
  test('a receiver that is down is tried again with longer and longer waits until it is up, then told once', async () => {
    const { route, one, pager, wait } = world();
    pager.answers(down);
    const waits: number[] = [];
    await route(brokerLoss);
    for (let i = 0; i < 6; i++) {
      const { deliveries } = await one();
      const waited = (deliveries.pagerduty?.retryAtMs ?? 0) - t0 - waits.reduce((a, b) => a + b, 0);
      waits.push(waited);
      wait(waited - 1);
      expect((await route([])).waiting).toBe(1);
      expect(pager.told).toHaveLength(i + 1);
      wait(1);
      if (i === 5) pager.answers({ kind: 'delivered' });
      await route([]);
    }
    expect(waits.map((ms) => ms / second)).toEqual([10, 20, 40, 80, 160, 300]);
    expect(await route([])).toMatchObject({ delivered: 0, waiting: 0 });
    expect(pager.told).toHaveLength(7);
    const { timeline, deliveries } = await one();
    expect(timeline.filter(({ kind }) => kind === 'delivery_failed')).toHaveLength(1);
    expect(deliveries.pagerduty).toEqual({ deliveredSeq: 1, attempts: 0 });
  });

  test('the wait that a receiver asks for is honoured', async () => {
    const { route, one, pager } = world();
    pager.answers({ ...down, afterMs: 15 * minute });
    expect(await route(brokerLoss)).toMatchObject({ nextDueMs: t0 + 15 * minute });
    expect((await one()).deliveries.pagerduty?.retryAtMs).toBe(t0 + 15 * minute);
  });

  test('what is over before the receiver is up is sent as a resolution alone', async () => {
    const { route, pager, wait } = world();
    pager.answers(down);
    await route([findingOf('disk_high', '2')]);
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + second })]);
    pager.answers({ kind: 'delivered' });
    wait(minute);
    expect(await route([])).toMatchObject({ delivered: 1 });
    expect(pager.told.map(({ status }) => status)).toEqual(['triggered', 'resolved']);
  });

  test('a new beginning waits until the old end is told', async () => {
    const { route, pager, wait } = world();
    await route([findingOf('disk_high', '2')]);
    pager.answers(down);
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute })]);
    await route([findingOf('disk_high', '2', { atMs: t0 + 2 * minute })]);
    pager.answers({ kind: 'delivered' });
    wait(minute);
    await route([]);
    expect(pager.told.map(({ status }) => status)).toEqual([
      'triggered',
      'resolved',
      'resolved',
      'triggered',
    ]);
  });

  test('a refusal is written down, not repeated, and the next transition has another chance', async () => {
    const { route, one, pager, wait } = world();
    pager.answers({ kind: 'failed', retry: false, reason: 'answered 400' });
    expect(await route([findingOf('disk_high', '2')])).toMatchObject({
      problems: [{ kind: 'delivery_refused', message: 'pagerduty refused: answered 400' }],
    });
    wait(60 * minute);
    await route([]);
    expect(pager.told).toHaveLength(1);
    expect((await one()).timeline.at(-1)).toMatchObject({
      kind: 'delivery_failed',
      words: 'pagerduty refused the trigger: answered 400',
    });
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute })]);
    expect(pager.told).toHaveLength(2);
  });

  test('a receiver that throws is tried again and what it threw is not repeated', async () => {
    const { route, one, wait, pager } = world();
    const broken: Receiver = { id: 'pagerduty', deliver: () => Promise.reject(new Error('key abc')) };
    const { problems } = await route([findingOf('disk_high', '2')], [broken]);
    expect(JSON.stringify([problems, await one()])).not.toContain('abc');
    wait(minute);
    expect(await route([])).toMatchObject({ delivered: 1 });
    expect(pager.told).toHaveLength(1);
  });

  test('receivers do not hold one another up', async () => {
    const { route, one, pager } = world();
    const other = receiverOf('other');
    pager.answers(down);
    await route([findingOf('disk_high', '2')], [pager, other]);
    expect(other.told).toHaveLength(1);
    expect((await one()).deliveries).toMatchObject({
      other: { deliveredSeq: 1 },
      pagerduty: { deliveredSeq: 0 },
    });
  });

  test('a receiver added later is told of what goes on, and one taken away keeps nothing open', async () => {
    const { route, incidents, pager } = world();
    await route([findingOf('disk_high', '2')], [receiverOf('gone')]);
    await route([]);
    expect(pager.told).toHaveLength(1);
    await route([findingOf('disk_high', '2', { status: 'resolved', atMs: t0 + minute })]);
    expect(await incidents.open()).toEqual([]);
    expect(pager.told.at(-1)?.status).toBe('resolved');
  });

  test('a process that died in the middle of a delivery is followed by one that delivers', async () => {
    const { route, pager, wait, incidents } = world();
    const dying: Receiver = {
      id: 'pagerduty',
      deliver: async () => {
        incidents.isDown = true;
        return { kind: 'delivered' };
      },
    };
    await expect(route([findingOf('disk_high', '2')], [dying])).rejects.toThrow(StoreError);
    incidents.isDown = false;
    await route([]);
    expect(pager.told).toHaveLength(0);
    wait(minute);
    await route([]);
    expect(pager.told).toHaveLength(1);
  });
});

test('messages that cannot be read are counted by reason and the others routed', async () => {
  const { incidents, pager } = world();
  const messages = ['x', 'y', findingMessage(findingOf('disk_high', '2'))];
  const report = await route({ incidents, receivers: [pager], clock: { nowMs: () => t0 }, rules, messages });
  expect(report.opened).toBe(1);
  expect(report.problems).toEqual([
    {
      kind: 'unreadable_message',
      where: 'router',
      message: 'a message was left out: not a JSON object',
      count: 2,
    },
  ]);
});

test('the sequence of events has no gaps', async () => {
  const { route, one } = world();
  await route(brokerLoss);
  await route(brokerLoss.map((finding) => ({ ...finding, status: 'resolved', atMs: t0 + minute })));
  const { timeline } = await one();
  expect(timeline.map(({ seq }) => seq)).toEqual(timeline.map((_, i) => i + 1));
});
