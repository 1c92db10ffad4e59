import { createScrapeSource } from '../../../../lib/adapters/sources/prometheus/index.ts';
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
