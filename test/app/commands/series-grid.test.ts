import { gridOf, stepAt, timeAt } from '../../../app/commands/series-grid.ts';
import { timeParser } from '../../../app/commands/series-time.ts';

const times = (...texts: string[]) => Float64Array.from(texts, (text) => timeParser([])(text) ?? Number.NaN);
const iso = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
const dayMs = 86_400_000;

test('the step is the most common difference, whatever is missing between', () => {
  const minutes = Float64Array.from([0, 5, 10, 25, 30, 45, 50], (minute) => minute * 60_000);
  expect(gridOf(minutes)).toEqual({ startMs: 0, stepMs: 300_000 });
});

test('of two differences that are equally common the smaller is the step', () => {
  expect(gridOf(Float64Array.from([0, 1000, 3000])).stepMs).toBe(1000);
});

test('a single time is a grid that begins with it', () => {
  expect(gridOf(Float64Array.from([7000]))).toEqual({ startMs: 7000, stepMs: 1 });
});

test('times that jitter are on the grid of the whole minute, without drifting off it', () => {
  const jitter = [0, 12, -30, 45, -8, 21, 3, -44];
  const scraped = Float64Array.from({ length: 20_000 }, (_, i) => 60_000 * i + (jitter[i % 8] ?? 0));
  const grid = gridOf(scraped);
  expect(grid.stepMs).toBe(60_000);
  expect(stepAt(grid, scraped.at(-1) ?? 0)).toBe(19_999);
});

test('the grid lies where most times do, not where the first one happens to', () => {
  const grid = gridOf(Float64Array.from([10_000, 60_000, 120_000, 180_000, 240_000]));
  expect(grid).toEqual({ startMs: 0, stepMs: 60_000 });
});

test.each([
  ['months', ['2024-01-01', '2024-02-01', '2024-03-01', '2024-05-01'], 1, '2024-06-01'],
  ['a missing month', ['2023-11-15', '2023-12-15', '2024-02-15', '2024-03-15'], 1, '2024-04-15'],
  ['ends of months', ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'], 1, '2024-05-31'],
  ['ends of months without a 31st', ['2024-02-29', '2024-03-31', '2024-04-30'], 1, '2024-05-31'],
  ['quarters', ['2023-10-01', '2024-01-01', '2024-04-01'], 3, '2024-07-01'],
  ['ends of quarters', ['2024-06-30', '2024-09-30'], 3, '2024-12-31'],
  ['half years', ['2023-01-01', '2023-07-01', '2024-01-01'], 6, '2024-07-01'],
  ['years', ['2021-01-01', '2022-01-01', '2023-01-01'], 12, '2024-01-01'],
  ['months before the epoch', ['1949-01-01', '1949-02-01', '1949-03-01'], 1, '1949-04-01'],
])('%s are one step each', (_, texts, months, next) => {
  const all = times(...texts);
  const grid = gridOf(all);
  expect(grid.months).toBe(months);
  expect(iso(timeAt(grid, stepAt(grid, all.at(-1) ?? 0) + 1))).toBe(next);
  for (const time of all) expect(timeAt(grid, stepAt(grid, time))).toBe(time);
});

test('months of another time zone keep their time of day', () => {
  const grid = gridOf(times('2024-01-31T23:00Z', '2024-02-29T23:00Z', '2024-03-31T23:00Z'));
  expect(new Date(timeAt(grid, 3)).toISOString()).toBe('2024-04-30T23:00:00.000Z');
});

test.each([
  ['30 days', 30],
  ['28 days', 28],
  ['365 days', 365],
])('every %s is a fixed step when the days of the month wander', (_, days) => {
  const grid = gridOf(Float64Array.from({ length: 12 }, (_, i) => (i + 20) * days * dayMs));
  expect(grid.months).toBeUndefined();
  expect(grid.stepMs).toBe(days * dayMs);
});

test('weeks and days are no months', () => {
  for (const days of [1, 7]) {
    const grid = gridOf(Float64Array.from({ length: 9 }, (_, i) => i * days * dayMs));
    expect(grid).toEqual({ startMs: 0, stepMs: days * dayMs });
  }
});

test('three hundred years of months never slip by a step', () => {
  const months = Float64Array.from({ length: 3600 }, (_, i) => Date.UTC(1800, i));
  const grid = gridOf(months);
  for (const [i, month] of months.entries()) {
    expect(stepAt(grid, month)).toBe(i);
    expect(timeAt(grid, i)).toBe(month);
  }
});
