import {
  costByPart,
  costByStage,
  type EstimateFacts,
  estimateCost,
} from '../../../../lib/domain/cost/estimate/index.ts';
import { prices } from '../../../../lib/domain/cost/prices.ts';
import { unitCosts } from '../../../../lib/domain/cost/unit-costs.ts';
import { facts } from './facts.ts';

function usdOf(what: string, changed: Partial<EstimateFacts> = {}): number {
  const lines = estimateCost({ ...facts, ...changed }).lines.filter((line) => line.what === what);
  return lines.reduce((total, { usd }) => total + usd, 0);
}

test.each([
  // 100 series, 4 times an hour, 720 hours, $0.01 a thousand.
  ['polls of series (GetMetricData)', 2.88],
  ['alarms on metrics of clusters', 1],
  ['alarms by query, each metric', 4],
  ['composite alarms', 0.5],
  ['alarms on Tidewatch itself', 2.6],
  ['own metrics', 0.9],
  ['dashboards', 6],
  ['the key', 1],
  ['secrets', 0.4],
  // 100 series and 20 signals, 2,880 polls, $0.625 a million.
  ['points written', 0.216],
  // 60 series, 2,880 polls.
  ['verdicts written', 0.108],
])('%s cost $%d a month', (what, usd) => {
  expect(usdOf(what)).toBeCloseTo(usd, 6);
});

test("an idle queue costs Lambda's polls: 5 pollers, 3 a minute, $0.40 a million", () => {
  const { lines } = estimateCost(facts);
  const project = lines.find(({ stage, resource }) => stage === 'project' && resource === 'SQS');
  // 648,000 polls, and 720 messages sent, received and deleted.
  expect(project?.units).toBe(648_000 + 3 * 720);
  const evaluate = lines.find(({ stage, resource }) => stage === 'evaluate' && resource === 'SQS');
  expect(evaluate?.price).toBe('sqsFifoRequest');
});

test('a function is paid by its runs, its series and its memory', () => {
  const times = (memoryMb: number) => usdOf('run time', { memoryMb: { ...facts.memoryMb, train: memoryMb } });
  const perMb = (times(2048) - times(1024)) / 1024;
  // A plan and a summary each hour, two batches of 60 series a day.
  const seconds = ((2 * 720 + 2 * 30) * 800 + 30 * 60 * unitCosts.lambda.train.seriesMs) / 1000;
  expect(perMb).toBeCloseTo((seconds / 1024) * prices.lambdaGbSecond.usd, 12);
});

test('parts of a cluster are messages of their own, but one evaluation', () => {
  const messages = (partsPerCluster: number, stage: string) =>
    estimateCost({ ...facts, partsPerCluster }).lines.find(
      (line) => line.stage === stage && line.price === 'lambdaRequest',
    )?.units;
  expect(messages(4, 'assess')).toBe(4 * 8640);
  expect(messages(4, 'evaluate')).toBe(8640);
});

test.each([
  ['medium', false, 'v2', 720 * 0.13],
  ['2xlarge', false, 'v2', 720 * 0.13 * 8],
  ['large', true, 'v2', 720 * 0.13 * 2 * 2],
] as const)('an InfluxDB of size %s (standby: %s, %s) costs $%d', (size, multiAz, engine, usd) => {
  const instanceType = `db.influx.${size}`;
  const store = { kind: 'timestream-influxdb', isOwn: true, storageGib: 20, keepDays: 400 } as const;
  const whole = { ...store, engine, instanceType, multiAz };
  expect(usdOf(`the instance, ${instanceType}`, { store: whole })).toBeCloseTo(usd, 6);
  expect(usdOf('its storage', { store: whole })).toBeCloseTo(multiAz ? 4 : 2, 6);
});

test("somebody else's InfluxDB costs nothing here, and endpoints are paid by zone and hour", () => {
  const store = {
    kind: 'timestream-influxdb',
    isOwn: false,
    engine: 'v2',
    instanceType: 'db.influx.large',
    storageGib: 20,
    multiAz: false,
    keepDays: 400,
  } as const;
  const { lines } = estimateCost({ ...facts, store, network: { endpoints: 5, zones: 2 } });
  expect(lines.filter(({ resource }) => resource.includes('InfluxDB'))).toEqual([]);
  expect(lines.find(({ what }) => what === 'interface endpoints')?.usd).toBeCloseTo(72, 6);
});

test('LiveAnalytics is paid by writes, memory, magnetic store and query time', () => {
  const store = { kind: 'timestream-liveanalytics', memoryHours: 24, magneticDays: 400 } as const;
  const live = estimateCost({ ...facts, store }).lines.filter(({ resource }) => resource.includes('Live'));
  expect(new Set(live.map(({ price }) => price))).toEqual(
    new Set(['timestreamWrite', 'timestreamMemory', 'timestreamMagnetic', 'timestreamCompute']),
  );
  expect(estimateCost({ ...facts, store }).asOf).toBe('2020-07');
});

test('the lines add up to the whole, the dearest first and none of them zero', () => {
  const { lines, usd, series } = estimateCost(facts);
  const costs = lines.map((line) => line.usd);
  expect(costs).toEqual([...costs].sort((a, b) => b - a));
  expect(Math.min(...costs)).toBeGreaterThan(0);
  for (const grouped of [costByPart(lines), costByStage(lines)])
    expect(grouped.reduce((total, one) => total + one.usd, 0)).toBeCloseTo(usd, 9);
  expect(series).toEqual({ emitted: 1000, polled: 100, assessed: 60 });
});

test('the lines of a stage are together, the dearest first, and none is lost', () => {
  const { lines } = estimateCost(facts);
  const stages = costByStage(lines);
  expect(stages.flatMap((one) => one.lines)).toHaveLength(lines.length);
  for (const { stage, usd, lines: own } of stages) {
    expect(new Set(own.map((line) => line.stage))).toEqual(new Set([stage]));
    expect(own.reduce((total, line) => total + line.usd, 0)).toBeCloseTo(usd, 9);
    expect(own[0]?.usd).toBe(Math.max(...own.map((line) => line.usd)));
  }
});

test('each address gets each finding: 600 e-mails a month, $2 for 100,000', () => {
  expect(usdOf('e-mails', { emails: 5 })).toBeCloseTo(5 * 600 * 0.00002, 9);
});

test('beside it are an anomaly-detection alarm a series and polls each minute', () => {
  const [alarms, polls] = estimateCost(facts).beside;
  expect(alarms?.usd).toBeCloseTo(300, 6);
  expect(polls?.usd).toBeCloseTo(432, 6);
});

test('what is off costs nothing, and other prices count', () => {
  const { lines } = estimateCost({ ...facts, isTraced: false, secrets: 0 });
  expect(lines.some(({ resource }) => ['X-Ray', 'Secrets Manager'].includes(resource))).toBe(false);
  const dashboard = { ...prices.dashboard, usd: 5 };
  const dearer = estimateCost(facts, { ...prices, dashboard });
  expect(dearer.usd - estimateCost(facts).usd).toBeCloseTo(4, 6);
});

test('no clusters still cost what stands: queues, alarms on itself, the key', () => {
  const { usd, lines } = estimateCost({ ...facts, clusters: 0, emittedSeries: 0, polled: [] });
  expect(Number.isFinite(usd)).toBe(true);
  expect(lines.some(({ what }) => what === 'points written')).toBe(false);
  expect(lines.some(({ what }) => what === 'the key')).toBe(true);
});
