import { backfill } from '../../lib/pipeline/backfill.ts';
import { collect } from '../../lib/pipeline/collect.ts';
import { StoreError } from '../../lib/ports/errors.ts';
import { createMemoryMetricStore, createMemoryModelStore } from '../memory/index.ts';
import {
  bytesIn,
  createFakeClock,
  createFakeSource,
  day,
  hour,
  minute,
  step,
  t0,
  unreachable,
} from './ports.ts';

const plan = [
  { agoMs: 10 * day, stepMs: hour },
  { agoMs: 2 * day, stepMs: step },
];

function setUp() {
  const source = createFakeSource([bytesIn], (timeMs) => timeMs / 1000);
  const parts = { store: createMemoryMetricStore(), models: createMemoryModelStore() };
  return { source, ...parts, clock: createFakeClock(t0 + 2 * minute), plan, chunkSteps: 96 };
}

test('the past comes in coarse steps first and fine ones after, oldest first, without a hole', async () => {
  const it = setUp();
  const report = await backfill(it);
  expect(report).toEqual({
    points: 8 * 24 + 2 * 288,
    problems: [],
    fromMs: t0 - 10 * day,
    toMs: t0,
    isComplete: true,
  });
  expect(it.source.requests.map(({ stepMs }) => stepMs)).toEqual([hour, hour, ...Array(6).fill(step)]);
  for (const [i, { fromMs }] of it.source.requests.entries())
    if (i > 0) expect(fromMs).toBe(it.source.requests[i - 1]?.toMs);
});

test('progress rises to 1 and is told in words', async () => {
  const seen: number[] = [];
  await backfill({ ...setUp(), onProgress: (done, words) => words !== '' && seen.push(done) });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

test('a second start reads nothing again', async () => {
  const it = setUp();
  await backfill(it);
  const asked = it.source.requests.length;
  it.clock.set(t0 + day);
  expect(await backfill(it)).toMatchObject({ points: 0, isComplete: true, toMs: t0 });
  expect(it.source.requests).toHaveLength(asked);
});

test('a start after a crash goes on where the first one stopped', async () => {
  const it = setUp();
  const onProgress = (done: number) => {
    if (done > 0.5) it.store.isDown = true;
  };
  await expect(backfill({ ...it, onProgress })).rejects.toThrow(StoreError);
  it.store.isDown = false;
  const asked = it.source.requests.length;
  it.clock.set(t0 + hour);
  const report = await backfill(it);
  expect(it.source.requests[asked]?.fromMs).toBe(it.source.requests[asked - 1]?.fromMs);
  expect(report).toMatchObject({ isComplete: true, toMs: t0 });
  const [samples] = await it.store.read({ fromMs: 0, toMs: t0 + day });
  expect(samples?.timesMs).toHaveLength(8 * 24 + 2 * 288);
});

test('a source that fails on the way is reported and asked again at the next start', async () => {
  const it = setUp();
  it.source.failing = [unreachable];
  expect(await backfill(it)).toMatchObject({ points: 0, problems: [unreachable], isComplete: false });
  it.source.failing = [];
  expect(await backfill(it)).toMatchObject({ points: 8 * 24 + 2 * 288, isComplete: true });
});

test('collect goes on where the past ends', async () => {
  const it = setUp();
  await backfill(it);
  it.clock.set(t0 + hour);
  expect(await collect({ ...it, overlapMs: 0 })).toMatchObject({ fromMs: t0, points: 12 });
});

test('a source without history is complete at once', async () => {
  const it = setUp();
  expect(await backfill({ ...it, source: { ...it.source, hasHistory: false } })).toMatchObject({
    points: 0,
    isComplete: true,
  });
  expect(it.source.requests).toHaveLength(0);
});
