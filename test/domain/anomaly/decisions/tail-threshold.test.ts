import { TailThreshold } from '../../../../lib/domain/anomaly/decisions/tail-threshold.ts';
import type { Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

/** Scores whose tail is exponential: decades of rarity, when all is normal. */
function learnt(scores: number, draw: () => number): TailThreshold {
  const threshold = new TailThreshold();
  for (let i = 0; i < scores; i++) threshold.push(draw());
  return threshold;
}

const random = createRandom(11);
const decades = () => -Math.log10(random());

test('of decades of rarity the threshold is the decades asked for, about', () => {
  const threshold = learnt(4000, decades);
  expect(threshold.at(1e-3)).toBeGreaterThan(2.5);
  expect(threshold.at(1e-3)).toBeLessThan(3.7);
  expect(threshold.at(1e-4)).toBeLessThan(5);
});

test('so many normal scores exceed it as were put up with', () => {
  const threshold = learnt(4000, decades);
  const limit = threshold.at(1e-3) ?? 0;
  const over = Array.from({ length: 50_000 }, decades).filter((score) => score > limit).length;
  expect(over).toBeGreaterThan(10);
  expect(over).toBeLessThan(200);
});

test('scores with a heavier tail have a higher threshold', () => {
  const heavy = learnt(4000, () => (decades() * 3) / (0.5 + random()));
  const light = learnt(4000, decades);
  expect(heavy.at(1e-3)).toBeGreaterThan(1.5 * (light.at(1e-3) ?? 0));
});

test('says nothing before it has seen a day of scores', () => {
  expect(learnt(287, decades).at(0.01)).toBeUndefined();
  expect(learnt(288, decades).at(0.01)).toBeGreaterThan(0);
});

test('constant scores and no-numbers give a number, and a state of either age goes on alike', () => {
  expect(learnt(1000, () => 0).at(1e-4)).toBe(0);
  expect(learnt(1000, () => Number.NaN).isLearning).toBe(true);
  for (const scores of [0, 100, 288, 1000]) {
    const straight = learnt(scores, decades);
    const restored = TailThreshold.restore(JSON.parse(JSON.stringify(straight.state())));
    for (let i = 0; i < 500; i++) {
      const score = decades();
      straight.push(score);
      restored.push(score);
    }
    expect(restored.at(1e-3)).toBe(straight.at(1e-3));
    expect(restored.state()).toEqual(straight.state());
  }
});

test('refuses a state that is none', () => {
  const broken: readonly Json[] = [null, {}, { kind: 'tail-threshold', version: 1, seen: 3, held: '!' }];
  for (const state of broken) expect(() => TailThreshold.restore(state)).toThrow(RangeError);
});
