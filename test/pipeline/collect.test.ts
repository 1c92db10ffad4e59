import { collect } from '../../lib/pipeline/collect.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import type { ReadRequest } from '../../lib/ports/metric-source.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import {
  bytesIn,
  createFakeClock,
  createFakeSource,
  day,
  diskUsed,
  hour,
  minute,
  t0,
  unreachable,
} from './ports.ts';

function setUp() {
  const source = createFakeSource([bytesIn, diskUsed], (timeMs) => timeMs / 1000);
  const parts = {
    store: createMemoryMetricStore(),
    models: createMemoryModelStore(),
    clock: createFakeClock(t0),
  };
  return { source, ...parts };
}

test('the first reading goes back a quarter of an hour', async () => {
  const it = setUp();
  expect(await collect(it)).toEqual({
    points: 6,
    series: 2,
    problems: [],
    fromMs: t0 - 15 * minute,
    toMs: t0,
    owed: 0,
  });
});

test('the next reading starts at the watermark less the overlap', async () => {
  const it = setUp();
  await collect(it);
  it.clock.set(t0 + 20 * minute);
  const report = await collect({ ...it, overlapMs: 5 * minute });
  expect(it.source.requests.at(-1)).toMatchObject({ fromMs: t0 - 5 * minute, toMs: t0 + 20 * minute });
  expect(report.points).toBe(10);
});

test('collecting twice changes nothing in the store', async () => {
  const it = setUp();
  await collect(it);
  const range = { fromMs: 0, toMs: t0 + day };
  const before = await it.store.read(range);
  await collect(it);
  expect(await it.store.read(range)).toEqual(before);
});

test('a point that comes late is found by the overlap', async () => {
  const it = setUp();
  let isLate = true;
  const late = createFakeSource([bytesIn], (timeMs) =>
    isLate && timeMs >= t0 - 5 * minute ? Number.NaN : 1,
  );
  await collect({ ...it, source: late });
  isLate = false;
  it.clock.set(t0 + 5 * minute);
  await collect({ ...it, source: late });
  const [samples] = await it.store.read({ fromMs: t0 - 5 * minute, toMs: t0 });
  expect(samples?.timesMs).toEqual(Float64Array.of(t0 - 5 * minute));
});

test('a store that is down stops the stage and the watermark stays', async () => {
  const it = setUp();
  await collect(it);
  it.clock.set(t0 + hour);
  it.store.isDown = true;
  await expect(collect(it)).rejects.toThrow(StoreError);
  it.store.isDown = false;
  expect((await collect({ ...it, overlapMs: 0 })).fromMs).toBe(t0);
});

test('a source that gives only problems leaves the watermark where it is', async () => {
  const it = setUp();
  await collect(it);
  it.clock.set(t0 + hour);
  it.source.failing = [unreachable];
  expect(await collect(it)).toMatchObject({ points: 0, problems: [unreachable], toMs: t0 });
  it.source.failing = [];
  expect(await collect({ ...it, overlapMs: 0 })).toMatchObject({ fromMs: t0, toMs: t0 + hour, points: 24 });
});

test('after a long pause the range is read a day at a time', async () => {
  const it = setUp();
  await collect(it);
  it.clock.set(t0 + 2.5 * day);
  await collect({ ...it, overlapMs: 0 });
  expect(it.source.requests.slice(1).map(({ fromMs, toMs }) => [fromMs - t0, toMs - t0])).toEqual([
    [0, day],
    [day, 2 * day],
    [2 * day, 2.5 * day],
  ]);
});

test('a clock that was set back does not move the watermark back', async () => {
  const it = setUp();
  await collect(it);
  it.clock.set(t0 - hour);
  expect((await collect(it)).toMs).toBe(t0);
});

test('points that the store rejects are reported', async () => {
  const it = setUp();
  const rejected = { kind: 'rejected', where: bytesIn.key, message: 'too old for the store', count: 2 };
  const picky = { ...it.store, write: async () => ({ written: 1, rejected: [rejected] }) };
  expect(await collect({ ...it, store: picky })).toMatchObject({ points: 1, problems: [rejected] });
});

describe('a source that tells which series it owes', () => {
  const owing = (owed: ReadonlyMap<string, number>) => ({
    ...createFakeSource([], () => 1),
    requests: [] as ReadRequest[],
    owed,
    async read(request: ReadRequest) {
      this.requests.push(request);
      return { samples: [], problems: this.owed.size > 0 ? [unreachable] : [], owed: this.owed };
    },
  });

  test('is told by the next run what it owes, though another process makes it', async () => {
    const it = setUp();
    const failing = owing(new Map([[bytesIn.key, t0 - hour]]));
    expect(await collect({ ...it, source: failing })).toMatchObject({ toMs: t0, owed: 1 });
    it.clock.set(t0 + 5 * minute);
    const working = owing(new Map());
    expect(await collect({ ...it, source: working, overlapMs: 0 })).toMatchObject({ owed: 0 });
    expect(working.requests).toMatchObject([{ fromMs: t0, owed: new Map([[bytesIn.key, t0 - hour]]) }]);
    it.clock.set(t0 + 10 * minute);
    await collect({ ...it, source: working, overlapMs: 0 });
    expect(working.requests.at(-1)?.owed).toEqual(new Map());
  });

  test('a damaged memory of it counts as none', async () => {
    const it = setUp();
    const working = owing(new Map());
    await it.models.save(new Map([['watermark/fake', { toMs: t0 - hour, owed: { a: 'soon', b: 7 } }]]));
    await collect({ ...it, source: working });
    expect(working.requests[0]?.owed).toEqual(new Map([['b', 7]]));
  });
});
