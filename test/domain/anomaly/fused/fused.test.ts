import { fused } from '../../../../lib/domain/anomaly/index.ts';
import { normal } from '../../../memory/noise.ts';

const stepMs = 300_000;
const day = 288;

interface Story {
  readonly days: number;
  readonly seed: number;
  readonly change: (value: number, i: number) => number;
}

/** Rows at which alarms begin in a daily rhythm with noise that a story changes. */
function alarmsOf({ days, seed, change }: Story, options = {}) {
  const noise = normal(seed);
  const model = fused.create({ stepMs, startMs: 0, ...options });
  const alarms: number[] = [];
  for (let i = 0; i < days * day; i++) {
    const usual = 1000 + 300 * Math.sin((2 * Math.PI * i) / day) + 20 * noise();
    if (model.take({ observed: change(usual, i), timeMs: i * stepMs }).isAlarm) alarms.push(i);
  }
  return alarms;
}

const at = 12 * day + 100;

test.each([
  ['a level twice as high', (v: number, i: number) => (i >= at ? 2 * v : v)],
  ['two hours of nothing', (v: number, i: number) => (i >= at && i < at + 24 ? 0 : v)],
  ['a spike', (v: number, i: number) => (i === at ? 5 * v : v)],
  ['a day without its rhythm', (v: number, i: number) => (i >= at && i < at + day ? 1000 : v)],
] as const)('%s begins one alarm within a day', (_, change) => {
  const alarms = alarmsOf({ days: 14, seed: 1, change }).filter((i) => i >= at && i < at + day);
  expect(alarms.length).toBeGreaterThanOrEqual(1);
  expect(alarms.length).toBeLessThanOrEqual(2);
});

test('a constant never alarms, and nothing does while it learns', () => {
  expect(alarmsOf({ days: 14, seed: 2, change: () => 42 })).toEqual([]);
  const early = alarmsOf({ days: 2, seed: 3, change: (v, i) => (i === 500 ? 100 * v : v) });
  expect(early).toEqual([]);
});

test('a calm month has an alarm in ten days at most', () => {
  expect(alarmsOf({ days: 30, seed: 4, change: (v) => v }).length).toBeLessThanOrEqual(3);
});

test('says why: decades of each member', () => {
  const model = fused.create({ stepMs, startMs: 0, learningSteps: 100 });
  const noise = normal(5);
  for (let i = 0; i < 4 * day; i++) model.update({ observed: 100 + noise(), timeMs: i * stepMs });
  const verdict = model.take({ observed: 500, timeMs: 4 * day * stepMs });
  expect(verdict.isAlarm).toBe(true);
  expect(verdict.score).toBeGreaterThan(0);
  expect(verdict.pValue).toBeLessThan(0.001);
  expect(verdict.members['new-extreme']).toBeGreaterThan(5);
  expect(model.take({ observed: 500, timeMs: (4 * day + 1) * stepMs }).isAlarm).toBe(false);
});

test('a known range makes a step between levels never seen news', () => {
  const noise = normal(6);
  const model = fused.create({ stepMs, startMs: 0, learningSteps: 100, range: { min: 0, max: 80 } });
  for (let i = 0; i < 300; i++)
    model.update({ observed: (i >> 6) % 2 === 0 ? 5 : 75 + noise(), timeMs: i * stepMs });
  const { members } = model.take({ observed: 45, timeMs: 300 * stepMs });
  expect(members['unseen-transition']).toBeGreaterThan(1);
});
