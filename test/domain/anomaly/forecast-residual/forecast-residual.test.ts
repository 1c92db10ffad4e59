import {
  createForecastResidual,
  type DetectorModel,
  forecastResidual,
} from '../../../../lib/domain/anomaly/index.ts';
import type { FitOptions, FittedModel, Forecaster } from '../../../../lib/domain/forecast/forecaster.ts';
import { fourierAr } from '../../../../lib/domain/forecast/fourier-ar/index.ts';
import { slotProfile } from '../../../../lib/domain/forecast/slot-profile/index.ts';
import { theta } from '../../../../lib/domain/forecast/theta/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const hourMs = 3_600_000;
const startMs = Date.UTC(2026, 0, 5);

interface Fits {
  readonly sizes: number[];
  readonly starts: number[];
  readonly taken: number[];
  looks: number;
}

/** Expects 10 ± 2, counts how it is used, and is slow if it may. */
function plain(fits: Fits): Forecaster {
  const model: FittedModel = {
    forecasterId: 'plain',
    description: 'ten',
    next: () => ({ mean: 10, sd: 2, lower: 6, upper: 14 }),
    update: (value) => {
      fits.taken.push(value);
    },
    forecast: (horizon) => ({
      mean: new Float64Array(horizon).fill(10),
      lower: new Float64Array(horizon).fill(10 - 1.959963984540054 * 4),
      upper: new Float64Array(horizon).fill(10 + 1.959963984540054 * 4),
    }),
    state: () => ({}),
  };
  return {
    id: 'plain',
    fit(y: Float64Array, { startMs: from, expired = () => true }: FitOptions) {
      fits.sizes.push(y.length);
      fits.starts.push(from);
      while (!expired()) fits.looks++;
      return { kind: 'fitted', model };
    },
    restore: () => model,
  };
}

function counted(): Fits {
  return { sizes: [], starts: [], taken: [], looks: 0 };
}

function feed(model: DetectorModel, values: readonly number[], stepMs = hourMs, from = 0): void {
  values.forEach((observed, i) => {
    model.update({ observed, timeMs: startMs + (from + i) * stepMs });
  });
}

const options = { fitFrom: 8, blocks: 40, refitAfter: 32, rounds: 3 };

test('the score is the error in the deviations of the forecast', () => {
  const model = createForecastResidual(plain(counted()), options).create({ stepMs: hourMs, startMs });
  expect(model.score({ observed: 13, timeMs: startMs })).toEqual({ score: 0, pValue: 1 });
  feed(model, new Array<number>(20).fill(10));
  expect(model.score({ observed: 13, timeMs: startMs + 20 * hourMs }).score).toBe(1.5);
  expect(model.score({ observed: 13, timeMs: startMs + 22 * hourMs }).score).toBeCloseTo(0.75, 12);
  expect(model.score({ observed: 13, timeMs: startMs + 90 * hourMs }).pValue).toBe(1);
});

test('it is fitted at each doubling, then each 32 blocks, on the newest 40, with three looks at the clock', () => {
  const fits = counted();
  const model = createForecastResidual(plain(fits), options).create({ stepMs: hourMs, startMs });
  feed(model, new Array<number>(130).fill(10));
  expect(fits.sizes).toEqual([8, 16, 32, 40, 40, 40]);
  expect(fits.starts.map((at) => (at - startMs) / hourMs)).toEqual([0, 0, 0, 24, 56, 88]);
  expect(fits.looks).toBe(18);
});

test('steps that nobody tells of are gaps to the forecaster, and a late point is left out', () => {
  const fits = counted();
  const model = createForecastResidual(plain(fits), options).create({ stepMs: hourMs, startMs });
  feed(model, new Array<number>(8).fill(10));
  feed(model, [11], hourMs, 10);
  feed(model, [99], hourMs, 9);
  feed(model, [12], hourMs, 11);
  expect(fits.taken).toEqual([Number.NaN, Number.NaN, 11, 12]);
});

test('points of a minute are forecast by the mean of their five minutes', () => {
  const fits = counted();
  const model = createForecastResidual(plain(fits), options).create({ stepMs: 60_000, startMs });
  feed(
    model,
    Array.from({ length: 60 }, (_, i) => i),
    60_000,
  );
  expect(fits.sizes).toEqual([8]);
  expect(fits.taken).toEqual([42, 47, 52, 57]);
});

const random = createRandom(6);
const noise = () => random() + random() + random() - 1.5;
const daily = Array.from(
  { length: 24 * 28 },
  (_, t) => 300 + 90 * Math.sin((2 * Math.PI * t) / 24) + 8 * noise(),
);

test.each(
  [['seasonal-naive', forecastResidual] as const].concat(
    [theta, slotProfile, fourierAr].map(
      (forecaster) => [forecaster.id, createForecastResidual(forecaster)] as never,
    ),
  ),
)('by the errors of %s a value out of its time of day is rare, the usual one is not', (_, detector) => {
  const model = detector.create({ stepMs: hourMs, startMs });
  feed(model, daily.slice(0, 600));
  const timeMs = startMs + 600 * hourMs;
  const usual = daily[600] ?? 0;
  expect(model.score({ observed: usual, timeMs }).pValue).toBeGreaterThan(1e-3);
  expect(model.score({ observed: usual + 80, timeMs }).pValue).toBeLessThan(1e-4);
  expect(model.score({ observed: usual - 80, timeMs }).score).toBeLessThan(-4);
});

test('what is usual in a restless part of the day is rare in a quiet one', () => {
  const detector = createForecastResidual(plain(counted()), { fitFrom: 8 });
  const model = detector.create({ stepMs: hourMs, startMs });
  feed(
    model,
    Array.from({ length: 24 * 80 }, (_, t) => 10 + (t % 24 < 12 ? 1 : 20) * noise()),
  );
  const at = (hour: number) => model.score({ observed: 30, timeMs: startMs + (24 * 80 + hour) * hourMs });
  expect(at(14).score).toBe(at(2).score);
  expect(at(14).pValue).toBeGreaterThan(0.01);
  expect(at(2).pValue).toBeLessThan(1e-6);
});

test('refuses options out of range, and a state of another forecaster', () => {
  const make = (given: object) => () => createForecastResidual(theta, given);
  expect(make({ blocks: 100 })).toThrow('got 100 for blocks: give a whole number of at least 144');
  expect(make({ fitFrom: 2 })).toThrow('got 2 for fitFrom: give a whole number of at least 8');
  expect(make({ refitAfter: 0.5 })).toThrow('got 0.5 for refitAfter');
  expect(make({ rounds: -1 })).toThrow('got -1 rounds: give at least 0');
  const state = createForecastResidual(theta).create({ stepMs: hourMs, startMs }).state();
  expect(() => createForecastResidual(fourierAr).restore(state)).toThrow('got a state of theta: give one of');
});
