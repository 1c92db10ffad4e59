import { combine } from '../../../../lib/domain/forecast/pool/combine.ts';
import { errorScaleOf, quantileFor, sizeAt } from '../../../../lib/domain/forecast/pool/conformal.ts';
import { isWorthMixing } from '../../../../lib/domain/forecast/pool/decision.ts';
import { errorsOf, lossesOf } from '../../../../lib/domain/forecast/pool/losses.ts';
import { originsOf, pathsOf } from '../../../../lib/domain/forecast/pool/trials.ts';
import { Mixer, weightsOf } from '../../../../lib/domain/forecast/pool/weights.ts';
import { normals, seededUniform } from '../arima/seeded-random.ts';

const all = () => true;

test('origins are a step apart, the newest a horizon before the end', () => {
  expect(originsOf(100, 10, 20, 3, 0)).toEqual([90, 70, 50]);
  expect(originsOf(100, 10, 20, 9, 60)).toEqual([90, 70]);
});

test('a path that is not finite counts as none', () => {
  const contender = {
    id: 'x',
    path: (n: number) => Float64Array.of(n > 50 ? 1 : Number.NaN),
    fit: () => undefined,
  };
  expect(pathsOf(contender, [60, 40], 1)).toEqual([Float64Array.of(1), undefined]);
});

test('errors leave gaps out', () => {
  const y = Float64Array.of(0, 2, Number.NaN, 4);
  expect(errorsOf(Float64Array.of(1, 9, 4), y, 1)).toEqual({ absolute: 0.5, relative: 1 / 6 });
});

test('losses are relative to the mean of the yardstick', () => {
  const error = (absolute: number) => ({ absolute, relative: absolute / 10 });
  const losses = lossesOf(
    [
      [error(1), error(3)],
      [error(1), undefined],
    ],
    0,
  );
  expect(losses[0]).toEqual([0.5, 1.5]);
  expect(losses[1]).toEqual([0.5, Number.NaN]);
});

describe('weights', () => {
  test('prefer the smaller loss, by its fifth power once origins are many', () => {
    const row = (loss: number) => new Array(200).fill(loss);
    const [one, half] = weightsOf([row(1), row(0.5)], all, 0);
    expect(half! / one!).toBeGreaterThan(30);
    expect(half! / one!).toBeLessThan(32.1);
  });

  test('believe few origins less', () => {
    const [one, half] = weightsOf([[1], [0.5]], all, 0);
    expect(half! / one!).toBeCloseTo((1 / 0.75) ** 5, 6);
  });

  test('are 0 for one with forecasts at fewer than half of the origins', () => {
    expect(
      weightsOf(
        [
          [1, 1, 1],
          [0.1, Number.NaN, Number.NaN],
        ],
        all,
        0,
      ),
    ).toEqual([1, 0]);
  });
});

test('a wild forecast moves a mix no further than the others reach', () => {
  const mixer = new Mixer(4);
  for (const [value, weight] of [
    [10, 0.3],
    [11, 0.3],
    [12, 0.3],
    [1e9, 0.1],
  ] as const)
    mixer.add(value, weight);
  expect(mixer.take()).toBeLessThan(12);
  mixer.add(7, 2);
  expect(mixer.take()).toBe(7);
});

test('the mix is kept unless seasonal naive was better beyond noise, or too few origins tell', () => {
  const naive = [1, 1.1, 0.9, 1, 1.05, 0.95];
  expect(
    isWorthMixing(
      naive.map((x) => 0.7 * x),
      naive,
    ),
  ).toBe(true);
  expect(
    isWorthMixing(
      naive.map((x, i) => x * (i % 2 === 0 ? 1.3 : 0.8)),
      naive,
    ),
  ).toBe(true);
  expect(
    isWorthMixing(
      naive.map((x, i) => x * (1.5 + 0.01 * i)),
      naive,
    ),
  ).toBe(false);
  expect(isWorthMixing([0.5, 0.5], [1, 1])).toBe(false);
});

test('a contender that is right gets the say, and seasonal naive what little is due to it', () => {
  const normal = normals(seededUniform(2));
  const y = Float64Array.from({ length: 80 }, (_, t) => 100 + 30 * Math.sin(t) + normal());
  const origins = [70, 65, 60, 55, 50, 45];
  const right = origins.map((o) => y.slice(o, o + 5).map((value) => value + 0.1));
  const wrong = origins.map(() => new Float64Array(5).fill(100));
  const trials = { origins, horizon: 5, block: 5, paths: [wrong, right, origins.map(() => undefined)] };
  const { decision, paths } = combine(['seasonal-naive', 'right', 'none'], trials, y, 0);
  expect(decision.kept).toBe('mix');
  expect(decision.contenders.find(({ id }) => id === 'right')?.weight).toBeGreaterThan(0.99);
  expect(decision.contenders.find(({ id }) => id === 'none')).toEqual({ id: 'none', loss: null, weight: 0 });
  expect(Math.abs(paths[0]![0]! - y[70]!)).toBeLessThan(1);
});

describe('the scale of errors', () => {
  const normal = normals(seededUniform(4));
  const errors = Array.from({ length: 200 }, () =>
    Float64Array.from({ length: 24 }, (_, h) => (1 + h / 12) * normal()),
  );
  const scale = errorScaleOf(errors, 24, 1e9);

  test('grows with the horizon as errors do, and on beyond it', () => {
    expect(scale.sizes[22]! / scale.sizes[1]!).toBeGreaterThan(1.8);
    expect(sizeAt(scale.sizes, 47)).toBeGreaterThan(scale.sizes[23]!);
  });

  test('holds the share of errors that a level states, between the coverages kept, too', () => {
    for (const level of [0.5, 0.75, 0.95]) {
      const quantile = quantileFor(scale, level);
      let hits = 0;
      for (const row of errors)
        for (const [h, error] of row.entries()) if (Math.abs(error) <= quantile * scale.sizes[h]!) hits++;
      expect(hits / (200 * 24)).toBeGreaterThan(level - 0.03);
      expect(hits / (200 * 24)).toBeLessThan(level + 0.03);
    }
  });

  test('is wider where few windows stand behind it', () => {
    expect(quantileFor(errorScaleOf(errors, 24, 4), 0.9) / quantileFor(scale, 0.9)).toBeCloseTo(1.125, 3);
  });

  test('of no errors at all is zero', () => {
    const none = errorScaleOf([new Float64Array(3)], 3, 1);
    expect(quantileFor(none, 0.95) * sizeAt(none.sizes, 1)).toBe(0);
  });
});
