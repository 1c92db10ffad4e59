import { readFileSync } from 'node:fs';
import { type Decomposition, type StlOptions, stl } from '../../../../lib/domain/series/stl/index.ts';
import { largestGap, made } from './made.ts';

interface Parts {
  readonly trend: readonly number[];
  readonly seasonal: readonly number[];
  readonly weights: readonly number[];
}
const reference: { period: number; co2: number[]; scenarios: Record<string, Parts> } = JSON.parse(
  readFileSync('test/fixtures/stl/co2.json', 'utf8'),
);

/** statsmodels' own tests assert 1e-7 relative on all of these. */
function expectParts(got: Decomposition, expected: Parts): void {
  for (const part of ['trend', 'seasonal', 'weights'] as const)
    for (const [i, value] of expected[part].entries())
      expect(Math.abs(got[part][i]! - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
}

describe('the CO2 reference of the original Fortran, to 1e-9 relative', () => {
  const y = Float64Array.from(reference.co2);
  const base: StlOptions = {
    seasonal: 35,
    trend: 19,
    lowPass: 13,
    seasonalJump: 4,
    trendJump: 2,
    lowPassJump: 2,
    innerIterations: 1,
    outerIterations: 2,
  };
  test.each<[string, StlOptions]>([
    ['baseline', {}],
    ['nljump-1', { lowPassJump: 1 }],
    ['ntjump-1', { trendJump: 1 }],
    ['nljump-1-ntjump-1', { lowPassJump: 1, trendJump: 1 }],
    ['stlez', { innerIterations: 2, outerIterations: 0 }],
    ['stlez-robust', {}],
  ])('%s', (scenario, options) => {
    expectParts(stl(y, 12, { ...base, ...options }), reference.scenarios[scenario]!);
  });

  test('short, one value less', () => {
    expectParts(stl(y.subarray(0, -1), 12, base), reference.scenarios.short!);
  });
});

describe('properties', () => {
  test('the parts add up to the series, to its last digits', () => {
    for (const options of [{}, { robust: true }, { seasonal: 'periodic', trendDegree: 0 }] as const) {
      const y = made(500, 24, 3);
      const { trend, seasonal, remainder } = stl(y, 24, options);
      const sum = trend.map((value, i) => value + seasonal[i]! + remainder[i]!);
      expect(largestGap(sum, y)).toBeLessThan(1e-13);
    }
  });

  test('a series that only repeats leaves nothing', () => {
    const y = Float64Array.from({ length: 120 }, (_, t) => [5, 1, 0, 7, 2, 9, 4, 4, 8, 3][t % 10]!);
    for (const options of [{}, { robust: true }, { seasonal: 'periodic' }] as const) {
      const { seasonal, remainder } = stl(y, 10, options);
      expect(largestGap(remainder, new Float64Array(120))).toBeLessThan(1e-12);
      expect(
        largestGap(
          seasonal,
          y.map((value) => value - 4.3),
        ),
      ).toBeLessThan(1e-12);
    }
  });

  test('a straight line is all trend', () => {
    const y = Float64Array.from({ length: 90 }, (_, t) => 3 - 0.5 * t);
    const { trend, seasonal } = stl(y, 9);
    expect(largestGap(trend, y)).toBeLessThan(1e-12);
    expect(largestGap(seasonal, new Float64Array(90))).toBeLessThan(1e-12);
  });

  const clean = made(240, 12, 5, 0.2);
  const spiked = clean.map((value, t) => (t === 100 ? value + 1000 : value));

  test.each<StlOptions>([{}, { seasonal: 'periodic' }, { seasonal: 11, seasonalDegree: 0 }])(
    'robust: a spike of 5,000 standard deviations stays in the remainder, %j',
    (options) => {
      const calm = stl(clean, 12, { robust: true, ...options });
      const robust = stl(spiked, 12, { robust: true, ...options });
      expect(largestGap(robust.trend, calm.trend)).toBeLessThan(0.05);
      expect(largestGap(robust.seasonal, calm.seasonal)).toBeLessThan(0.1);
      expect(robust.remainder[100]).toBeGreaterThan(999);
      expect(robust.weights[100]).toBe(0);
    },
  );

  test('the spike spreads in a plain fit, and in a robust one that lets an outlier stand in for itself', () => {
    const calm = stl(clean, 12);
    expect(largestGap(stl(spiked, 12).seasonal, calm.seasonal)).toBeGreaterThan(50);
    const published = stl(spiked, 12, { robust: true, emptyWindow: 'value' });
    // statsmodels 0.15.0 on the same values: 14.243349561000258.
    expect(published.remainder[100]).toBeCloseTo(14.24334956, 6);
  });

  test('scale and shift of the series are those of the parts', () => {
    const y = made(300, 24, 7);
    const { trend, seasonal } = stl(y, 24, { robust: true });
    const other = stl(
      y.map((value) => 3 * value + 1e4),
      24,
      { robust: true },
    );
    expect(
      largestGap(
        other.seasonal,
        seasonal.map((value) => 3 * value),
      ),
    ).toBeLessThan(1e-8);
    expect(
      largestGap(
        other.trend,
        trend.map((value) => 3 * value + 1e4),
      ),
    ).toBeLessThan(1e-8);
  });

  test('a periodic season is the same in every season', () => {
    const { seasonal } = stl(made(250, 24, 9), 24, { seasonal: 'periodic', robust: true });
    expect(largestGap(seasonal.subarray(24), seasonal.subarray(0, -24))).toBeLessThan(1e-12);
  });
});

describe('gaps', () => {
  test('trend and season go on through them, the remainder is NaN there', () => {
    const whole = made(336, 24, 11, 0.1);
    const y = whole.slice();
    y.fill(Number.NaN, 0, 5).fill(Number.NaN, 90, 130).fill(Number.NaN, 334);
    const { trend, seasonal, remainder, weights } = stl(y, 24, { seasonal: 'periodic' });
    for (let i = 0; i < y.length; i++) {
      expect(Number.isNaN(remainder[i]!)).toBe(Number.isNaN(y[i]!));
      expect(weights[i]).toBe(Number.isNaN(y[i]!) ? 0 : 1);
      expect(Math.abs(trend[i]! + seasonal[i]! - whole[i]!)).toBeLessThan(2);
    }
  });

  test('a phase of the season that is never seen gets numbers all the same', () => {
    const y = made(120, 12, 13).map((value, t) => (t % 12 === 4 ? Number.NaN : value));
    for (const options of [{}, { robust: true }, { seasonal: 'periodic' }] as const) {
      const { trend, seasonal } = stl(y, 12, options);
      expect([...trend, ...seasonal].every(Number.isFinite)).toBe(true);
    }
  });
});

describe('edges', () => {
  test('a constant series has no season, no remainder and no NaN', () => {
    const { trend, seasonal, remainder } = stl(new Float64Array(48).fill(0.1), 12, { robust: true });
    expect(trend).toEqual(new Float64Array(48).fill(0.1));
    expect(seasonal).toEqual(new Float64Array(48));
    expect(remainder).toEqual(new Float64Array(48));
  });

  test('two seasons and not a value more are enough', () => {
    for (const period of [2, 3, 7, 24])
      for (const options of [
        {},
        { robust: true },
        { seasonalJump: 5, trendJump: 9, lowPassJump: 4 },
      ] as const) {
        const { trend, seasonal } = stl(made(2 * period, period, period), period, options);
        expect([...trend, ...seasonal].every(Number.isFinite)).toBe(true);
      }
  });

  test.each<[string, Float64Array, number, StlOptions, RegExp]>([
    ['a period of 1', made(20, 4, 1), 1, {}, /got period 1: give a whole number from 2/],
    ['a period of 4.5', made(20, 4, 1), 4.5, {}, /got period 4.5/],
    ['less than two seasons', made(23, 12, 1), 12, {}, /got 23 values for a period of 12: give at least two/],
    [
      'no value at all',
      new Float64Array(24).fill(Number.NaN),
      12,
      {},
      /got 24 values of which none is a number/,
    ],
    ['an infinite value', made(24, 12, 1).fill(-1 / 0, 3, 4), 12, {}, /got the value -Infinity at index 3/],
    ['an even window', made(24, 12, 1), 12, { trend: 20 }, /got trend window 20: give an odd/],
    ['a window of 1', made(24, 12, 1), 12, { seasonal: 1 }, /got seasonal window 1/],
    ['a jump of 0', made(24, 12, 1), 12, { lowPassJump: 0 }, /got lowPassJump 0: give a whole number from 1/],
    ['no inner round', made(24, 12, 1), 12, { innerIterations: 0 }, /got innerIterations 0/],
    [
      'a stand-in nobody knows',
      made(24, 12, 1),
      12,
      { emptyWindow: 'mean' as 'value' },
      /got emptyWindow mean/,
    ],
    ['a degree of 2', made(24, 12, 1), 12, { trendDegree: 2 as 1 }, /got trendDegree 2: give 0 or 1/],
  ])('refuses %s', (_, y, period, options, message) => {
    expect(() => stl(y, period, options)).toThrow(RangeError);
    expect(() => stl(y, period, options)).toThrow(message);
  });
});
