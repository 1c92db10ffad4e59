import { agreement, quiet } from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const day = 86_400_000;
const t0 = 10 * day;
const random = createRandom(8);
const rhythm = (timeMs: number) => 1000 + 500 * Math.sin((2 * Math.PI * timeMs) / day);

function pointAt(timeMs: number, share = 1, withForecast = true) {
  const mean = rhythm(timeMs);
  const observed = share * mean * (1 + 0.04 * (random() + random() - 1));
  return { observed, timeMs, ...(withForecast && { expected: { mean, sd: 18, lower: 0, upper: 3000 } }) };
}

function learnt(detector: typeof agreement, withForecast = true) {
  const model = detector.create({ stepMs, startMs: 0 });
  for (let at = 0; at < t0; at += stepMs) model.update(pointAt(at, 1, withForecast));
  return model;
}

/** The rarest of an hour at a share of the usual. */
function hourAt(model: ReturnType<typeof learnt>, share: number, withForecast = true) {
  const scores = Array.from({ length: 12 }, (_, i) => {
    const point = pointAt(t0 + i * stepMs, share, withForecast);
    const score = model.score(point);
    model.update(point);
    return score;
  });
  return scores.reduce((a, b) => (b.pValue < a.pValue ? b : a));
}

test('a loss of a quarter that level takes for the evening is rare all the same', () => {
  const lost = hourAt(learnt(agreement), 0.75);
  expect(lost.score).toBeLessThan(-3.5);
  expect(lost.by).toContain('season');
  expect(lost.score).toBeLessThan(hourAt(learnt(quiet), 0.75).score - 0.5);
});

test('a forecast that is wrong alone is not believed', () => {
  const model = learnt(agreement);
  const point = pointAt(t0);
  const wrong = { ...point, expected: { mean: 3000, sd: 18, lower: 2900, upper: 3100 } };
  expect(model.score(wrong).pValue).toBeGreaterThan(1e-3);
});

test('without a forecast it says what level and season say, and no less', () => {
  const [ours, theirs] = [learnt(agreement, false), learnt(quiet, false)];
  for (let i = 0; i < 24; i++) {
    const point = pointAt(t0 + i * stepMs, 1.6, false);
    expect(ours.score(point).pValue).toBeLessThanOrEqual(theirs.score(point).pValue);
    for (const model of [ours, theirs]) model.update(point);
  }
  expect(hourAt(ours, 3, false).by).not.toContain('forecast');
});
