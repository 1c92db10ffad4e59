import { formatValue } from '../../../app/web/format/number.ts';
import type { Unit } from '../../../lib/domain/catalogue/signal.ts';

const table: readonly (readonly [number, Unit, string])[] = [
  [0, 'count', '0'],
  [7, 'count', '7'],
  [999, 'count', '999'],
  [1000, 'count', '1k'],
  [999_999, 'messages', '1M'],
  [12_345, 'messages', '12.3k'],
  [18_200_000, 'bytes_per_second', '18.2 MB/s'],
  [0.25, 'fraction', '0.25'],
  [34.2, 'percent', '34.2 %'],
  [1430, 'messages_per_second', '1.43k/s'],
  [3.2, 'milliseconds', '3.2 ms'],
  [4500, 'milliseconds', '4.5 s'],
  [90, 'seconds', '90 s'],
  [600, 'seconds', '10 min'],
  [10_800, 'seconds', '3 h'],
  [259_200, 'seconds', '3 d'],
  [-2500, 'bytes', '-2.5 kB'],
];

test.each(table)('%p in %s reads %s', (value, unit, words) => {
  expect(formatValue(value, unit)).toBe(words);
});

test.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY])('%p is no data', (value) => {
  expect(formatValue(value, 'count')).toBe('no data');
});
