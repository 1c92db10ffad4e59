import { isNoteworthy } from '../../../lib/domain/anomaly/index.ts';

const expected = { mean: 1000, sd: 1, lower: 998, upper: 1002 };

test.each([
  [1001, 'messages', false, 'lies within the interval'],
  [1040, 'percent', false, 'differs by less than 5 %'],
  [1099, 'messages', false, 'differs by less than 100 messages'],
  [1101, 'messages', true, 'differs by more'],
  [899, 'messages', true, 'is as far below'],
] as const)('%p %s is noteworthy: %p, because it %s', (observed, unit, is, _why) => {
  expect(isNoteworthy({ observed, expected }, unit)).toBe(is);
});
