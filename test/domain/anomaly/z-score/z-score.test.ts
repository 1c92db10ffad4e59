import { OrderWindow } from '../../../../lib/domain/anomaly/calibration/order-window.ts';
import {
  type Detector,
  type DetectorModel,
  robustZScore,
  rollingZScore,
  zScore,
} from '../../../../lib/domain/anomaly/index.ts';
import { medianDistance } from '../../../../lib/domain/anomaly/z-score/robust.ts';
import { median } from '../../../../lib/domain/numerics/order-statistics.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const options = { stepMs, startMs: 0, learningSteps: 96 };
const pointOf = (observed: number) => ({ observed, timeMs: 0 });

function fed(detector: Detector, values: readonly number[]): DetectorModel {
  const model = detector.create(options);
  for (const value of values) model.update(pointOf(value));
  return model;
}

function noise(seed: number, length: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length }, () => 100 + random() + random() + random() - 1.5);
}

const few = [2, 4, 4, 4, 5, 5, 7, 9];

test('the plain score is the distance from the mean in sample standard deviations', () => {
  expect(fed(zScore, few).score(pointOf(12)).score).toBeCloseTo(7 / Math.sqrt(32 / 7), 12);
});

test('the robust score is the distance from the median in median absolute deviations, as a standard deviation', () => {
  expect(fed(robustZScore, few).score(pointOf(12)).score).toBeCloseTo(7.5 / (0.5 * 1.482602218505602), 12);
});

test('the rolling score equals the one reckoned anew from its window, also after a great value has left it', () => {
  const values = noise(1, 400).map((v, i) => (i === 100 ? 1e9 : v));
  const model = rollingZScore.create(options);
  for (const [i, value] of values.entries()) {
    if (i > 150) {
      const window = values.slice(i - 12, i).map(Math.fround);
      const mean = window.reduce((a, b) => a + b) / 12;
      const sd = Math.sqrt(window.reduce((a, b) => a + (b - mean) ** 2, 0) / 11);
      const least = Math.max(sd, 1e-3 * mean);
      expect(model.score(pointOf(101)).score).toBeCloseTo((101 - mean) / least, 4);
    }
    model.update(pointOf(value));
  }
});

test('the median distance by halves equals the sorted one, for odd and even counts, and ties', () => {
  const random = createRandom(2);
  const window = new OrderWindow(41);
  for (let i = 0; i < 120; i++) {
    window.push(Math.round(20 * random()) / 4);
    const centre = window.quantile(0.5);
    const distances = Array.from(window.values(), (value) => Math.abs(value - centre));
    expect(medianDistance(window, centre)).toBeCloseTo(median(distances), 12);
  }
});

test.each([
  ['z-score', zScore],
  ['robust-z-score', robustZScore],
  ['rolling-z-score', rollingZScore],
])('%s calls eight deviations rare once it has learnt, on either side, and nothing before', (_, detector) => {
  const early = fed(detector, noise(3, 20)).score(pointOf(104));
  expect(early.pValue).toBe(1);
  expect(early.score).toBeGreaterThan(4);
  const model = fed(detector, noise(3, 300));
  expect(model.score(pointOf(104)).pValue).toBeLessThan(1e-5);
  expect(model.score(pointOf(96)).score).toBeLessThan(-4);
  expect(model.score(pointOf(96)).pValue).toBeLessThan(1e-5);
  expect(model.score(pointOf(100)).pValue).toBeGreaterThan(0.5);
  expect(model.score(pointOf(Number.NaN))).toEqual({ score: 0, pValue: 1 });
});

test('anomalies that are fewer than half hide the next from the plain score, not from the robust one', () => {
  const soiled = noise(4, 300).map((v, i) => (i > 200 && i % 3 === 0 ? 140 : v));
  expect(fed(zScore, soiled).score(pointOf(140)).score).toBeLessThan(3.5);
  expect(fed(robustZScore, soiled).score(pointOf(140)).score).toBeGreaterThan(40);
});
