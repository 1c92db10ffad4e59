import { brokerTypeOf, brokerTypes } from '../../../lib/domain/capacity/broker-types.ts';
import {
  type Demand,
  judgeSize,
  type Load,
  lostBrokers,
  type SizedCluster,
  type SizingOptions,
  sizesFor,
} from '../../../lib/domain/capacity/sizing.ts';
import { prices } from '../../../lib/domain/cost/prices.ts';

const options: SizingOptions = { headroom: 0.2, survive: 'broker', zones: 3, mostBrokers: 60, prices };
const demand: Demand = {
  ingressPeak: 30e6,
  ingressMean: 15e6,
  fanOut: 2,
  replication: 3,
  skew: 1,
};

function judged(type: string, size: { brokers: number; storageGib?: number }, more: Partial<Demand> = {}) {
  const limits = brokerTypeOf(type);
  if (limits === undefined) throw new Error(`no type ${type}`);
  return judgeSize(limits, { type, ...size }, { ...demand, ...more }, options);
}

const loadOf = ({ loads }: SizedCluster, id: Load['id']) => {
  const load = loads.find((one) => one.id === id);
  if (load === undefined) throw new Error(`no load ${id}`);
  return load;
};

test('volumes write every copy, and the network carries copies and consumers', () => {
  const one = judged('kafka.m7g.large', { brokers: 3, storageGib: 1000 });
  // 630 Mbit/s to the volume, 0.937 Gbit/s of network.
  expect(loadOf(one, 'storage_throughput').share).toBeCloseTo(30e6 / 78.75e6, 6);
  expect(loadOf(one, 'network').share).toBeCloseTo((30e6 * 4) / 3 / 117.125e6, 6);
});

test('with a broker down two serve all clients, and copy to one another alone', () => {
  const one = judged('kafka.m7g.large', { brokers: 3, storageGib: 1000 });
  expect(loadOf(one, 'network').shareDegraded).toBeCloseTo((30e6 * (2 + 1)) / 2 / 117.125e6, 6);
  expect(loadOf(one, 'storage_throughput').shareDegraded).toBe(loadOf(one, 'storage_throughput').share);
});

test.each([
  ['none', 9, 0],
  ['broker', 9, 1],
  ['zone', 9, 3],
  ['zone', 3, 1],
  ['broker', 1, 0],
] as const)('to survive %s of %d brokers is to lose %d', (survive, brokers, lost) => {
  expect(lostBrokers(brokers, { survive, zones: 3 })).toBe(lost);
});

test('the price is that of brokers, storage, throughput beyond 250 MiB/s, and of Express what is written', () => {
  const standard = judged('kafka.m7g.large', { brokers: 3, storageGib: 1000 });
  expect(standard.usdPerMonth).toBeCloseTo(3 * 720 * 0.204 + 3000 * 0.1, 6);
  const express = judged('express.m7g.large', { brokers: 6 }, { storageBytes: 3000 * 2 ** 30 });
  expect(express.cost).toEqual({
    brokers: 6 * 720 * 0.408,
    storage: 300,
    throughput: 0,
    ingress: expect.closeTo(((15e6 * 2_592_000) / 1e9) * 0.01, 6),
  });
});

test('the cheapest size holds, and one zone of brokers less or the next smaller type does not', () => {
  const [best] = sizesFor({ ...demand, ingressPeak: 200e6 }, options);
  if (best === undefined) throw new Error('none');
  expect(best.holds).toBe(true);
  const limits = brokerTypeOf(best.type);
  if (limits === undefined) throw new Error('no limits');
  const fewer = { ...best, brokers: best.brokers - options.zones };
  if (fewer.brokers > 0)
    expect(judgeSize(limits, fewer, { ...demand, ingressPeak: 200e6 }, options).holds).toBe(false);
});

test('sizes come by price, a type once, each of them holding', () => {
  const sizes = sizesFor({ ...demand, storageBytes: 5e12, partitions: 4000 }, options);
  const usd = sizes.map(({ usdPerMonth }) => usdPerMonth);
  expect(usd).toEqual([...usd].sort((a, b) => a - b));
  expect(new Set(sizes.map(({ type }) => type)).size).toBe(sizes.length);
  expect(sizes.every(({ holds, brokers }) => holds && brokers % 3 === 0)).toBe(true);
  expect(sizes.some(({ type }) => type.includes('t3'))).toBe(false);
});

test.each([
  ['partitions', { partitions: 30_000 }],
  ['connections', { connections: 40_000 }],
  ['cpu', { cpus: 60 }],
  ['disk', { storageBytes: 9e13 }],
  ['network', { fanOut: 40 }],
] as const)('more %s take a larger cluster, and are what is tightest', (id, more) => {
  const [plain] = sizesFor(demand, options);
  const [large] = sizesFor({ ...demand, ...more }, options).filter(({ kind }) => kind === 'standard');
  expect(large?.usdPerMonth).toBeGreaterThan(plain?.usdPerMonth ?? Number.POSITIVE_INFINITY);
  const used = large?.loads.map(({ id: own, share, allowed, shareDegraded }) => [
    own,
    Math.max(share / allowed, shareDegraded),
  ]);
  expect(Object.fromEntries(used ?? [])[id]).toBeGreaterThan(0.5);
});

test('storage leaves 15 % of each disk free, and is what it is today where nothing is known of it', () => {
  const kept = sizesFor({ ...demand, storageBytes: 3 * 850 * 2 ** 30 }, options);
  expect(kept.find(({ type }) => type === 'kafka.m7g.large')?.storageGib).toBe(1000);
  const unknown = sizesFor(demand, { ...options, storageGib: 2100 });
  expect(unknown.find(({ type }) => type === 'kafka.m7g.large')?.storageGib).toBe(700);
});

test('throughput beyond what a volume gives is provisioned, where the type allows it', () => {
  const sizes = sizesFor({ ...demand, ingressPeak: 450e6 }, { ...options, mostBrokers: 3 });
  const provisioned = sizes.filter(({ kind }) => kind === 'standard');
  expect(provisioned.length).toBeGreaterThan(0);
  for (const { provisionedMib, cost } of provisioned) {
    expect(provisionedMib).toBeGreaterThan(450);
    expect(cost.throughput).toBeGreaterThan(0);
  }
});

test('what nothing holds has no size', () => {
  expect(sizesFor({ ...demand, ingressPeak: 1e12 }, options)).toEqual([]);
});

test('every type has limits, a price that says where it is from, and grows within its family', () => {
  for (const { type, partitions, vcpus, networkBytes, ebsBytes, ingressBytes } of brokerTypes) {
    expect(prices[type].source).toContain('msk/pricing');
    expect(partitions).toBeGreaterThan(0);
    expect(vcpus).toBeGreaterThan(0);
    expect((networkBytes ?? 0) + (ingressBytes ?? 0)).toBeGreaterThan(0);
    if (type.startsWith('kafka.')) expect(ebsBytes).toBeGreaterThan(0);
  }
  for (const family of ['kafka.m5', 'kafka.m7g', 'express.m7g']) {
    const usd = brokerTypes.filter(({ type }) => type.startsWith(family)).map(({ type }) => prices[type].usd);
    expect(usd).toEqual([...usd].sort((a, b) => a - b));
  }
});
