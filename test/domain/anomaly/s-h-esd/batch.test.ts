import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type SeasonalEsdOptions,
  seasonalHybridEsd,
  seasonalHybridEsdByTime,
} from '../../../../lib/domain/anomaly/index.ts';
import { createRandom } from '../../../../lib/domain/numerics/seeded-random.ts';

const text = readFileSync(join(__dirname, '../../../fixtures/s-h-esd/raw-data.txt'), 'utf8');
const published = text.trim().split(/\s+/).map(Number);
const byMinute = { startMs: Date.UTC(1980, 8, 25, 14, 1), stepMs: 60_000, values: published };
const settings = { maxShare: 0.02, direction: 'both' } as const;
const daily = { ...settings, period: 1440 } as const;

test('the last period of the published series has 25 anomalies', () => {
  expect(seasonalHybridEsd(published, { ...daily, onlyLast: 1440 })).toHaveLength(25);
});

test('in blocks of two weeks the published series has 131, with gaps at its ends as well', () => {
  const ends = published.map((value, i) => (i < 10 || i === published.length - 1 ? Number.NaN : value));
  expect(seasonalHybridEsd(ends, { ...daily, blockLength: 14 * 1440 })).toHaveLength(131);
});

test('above the median of the greatest values are 6 anomalies by period, and 4 by calendar day', () => {
  const threshold = 'med_max' as const;
  expect(seasonalHybridEsd(published, { ...daily, threshold })).toHaveLength(6);
  expect(seasonalHybridEsdByTime(byMinute, { ...settings, threshold })).toHaveLength(4);
});

const small = [5, 9, 2, 9, 0, 6, 3, 8, 5, 18, 7, 8, 8, 0, 2, -5, 0, 5, 6, 7, 3, 6, 1, 4, 4, 4, 30, 7, 5, 8];
const placesIn = (values: readonly number[], options: Partial<SeasonalEsdOptions>) =>
  seasonalHybridEsd(values, { period: 7, maxShare: 0.2, ...options }).map(({ index }) => index);

test.each([
  ['either side', { direction: 'both' }, [9, 15, 26]],
  ['above', { direction: 'pos' }, [9, 26]],
  ['above, where nothing is said', {}, [9, 26]],
  ['below', { direction: 'neg' }, [15]],
  ['either side at alpha 0.5', { direction: 'both', alpha: 0.5 }, [1, 4, 9, 15, 26]],
  ['either side, the last 10 values only', { direction: 'both', onlyLast: 10 }, [26]],
  ['either side, at most 5 %', { direction: 'both', maxShare: 0.05 }, [26]],
  ['either side, above 99 % of the greatest of the periods', { direction: 'both', threshold: 'p99' }, [26]],
] as const)('of thirty values the anomalies are found: %s', (_, options, places) => {
  expect(placesIn(small, options)).toEqual(places);
});

test('each anomaly comes with its value and with what season and trend would have it', () => {
  const values = Array.from({ length: 70 }, (_, i) => 10 + (i % 7) + (i === 40 ? 50 : 0) + 0.1 * Math.sin(i));
  const [anomaly] = seasonalHybridEsd(values, { period: 7, maxShare: 0.02 });
  expect(anomaly).toMatchObject({ index: 40, value: values[40] });
  expect(anomaly?.expected).toBeCloseTo(10 + (40 % 7), 0);
});

test('scaled and shifted values have the same anomalies, mirrored ones those of the other side', () => {
  const changed = small.map((value) => 1e6 + 250 * value);
  expect(placesIn(changed, { direction: 'both' })).toEqual([9, 15, 26]);
  expect(
    placesIn(
      small.map((value) => -value),
      { direction: 'neg' },
    ),
  ).toEqual([9, 26]);
});

test('blocks know their own level: what is usual after a shift is no anomaly there', () => {
  const random = createRandom(4);
  const shifted = Array.from({ length: 70 }, (_, i) => (i < 28 ? 100 : 500) + (i % 7) + 3 * random());
  shifted[50] = 600;
  const found = placesIn(shifted, { blockLength: 28, maxShare: 0.1, direction: 'both' });
  expect(found).toContain(50);
  expect(found.length).toBeLessThan(4);
  expect(placesIn(shifted, { maxShare: 0.49, direction: 'both' }).length).toBeGreaterThan(5);
});

test('daily values have a week for their season', () => {
  const values = Array.from(
    { length: 60 },
    (_, i) => (i % 7 < 5 ? 100 : 20) + Math.sin(3 * i) + (i === 33 ? 80 : 0),
  );
  const days = { startMs: 0, stepMs: 86_400_000, values };
  expect(seasonalHybridEsdByTime(days, { maxShare: 0.05 }).map(({ index }) => index)).toEqual([33]);
  expect(seasonalHybridEsdByTime(days, { maxShare: 0.07, blockWeeks: 2 }).map(({ index }) => index)).toEqual([
    33,
  ]);
  expect(seasonalHybridEsdByTime(days, { maxShare: 0.05, onlyLast: 'day' })).toEqual([]);
});

test('a constant series has none', () => {
  expect(seasonalHybridEsd(new Array<number>(1000).fill(1), { ...settings, period: 14 })).toEqual([]);
});

test.each([
  ['a gap between values', small.with(12, Number.NaN), {}, 'got NaN at index 12'],
  ['an infinite value', small.with(3, Number.POSITIVE_INFINITY), {}, 'got Infinity at index 3'],
  ['less than two periods', small.slice(0, 13), {}, 'at least two periods'],
  ['no value at all', [], {}, 'at least two periods'],
  ['blocks too short for an anomaly', small, { blockLength: 14, maxShare: 0.04 }, 'a greater share'],
  ['more than half as anomalies', small, { maxShare: 0.5 }, 'from 0 to 0.49'],
  ['an alpha of 0', small, { alpha: 0 }, 'got alpha 0'],
  ['a period of 1', small, { period: 1 }, 'got period 1'],
  ['a blockLength of 1.5', small, { blockLength: 1.5 }, 'got blockLength 1.5'],
  ['a last part below 0', small, { onlyLast: -1 }, 'got onlyLast -1'],
] as const)('refuses %s', (_, values, options, message) => {
  expect(() => placesIn(values, options)).toThrow(message);
  expect(() => placesIn(values, options)).toThrow(RangeError);
});

test('refuses steps that are no part of a day, and blocks of one week', () => {
  expect(() => seasonalHybridEsdByTime({ ...byMinute, stepMs: 7 })).toThrow('got stepMs 7');
  expect(() => seasonalHybridEsdByTime(byMinute, { blockWeeks: 1 })).toThrow('got blockWeeks 1');
});
