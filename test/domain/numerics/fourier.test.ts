import { fourierTerms } from '../../../lib/domain/numerics/fourier.ts';

test('gives a cosine and a sine for each harmonic', () => {
  const columns = fourierTerms(1, 3, 12, 2);
  expect(columns).toHaveLength(4);
  for (const [i, angle] of [30, 60, 90].map((degrees) => (degrees * Math.PI) / 180).entries()) {
    const row = [Math.cos(angle), Math.sin(angle), Math.cos(2 * angle), Math.sin(2 * angle)];
    for (const [k, value] of row.entries()) expect(columns[k]![i]).toBeCloseTo(value, 14);
  }
});

test('leaves out the sine that is zero everywhere', () => {
  const columns = fourierTerms(0, 4, 4, 2);
  expect(columns).toHaveLength(3);
  for (const [i, value] of [1, -1, 1, -1].entries()) expect(columns[2]![i]).toBeCloseTo(value, 14);
});

test('keeps the columns apart: whole seasons are orthogonal', () => {
  const columns = fourierTerms(5, 48, 24, 12);
  expect(columns).toHaveLength(23);
  for (const [a, x] of columns.entries())
    for (const y of columns.slice(a + 1))
      expect(Math.abs(x.reduce((sum, value, i) => sum + value * y[i]!, 0))).toBeLessThan(1e-12);
});

test('goes on where another call ended, for a period that is no whole number too', () => {
  const whole = fourierTerms(0, 100, 365.25 / 7, 3);
  const rest = fourierTerms(60, 40, 365.25 / 7, 3);
  expect(rest).toEqual(whole.map((column) => column.slice(60)));
});

test('is as exact far from the start, before and after it', () => {
  const near = fourierTerms(0, 24, 24, 3);
  for (const start of [24e9, -24e9])
    for (const [k, column] of fourierTerms(start, 24, 24, 3).entries())
      for (const [i, value] of column.entries()) expect(value).toBeCloseTo(near[k]![i]!, 14);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'more harmonics than half the period',
    () => fourierTerms(0, 9, 7, 4),
    /got 4 harmonics of period 7: give 0 to 3/,
  ],
  ['a period of 1', () => fourierTerms(0, 9, 1, 0), /got period 1/],
  ['a start between rows', () => fourierTerms(0.5, 9, 7, 1), /got start 0.5/],
  ['a negative length', () => fourierTerms(0, -1, 7, 1), /got length -1/],
])('refuses %s', (_, run, message) => {
  expect(run).toThrow(RangeError);
  expect(run).toThrow(message);
});
