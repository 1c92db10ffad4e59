import fc from 'fast-check';
import type { FittedModel, Json } from '../../../../lib/domain/forecast/forecaster.ts';
import { seasonalNaive } from '../../../../lib/domain/forecast/index.ts';
import { normal, studentT3 } from '../../../memory/noise.ts';

const day = 48;
const options = { stepMs: 1_800_000, startMs: 0, periods: [day], range: { min: 0 } };

function fittedOn(length: number, value: (t: number) => number): FittedModel {
  const result = seasonalNaive.fit(
    Float64Array.from({ length }, (_, t) => value(t)),
    options,
  );
  if (result.kind !== 'fitted') throw new Error(`got ${result.kind}`);
  return result.model;
}

const rhythm = (t: number) => 100 + 50 * Math.sin((2 * Math.PI * t) / day);

function noisyRhythm(seed: number, sd = 3): (t: number) => number {
  const noise = normal(seed);
  return (t) => rhythm(t) + sd * noise();
}

const throughText = (model: FittedModel) =>
  seasonalNaive.restore(JSON.parse(JSON.stringify(model.state())) as Json);

test('a model restored from its text goes on exactly alike, whatever comes', () => {
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.double({ min: 0, max: 300, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
    { weight: 1, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  );
  const models = [fittedOn(14 * day, noisyRhythm(1)), fittedOn(60, (t) => t + (t % 3))];
  fc.assert(
    fc.property(fc.array(value, { maxLength: 120 }), fc.nat({ max: 120 }), (values, cut) => {
      for (const start of models) {
        const straight = throughText(start);
        let restored = throughText(start);
        for (const [i, v] of values.entries()) {
          if (i === cut) restored = throughText(restored);
          straight.update(v);
          restored.update(v);
          expect(restored.next(0.95)).toEqual(straight.next(0.95));
        }
        expect(restored.state()).toEqual(straight.state());
        expect(restored.forecast(100, 0.8)).toEqual(straight.forecast(100, 0.8));
      }
    }),
    { numRuns: 40 },
  );
});

test('expectations are finite, in order and in range, whatever comes', () => {
  const start = fittedOn(14 * day, noisyRhythm(2));
  fc.assert(
    fc.property(fc.array(fc.double(), { maxLength: 60 }), (values) => {
      const model = throughText(start);
      for (const v of values) model.update(v > 1e12 || v < -1e12 ? 1e12 : v);
      const { mean, sd, lower, upper } = model.next(0.95);
      expect(lower).toBeGreaterThanOrEqual(0);
      expect(lower).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(upper);
      expect(Number.isFinite(upper) && Number.isFinite(sd)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('a week of 5-minute steps is a state below 12 kB', () => {
  const week = 2016;
  const noise = normal(3);
  const y = Float64Array.from(
    { length: 2 * week },
    (_, t) => (t % week > 1440 ? 50 : 100 + 40 * Math.sin((2 * Math.PI * t) / 288)) + noise(),
  );
  const result = seasonalNaive.fit(y, { stepMs: 300_000, startMs: 0, periods: [288, week] });
  if (result.kind !== 'fitted') throw new Error(result.kind);
  expect(result.model.description).toContain('season 1 week');
  expect(JSON.stringify(result.model.state()).length).toBeLessThan(12_000);
});

test('updating is what fitting does: a model fitted less far and updated expects much the same', () => {
  const value = noisyRhythm(4);
  const y = Float64Array.from({ length: 21 * day }, (_, t) => value(t));
  const whole = fittedOn(y.length, (t) => y[t] ?? 0);
  const walked = fittedOn(20 * day, (t) => y[t] ?? 0);
  for (const v of y.subarray(20 * day)) walked.update(v);
  const [a, b] = [whole.forecast(day, 0.9).mean, walked.forecast(day, 0.9).mean];
  for (const [h, mean] of a.entries()) expect(Math.abs(mean - (b[h] ?? 0))).toBeLessThan(1.5);
});

test('after a gap the season before is expected still', () => {
  const model = fittedOn(14 * day, rhythm);
  for (let t = 0; t < day + 5; t++) model.update(Number.NaN);
  expect(model.next(0.95).mean).toBeCloseTo(rhythm(5), 3);
});

test.each([
  ['normal noise', normal(5), 0.93, 0.97],
  ['heavy-tailed noise', studentT3(6), 0.9, 0.98],
] as const)('95 %% intervals hold about 95 %% of points in %s', (_, noise, least, most) => {
  const model = fittedOn(28 * day, (t) => rhythm(t) + 3 * noise());
  let inside = 0;
  const steps = 60 * day;
  for (let t = 0; t < steps; t++) {
    const value = rhythm(t) + 3 * noise();
    const { lower, upper } = model.next(0.95);
    if (value >= lower && value <= upper) inside++;
    model.update(value);
  }
  expect(inside / steps).toBeGreaterThan(least);
  expect(inside / steps).toBeLessThan(most);
});

test('noise that grows with the value gets an interval that does', () => {
  const noise = normal(7);
  const model = fittedOn(28 * day, (t) => rhythm(t) * (1 + 0.05 * noise()));
  const { mean, lower, upper } = model.forecast(day, 0.9);
  const widthAt = (h: number) => (upper[h] ?? 0) - (lower[h] ?? 0);
  const [top, bottom] = [mean.indexOf(Math.max(...mean)), mean.indexOf(Math.min(...mean))];
  expect(widthAt(top) / widthAt(bottom)).toBeGreaterThan(2);
});

test('intervals widen from season to season and with the level asked for', () => {
  const model = fittedOn(28 * day, noisyRhythm(8));
  const { lower, upper } = model.forecast(3 * day, 0.9);
  const width = (h: number) => (upper[h] ?? 0) - (lower[h] ?? 0);
  expect(width(2 * day)).toBeGreaterThan(1.5 * width(0));
  const narrow = model.next(0.5);
  const wide = model.next(0.99);
  expect(wide.upper - wide.lower).toBeGreaterThan(3 * (narrow.upper - narrow.lower));
});

test('one outlier hardly moves what is expected next, nor the day after', () => {
  const model = fittedOn(28 * day, noisyRhythm(9));
  const before = model.next(0.95).sd;
  model.update(5000);
  expect(Math.abs(model.next(0.95).mean - rhythm(1))).toBeLessThan(4 * before);
  for (let t = 1; t < day; t++) model.update(rhythm(t));
  expect(Math.abs(model.next(0.95).mean - rhythm(0))).toBeLessThan(4 * before);
});

test('a level that shifts for good is adopted within three days', () => {
  const model = fittedOn(28 * day, noisyRhythm(10));
  const noise = normal(11);
  for (let t = 0; t < 3 * day; t++) model.update(rhythm(t) + 60 + 3 * noise());
  expect(Math.abs(model.next(0.95).mean - (rhythm(0) + 60))).toBeLessThan(10);
});

test('what starts to run away is forecast to run on, and to rest when it is over', () => {
  const noise = normal(12);
  const calm = Float64Array.from({ length: 500 }, () => 10 + 2 * noise());
  const result = seasonalNaive.fit(calm, { stepMs: 300_000, startMs: 0, periods: [], range: { min: 0 } });
  if (result.kind !== 'fitted') throw new Error(result.kind);
  const { model } = result;
  for (let t = 1; t <= 12; t++) model.update(10 + 300 * t);
  expect(model.forecast(12, 0.9).mean[11]).toBeGreaterThan(5000);
  for (let t = 0; t < 30; t++) model.update(10 + 2 * noise());
  expect(model.forecast(12, 0.9).mean[11]).toBeLessThan(200);
});

test('refuses a horizon that is no whole number above 0, and a level outside 0 and 1', () => {
  const model = fittedOn(60, (t) => t);
  expect(() => model.forecast(0, 0.9)).toThrow(RangeError);
  expect(() => model.forecast(1.5, 0.9)).toThrow(RangeError);
  expect(() => model.next(1)).toThrow(RangeError);
});

test('refuses a state that is none', () => {
  const state = fittedOn(14 * day, noisyRhythm(13)).state() as Record<string, Json>;
  const core = state.core as Record<string, Json>;
  const broken: Json[] = [
    null,
    [],
    'x',
    {},
    { ...state, version: 2 },
    { ...state, oneStep: -1 },
    { ...state, oneStep: 'much' },
    { ...state, description: 7 },
    { ...state, core: { ...core, kind: 'moon' } },
    { ...state, core: { ...core, phase: day } },
    { ...state, core: { ...core, phase: 0.5 } },
    { ...state, core: { ...core, profile: 'AAAA' } },
    { ...state, range: { min: 'low' } },
  ];
  for (const one of broken) expect(() => seasonalNaive.restore(one)).toThrow(RangeError);
  expect(() => seasonalNaive.restore({ ...state, oneStep: -1 })).toThrow(/got -1 for oneStep/);
});
