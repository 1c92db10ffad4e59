import { createScrapeSource, type SeenCounter } from '../../../../lib/adapters/sources/prometheus/index.ts';
import type { ReadResult } from '../../../../lib/ports/metric-source.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';
import { serve, unusedUrl } from './loopback.ts';

const t0 = Date.UTC(2026, 0, 5);
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A broker whose exposition is what `text` gives at the time. */
async function broker(text: () => string, contentType = 'text/plain; version=0.0.4'): Promise<string> {
  const { url, close } = await serve((_, response) => {
    response.setHeader('content-type', contentType);
    response.end(text());
  });
  cleanups.push(close);
  return url;
}

/** A clock that the test moves. */
function createClock(nowMs = t0) {
  let now = nowMs;
  return {
    nowMs: () => now,
    advance: (ms: number) => {
      now += ms;
    },
  };
}

const valuesOf = ({ samples }: ReadResult) =>
  Object.fromEntries(
    samples.map(({ series: { signal, entity }, values }) => [
      `${signal} ${entity.topic ?? entity.broker ?? ''}`.trim(),
      values.at(-1),
    ]),
  );

const jmx = (bytes: number, underReplicated: number, offline = 0) => `
kafka_server_replicamanager_underreplicatedpartitions ${underReplicated}
kafka_controller_kafkacontroller_offlinepartitionscount ${offline}
kafka_server_brokertopicmetrics_bytesin_total ${bytes}
kafka_server_brokertopicmetrics_bytesin_total{topic="a"} ${bytes * 0.25}
kafka_server_brokertopicmetrics_bytesin_total{topic="b"} ${bytes * 0.75}
unknown_metric 5
`;

metricSourceContract('prometheus scrape', async () => {
  const clock = createClock();
  let bytes = 0;
  const url = await broker(() => {
    bytes += 600;
    return jmx(bytes, 1);
  });
  const source = createScrapeSource({ targets: [`1=${url}`], clock });
  await source.discover(clock.nowMs());
  clock.advance(60_000);
  return {
    source,
    broken: createScrapeSource({ targets: [await unusedUrl()], clock }),
    fromMs: t0,
    toMs: t0 + 60_001,
  };
});

test('counters become rates over the time between scrapes, gauges stay', async () => {
  const clock = createClock();
  let bytes = 1000;
  const source = createScrapeSource({ targets: [`1=${await broker(() => jmx(bytes, 2))}`], clock });
  const first = await source.read({ fromMs: t0, toMs: t0 + 1 });
  expect(valuesOf(first)).toEqual({
    'target_up 1': 1,
    'under_replicated_partitions 1': 2,
    offline_partitions: 0,
  });
  clock.advance(60_000);
  bytes += 6000;
  const second = valuesOf(await source.read({ fromMs: t0 + 1, toMs: t0 + 60_001 }));
  expect(second['bytes_in 1']).toBeCloseTo(100);
  expect(second['broker_topic_bytes_in a']).toBeCloseTo(25);
  expect(second['broker_topic_bytes_in b']).toBeCloseTo(75);
});

test('a counter that went down is a reset and never gives a negative rate', async () => {
  const clock = createClock();
  let bytes = 9_000_000;
  const source = createScrapeSource({ targets: [`1=${await broker(() => jmx(bytes, 0))}`], clock });
  await source.read({ fromMs: t0, toMs: t0 + 1 });
  clock.advance(60_000);
  bytes = 600;
  const after = valuesOf(await source.read({ fromMs: t0, toMs: t0 + 60_001 }));
  expect(after['bytes_in 1']).toBeCloseTo(10);
});

test('another process goes on with the counters of the last, and loses no interval', async () => {
  const clock = createClock();
  let bytes = 1000;
  const targets = [`1=${await broker(() => jmx(bytes, 2))}`];
  const first = createScrapeSource({ targets, clock });
  await first.read({ fromMs: t0, toMs: t0 + 1 });
  const kept = JSON.parse(JSON.stringify(first.counters())) as SeenCounter[];
  clock.advance(120_000);
  bytes += 12_000;
  const second = createScrapeSource({ targets, clock, counters: kept });
  const after = valuesOf(await second.read({ fromMs: t0 + 120_000, toMs: t0 + 120_001 }));
  expect(after['bytes_in 1']).toBeCloseTo(100);
});

test('counters that are no longer exposed are forgotten after a while', async () => {
  const clock = createClock();
  let text = jmx(1, 0);
  const targets = [`1=${await broker(() => text)}`];
  const source = createScrapeSource({ targets, clock, keepMs: 60_000 });
  const scrapeNow = () => source.read({ fromMs: clock.nowMs(), toMs: clock.nowMs() + 1 });
  await scrapeNow();
  expect(source.counters().length).toBeGreaterThan(0);
  text = 'other 1\n';
  clock.advance(60_000);
  await scrapeNow();
  expect(source.counters().length).toBeGreaterThan(0);
  clock.advance(60_000);
  await scrapeNow();
  expect(source.counters()).toEqual([]);
});

