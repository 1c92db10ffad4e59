import { readFileSync } from 'node:fs';
import { seasonalStrength, trendStrength } from '../../../../lib/domain/series/stl/index.ts';
import { gaussFrom, made } from './made.ts';

const known: { name: string; period: number; strength: number; values: number[] }[] = JSON.parse(
  readFileSync('test/fixtures/stl/strength.json', 'utf8'),
);

test.each(known)(
  '$name has the seasonal strength that R computes, to 1e-12',
  ({ period, strength, values }) => {
    expect(Math.abs(seasonalStrength(Float64Array.from(values), period) - strength)).toBeLessThan(1e-12);
  },
);

test('season without noise has strength 1, noise without season little', () => {
  expect(seasonalStrength(made(240, 24, 1, 0), 24)).toBeGreaterThan(0.999);
  expect(seasonalStrength(Float64Array.from({ length: 500 }, gaussFrom(1)), 24)).toBeLessThan(0.3);
});

test('spikes hide the season from the plain strength, not from the robust one', () => {
  const y = made(480, 24, 2);
  const without = seasonalStrength(y, 24, { robust: true });
  for (const i of [50, 211, 390]) y[i]! += 2000;
  expect(seasonalStrength(y, 24)).toBeLessThan(0.5);
  expect(Math.abs(seasonalStrength(y, 24, { robust: true }) - without)).toBeLessThan(0.02);
});

test('gaps do not count', () => {
  const y = made(480, 24, 3);
  const whole = seasonalStrength(y, 24);
  y.fill(Number.NaN, 100, 140);
  expect(Math.abs(seasonalStrength(y, 24) - whole)).toBeLessThan(0.01);
});

test('constants and straight lines have no season, and a line is all trend', () => {
  const line = Float64Array.from({ length: 96 }, (_, t) => 1e6 + 0.1 * t);
  for (const robust of [false, true]) {
    expect(seasonalStrength(new Float64Array(96).fill(7.7), 12, { robust })).toBe(0);
    expect(trendStrength(new Float64Array(96).fill(7.7), 12, { robust })).toBe(0);
    expect(seasonalStrength(line, 12, { robust })).toBe(0);
    expect(trendStrength(line, 12, { robust })).toBeGreaterThan(0.999);
  }
});

test('strengths do not depend on scale', () => {
  const y = made(240, 12, 5);
  const tiny = y.map((value) => value * 1e-9);
  expect(seasonalStrength(tiny, 12)).toBeCloseTo(seasonalStrength(y, 12), 10);
  expect(trendStrength(tiny, 12)).toBeCloseTo(trendStrength(y, 12), 10);
});

test('refuses less than two seasons', () => {
  expect(() => seasonalStrength(made(20, 12, 1), 12)).toThrow(/got 20 values for a period of 12/);
});
