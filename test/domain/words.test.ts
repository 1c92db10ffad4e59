import type { Unit } from '../../lib/domain/catalogue/signal.ts';
import { formatDuration, formatValue } from '../../lib/domain/words.ts';

test.each<[number, Unit, string]>([
  [87.41, 'percent', '87.4 %'],
  [0.298, 'fraction', '29.8 %'],
  [85, 'percent', '85 %'],
  [0, 'bytes', '0 B'],
  [512, 'bytes', '512 B'],
  [1_610_612_736, 'bytes', '1.5 GiB'],
  [4_300_000, 'bytes_per_second', '4.1 MiB/s'],
  [1023.99, 'bytes', '1 KiB'],
  [950, 'messages', '950 messages'],
  [12_345, 'messages', '12.3 k messages'],
  [2_500_000, 'messages_per_second', '2.5 M messages/s'],
  [2.34567, 'per_second', '2.35/s'],
  [250, 'milliseconds', '250 ms'],
  [90, 'seconds', '1 min 30 s'],
  [0.5, 'seconds', '500 ms'],
  [576, 'credits', '576 credits'],
  [-3, 'count', '-3'],
  [Number.NaN, 'count', 'unknown'],
])('%p in %s reads %p', (value, unit, words) => {
  expect(formatValue(value, unit)).toBe(words);
});

test.each([
  [0, '0 ms'],
  [45_000, '45 s'],
  [900_000, '15 min'],
  [7_500_000, '2 h 5 min'],
  [3 * 86_400_000 + 4 * 3_600_000, '3 d 4 h'],
  [-60_000, '-1 min'],
  [Number.POSITIVE_INFINITY, 'unknown'],
])('%p ms reads %p', (ms, words) => {
  expect(formatDuration(ms)).toBe(words);
});
