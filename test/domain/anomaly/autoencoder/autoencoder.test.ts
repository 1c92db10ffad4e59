import { autoencoder } from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const stepMs = 300_000;
const options = { stepMs, startMs: 0, learningSteps: 300, seed: 5 };
const period = 36;

/** A wave that rises slowly and falls at once, and noise. */
function saw(length: number): number[] {
  const random = createRandom(9);
  return Array.from({ length }, (_, t) => 40 + (t % period) + random());
}

function fed(values: readonly number[], seed = options.seed) {
  const model = autoencoder.create({ ...options, seed });
  values.forEach((observed, t) => {
    model.update({ observed, timeMs: t * stepMs });
  });
  return model;
}

/** P-values of the values after those that the model was fed with. */
function pValues(model: ReturnType<typeof fed>, values: readonly number[]): number[] {
  return values.map((observed) => {
    const { pValue } = model.score({ observed, timeMs: 0 });
    model.update({ observed, timeMs: 0 });
    return pValue;
  });
}

const known = saw(20 * period);

test('a shape that goes the wrong way is found though each value is a usual one', () => {
  const reversed = saw(21 * period)
    .slice(20 * period)
    .reverse();
  expect(Math.min(...pValues(fed(known), saw(21 * period).slice(20 * period)))).toBeGreaterThan(0.01);
  expect(Math.min(...pValues(fed(known), reversed))).toBeLessThan(0.005);
});

test('a spike is found, and its score has its side', () => {
  const model = fed(known);
  const { score, pValue } = model.score({ observed: 300, timeMs: 0 });
  expect(score).toBeGreaterThan(0);
  expect(pValue).toBeLessThan(1e-4);
  expect(model.score({ observed: -300, timeMs: 0 }).score).toBeLessThan(0);
});

test('equal seeds give equal networks, other seeds others', () => {
  const scoreOf = (seed: number) => fed(known.slice(0, 400), seed).score({ observed: 50, timeMs: 0 }).score;
  expect(scoreOf(5)).toBe(scoreOf(5));
  expect(scoreOf(5)).not.toBe(scoreOf(6));
});

test('nothing is told before the first lesson, nor of a gap', () => {
  expect(fed(known.slice(0, 140)).score({ observed: 1e6, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
  expect(fed(known).score({ observed: Number.NaN, timeMs: 0 })).toEqual({ score: 0, pValue: 1 });
});

test('its state stays under 12 kB with the longest memory', () => {
  const model = autoencoder.create({ ...options, learningSteps: 2016 });
  saw(1100).forEach((observed, t) => {
    model.update({ observed, timeMs: t * stepMs });
  });
  expect(JSON.stringify(model.state()).length).toBeLessThan(12_000);
});