test('a second scrape of one instant takes nothing from the next rate', async () => {
  const clock = createClock();
  let bytes = 1000;
  const targets = [`1=${await broker(() => jmx(bytes, 2))}`];
  const first = createScrapeSource({ targets, clock });
  await first.read({ fromMs: t0, toMs: t0 + 1 });
  bytes += 500;
  const again = createScrapeSource({ targets, clock, counters: first.counters() });
  expect(valuesOf(await again.read({ fromMs: t0, toMs: t0 + 1 }))).not.toHaveProperty('bytes_in 1');
  expect(again.counters()).toEqual(first.counters());
});

test('series are of the cluster that the targets are said to be of', async () => {
  const id = '111122223333/eu-west-1/orders';
  const cluster = {
    id,
    name: 'orders',
    account: '111122223333',
    region: 'eu-west-1',
    type: 'standard',
    brokerIds: ['1'],
  } as const;
  const targets = [`1=${await broker(() => jmx(1, 2))}`];
  const source = createScrapeSource({ targets, clock: createClock(), cluster });
  const { clusters, series } = await source.discover(t0);
  expect(clusters).toEqual([cluster]);
  expect(new Set(series.map(({ entity }) => entity.cluster))).toEqual(new Set([id]));
});

test("a cluster's signal told by several brokers is the largest, not the sum", async () => {
  const targets = [`1=${await broker(() => jmx(1, 0, 1))}`, `2=${await broker(() => jmx(1, 0, 1))}`];
  const source = createScrapeSource({ targets, clock: createClock() });
  expect(valuesOf(await source.read({ fromMs: t0, toMs: t0 + 1 })).offline_partitions).toBe(1);
});

test('a broker that is gone is down while the others are still read', async () => {
  const targets = [`1=${await broker(() => jmx(1, 3))}`, `2=${await unusedUrl()}/metrics`];
  const source = createScrapeSource({ targets, clock: createClock() });
  const result = await source.read({ fromMs: t0, toMs: t0 + 1 });
  expect(valuesOf(result)).toMatchObject({
    'target_up 1': 1,
    'target_up 2': 0,
    'under_replicated_partitions 1': 3,
  });
  expect(result.problems).toEqual([
    expect.objectContaining({
      kind: 'unreachable',
      message: expect.stringContaining('refused the connection'),
    }),
  ]);
});

test('an answer that is no exposition counts as down and says what was expected', async () => {
  const source = createScrapeSource({
    targets: [await broker(() => '<html>hello</html>')],
    clock: createClock(),
  });
  const result = await source.read({ fromMs: t0, toMs: t0 + 1 });
  expect(Object.values(valuesOf(result))).toEqual([0]);
  expect(result.problems.map(({ message }) => message).join('\n')).toContain(
    'is this an exposition endpoint',
  );
});

test('NaN and infinite gauges are left out', async () => {
  const text = 'kafka_server_replicamanager_underreplicatedpartitions NaN\nother 1\n';
  const source = createScrapeSource({ targets: [`1=${await broker(() => text)}`], clock: createClock() });
  expect(valuesOf(await source.read({ fromMs: t0, toMs: t0 + 1 }))).toEqual({ 'target_up 1': 1 });
});

test('a password in a URL is sent and never shown', async () => {
  const seen: (string | undefined)[] = [];
  const { url, close } = await serve((request, response) => {
    seen.push(request.headers.authorization);
    response.statusCode = 401;
    response.end();
  });
  cleanups.push(close);
  const target = url.replace('http://', 'http://me:s3cret@');
  const source = createScrapeSource({ targets: [target], clock: createClock() });
  const { problems } = await source.read({ fromMs: t0, toMs: t0 + 1 });
  expect(seen).toEqual([`Basic ${Buffer.from('me:s3cret').toString('base64')}`]);
  expect(problems[0]?.message).toContain('answered 401');
  expect(JSON.stringify(problems)).not.toContain('s3cret');
});

test.each(['', 'not a url', 'ftp://host/metrics', 'host:9092'])('refuses %j as a target', (target) => {
  expect(() => createScrapeSource({ targets: [target], clock: createClock() })).toThrow(
    /is no URL: give http:\/\/HOST:PORT\/metrics/,
  );
});

test("MSK's host names tell the broker's number", async () => {
  const source = createScrapeSource({
    targets: ['http://b-2.orders.abc.c1.kafka.us-east-1.amazonaws.com:11001/metrics', 'http://127.0.0.1:1'],
    clock: createClock(),
    timeoutMs: 1,
  });
  const { clusters } = await source.discover(t0);
  expect(clusters[0]?.brokerIds).toEqual(['127.0.0.1:1', '2']);
});
