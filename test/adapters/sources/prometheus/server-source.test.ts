import { createServerSource, createSigner } from '../../../../lib/adapters/sources/prometheus/index.ts';
import { promqlOf } from '../../../../lib/adapters/sources/prometheus/promql.ts';
import { signalById } from '../../../../lib/domain/catalogue/index.ts';
import { metricSourceContract } from '../../../contracts/metric-source.ts';
import { serve, unusedUrl } from './loopback.ts';

const t0 = Date.UTC(2026, 0, 5);
const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

const urp = 'kafka_server_replicamanager_underreplicatedpartitions';
const bytesIn = 'kafka_server_brokertopicmetrics_bytesin_total';

interface Asked {
  readonly query: string;
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** A server that knows two metrics and answers a value at every step, as Prometheus does. */
async function prometheus(asked: Asked[] = [], headers: string[] = []): Promise<string> {
  const { url, close } = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    headers.push(String(request.headers.authorization));
    const reply = (data: unknown) => response.end(JSON.stringify({ status: 'success', data }));
    if (pathname.endsWith('/label/__name__/values')) return reply([urp, bytesIn, 'other']);
    const number = (name: string) => Number(searchParams.get(name));
    const query = searchParams.get('query') ?? '';
    const [start, end, step] = [number('start'), number('end'), number('step')];
    asked.push({ query, start, end, step });
    const values: [number, string][] = [];
    for (let t = start; t <= end; t += step) values.push([t, t % 600 === 0 ? 'NaN' : '42.5']);
    const metric = { instance: 'b1:7071', ...(query.includes('topic') ? { topic: 'a' } : {}) };
    return reply({ resultType: 'matrix', result: values.length === 0 ? [] : [{ metric, values }] });
  });
  cleanups.push(close);
  return url;
}

metricSourceContract('prometheus server', async () => ({
  source: createServerSource({ url: await prometheus() }),
  broken: createServerSource({ url: await unusedUrl() }),
  fromMs: t0,
  toMs: t0 + 3_600_000,
}));

test('history comes at the step asked for, NaN left out, only for metrics that the server has', async () => {
  const asked: Asked[] = [];
  const source = createServerSource({ url: await prometheus(asked) });
  const { samples, problems } = await source.read({ fromMs: t0, toMs: t0 + 3_600_000, stepMs: 300_000 });
  expect(problems).toEqual([]);
  const one = samples.find(({ series }) => series.signal === 'under_replicated_partitions');
  expect(one?.series.entity).toEqual({ cluster: 'local/local/kafka', broker: 'b1:7071' });
  expect(Array.from(one?.timesMs ?? [], (time) => (time - t0) / 60_000)).toEqual([5, 15, 25, 35, 45, 55]);
  expect(asked.every(({ query }) => query.includes(urp) || query.includes(bytesIn))).toBe(true);
});

test('a long range is asked for in pieces of at most 11,000 points that do not overlap', async () => {
  const asked: Asked[] = [];
  const source = createServerSource({ url: await prometheus(asked) });
  const { samples } = await source.read({ fromMs: t0, toMs: t0 + 25_000 * 60_000, stepMs: 60_000 });
  const pieces = asked.filter(({ query }) => query.includes(urp));
  expect(pieces.length).toBeGreaterThan(2);
  for (const { start, end, step } of pieces) expect((end - start) / step).toBeLessThan(11_000);
  const one = samples.find(({ series }) => series.signal === 'under_replicated_partitions');
  expect(one?.timesMs).toHaveLength(25_000 * 0.9);
});

test('a counter is asked for as a rate, without the aggregate beside its topics', () => {
  const signal = signalById('broker_topic_bytes_in');
  const metric = signal?.prometheus?.find(({ exposition }) => exposition === 'jmx');
  if (!signal || !metric) throw new Error('the catalogue has lost broker_topic_bytes_in');
  expect(promqlOf({ signal, metric }, { label: 'instance' }, 'job="kafka"', 240_000)).toBe(
    `sum by (instance, topic) (rate(${bytesIn}{job="kafka",topic!=""}[240s]))`,
  );
});

test('requests to Amazon Managed Prometheus carry a signature for the service aps', async () => {
  const headers: string[] = [];
  const sign = createSigner('eu-west-1', { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' });
  const source = createServerSource({ url: `${await prometheus([], headers)}/workspaces/ws-1`, sign });
  await source.read({ fromMs: t0, toMs: t0 + 60_000 });
  expect(headers.length).toBeGreaterThan(1);
  for (const header of headers) {
    expect(header).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/aps\/aws4_request/);
  }
});

test("a server's refusal is a problem with the server's own words", async () => {
  const { url, close } = await serve((_, response) => {
    response.statusCode = 422;
    response.end(JSON.stringify({ status: 'error', error: 'query processing would load too many samples' }));
  });
  cleanups.push(close);
  const { problems } = await createServerSource({ url }).read({ fromMs: t0, toMs: t0 + 60_000 });
  expect(problems[0]?.message).toContain('answered 422: query processing would load too many samples');
});

test('refuses an address that is no URL', () => {
  expect(() => createServerSource({ url: 'prometheus:9090' })).toThrow(/is no URL: give the base of its API/);
});
