import { createDrift, driftTake, hasDrifted } from '../../../../lib/domain/forecast/accuracy/drift.ts';
import {
  createAccuracy,
  foresee,
  type LiveAccuracy,
  packAccuracy,
  renewed,
  score,
  unpackAccuracy,
} from '../../../../lib/domain/forecast/accuracy/live.ts';
import { errorRatio, segmentsOf } from '../../../../lib/domain/forecast/accuracy/summary.ts';
import { normals, seededUniform } from '../arima/seeded-random.ts';

const hour = 3_600_000;
const path = (value: number) => ({
  mean: new Float64Array(24).fill(value),
  lower: new Float64Array(24).fill(value - 10),
  upper: new Float64Array(24).fill(value + 10),
});

/** Forecasts `said` each hour while `came` comes. */
function live(hours: number, said: number, came: (hour: number) => number, accuracy = createAccuracy()) {
  for (let h = 0; h < hours; h++) {
    score(accuracy, came(h), { timeMs: h * hour, stepMs: hour, trainedToMs: 0 });
    foresee(accuracy, path(said), { originMs: h * hour, stepMs: hour, last: came(h) });
  }
  return accuracy;
}

test('each forecast is scored once, when its hour comes', () => {
  const { leads, pending } = live(30, 100, () => 104);
  expect(leads.map(({ leadMs, count }) => [leadMs / hour, count])).toEqual([
    [1, 29],
    [6, 24],
    [24, 6],
  ]);
  for (const { error, naive, coverage } of leads) {
    expect(error).toBeCloseTo(4, 12);
    expect([naive, coverage]).toEqual([0, 1]);
  }
  // One for the next hour, six and a day of them.
  expect(pending).toHaveLength(1 + 6 + 24);
});

test('the yardstick is the value of the same hour a day before, where there is a season', () => {
  const wave = (h: number) => 100 + (h % 24);
  const accuracy = live(60, 110, wave, createAccuracy(Float32Array.from({ length: 24 }, (_, h) => wave(h))));
  for (const { naive } of accuracy.leads) expect(naive).toBe(0);
  expect(accuracy.leads[2]?.error).toBeGreaterThan(3);
});

test('an hour without a value scores nothing, and is not waited for', () => {
  const { leads, pending } = live(30, 100, (h) => (h % 2 === 0 ? 100 : Number.NaN));
  expect(leads[0]?.count).toBe(14);
  expect(pending).toHaveLength(31);
});

test('scores and what is waited for come back from their state', () => {
  const accuracy = live(30, 100.123_456, (h) => 104 + h, createAccuracy(new Float32Array(24).fill(3)));
  const again = unpackAccuracy(JSON.parse(JSON.stringify(packAccuracy(accuracy))));
  for (const one of [accuracy, again]) live(0, 0, () => 0, one);
  const next = (one: LiveAccuracy) => {
    score(one, 77, { timeMs: 30 * hour, stepMs: hour, trainedToMs: 0 });
    return one.leads.map(({ error }) => error);
  };
  const [was, is] = [next(accuracy), next(again)];
  for (const [i, error] of was.entries()) expect(is[i]).toBeCloseTo(error, 3);
  expect(JSON.stringify(packAccuracy(accuracy)).length).toBeLessThan(3000);
});

test.each([
  ['nothing', null],
  ['another state', { kind: 'pool', version: 1 }],
  [
    'rows that are cut',
    { kind: 'live-accuracy', version: 1, leads: [[1]], pending: [], drift: [0, 0], season: '' },
  ],
])('refuses %s', (_, state) => expect(() => unpackAccuracy(state)).toThrow(RangeError));

describe('drift', () => {
  const stated = [{ mean: 100, lower: 90, upper: 110 }];

  test('errors as stated are none, for a year of hours', () => {
    const normal = normals(seededUniform(3));
    const drift = createDrift();
    let alarms = 0;
    for (let h = 0; h < 8760; h++) {
      driftTake(drift, stated, 100 + (10 / 1.96) * normal());
      if (hasDrifted(drift)) alarms++;
    }
    expect(alarms).toBe(0);
  });

  test('errors that stay beyond the interval are, within half a day', () => {
    const drift = createDrift();
    for (let h = 0; h < 48; h++) driftTake(drift, stated, 104);
    let hours = 0;
    while (!hasDrifted(drift)) {
      driftTake(drift, stated, 130);
      hours++;
    }
    expect(hours).toBeGreaterThan(1);
    expect(hours).toBeLessThan(12);
  });

  test('one wild hour is none', () => {
    const drift = createDrift();
    for (let h = 0; h < 12; h++) driftTake(drift, stated, 104);
    driftTake(drift, stated, 1e9);
    expect(hasDrifted(drift)).toBe(false);
  });

  test('an interval of no width drifts when values begin to vary', () => {
    const drift = createDrift();
    const flat = [{ mean: 7, lower: 7, upper: 7 }];
    for (let h = 0; h < 24; h++) driftTake(drift, flat, 7);
    expect(hasDrifted(drift)).toBe(false);
    for (let h = 0; h < 12; h++) driftTake(drift, flat, 9);
    expect(hasDrifted(drift)).toBe(true);
  });

  test('a training begins it anew and keeps the scores', () => {
    const accuracy = live(30, 100, () => 200);
    expect(hasDrifted(accuracy.drift)).toBe(true);
    const again = renewed(accuracy, new Float32Array(0));
    expect(hasDrifted(again.drift)).toBe(false);
    expect(again.leads).toBe(accuracy.leads);
    // What the model before had said of this hour is scored, and is not the new one's fault.
    score(again, 200, { timeMs: 30 * hour, stepMs: hour, trainedToMs: 30 * hour });
    expect(again.leads[0]?.count).toBe(30);
    expect(again.drift.count).toBe(0);
  });
});

describe('segments', () => {
  test('are medians over the series of each signal, and of all', () => {
    const scored = [
      { segment: 'bytes_in', accuracy: live(40, 100, (h) => 100 + (h % 2)) },
      { segment: 'bytes_in', accuracy: live(40, 100, (h) => 100 + 2 * (h % 2)) },
      { segment: 'disk_used', accuracy: live(3, 1, () => 2) },
    ];
    const segments = segmentsOf(scored);
    expect(segments.map(({ segment, leadHours, series }) => `${segment} ${leadHours} ${series}`)).toEqual([
      'all 1 2',
      'all 6 2',
      'all 24 2',
      'bytes_in 1 2',
      'bytes_in 6 2',
      'bytes_in 24 2',
    ]);
    expect(segments[0]?.errorRatioPercent).toBeLessThan(60);
    expect(segments[0]?.coveragePercent).toBe(100);
  });

  test.each([
    [2, 4, 0.5],
    [0, 0, 1],
    [1, 0, 10],
    [100, 1, 10],
  ])('an error of %d over %d counts as %d', (error, naive, ratio) =>
    expect(errorRatio(error, naive)).toBe(ratio),
  );
});
